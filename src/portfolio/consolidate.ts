/** The report of a group from the answers of its campuses. Pure. */

import { INTENSITIES, SUMMED } from './figures.ts'
import type {
  CampusAnswer,
  CampusFigure,
  CampusRow,
  GroupFigure,
  GroupReport,
  League,
  LeagueRow,
  MissingCampus,
  SegmentAnswer,
} from './types.ts'

/** What one campus adds to a figure of the group. */
interface Contribution {
  readonly campus: string
  readonly name: string
  readonly unit: string
  /** Its part of the amount. */
  readonly amount: number
  /** What an intensity divides by; 1 for an amount. */
  readonly divisor: number
  readonly coverage: number | null
  readonly estimated: number
  readonly interval90: number | null
}

type Contributed = Contribution | MissingCampus

const isMissing = (one: Contributed): one is MissingCampus => 'why' in one
const figureIn = (figures: readonly CampusFigure[], id: string): CampusFigure | undefined => figures.find((figure) => figure.id === id)

function whyMissing(figure: CampusFigure | undefined): string {
  return figure?.missing?.join('; ') || 'it has no value for this figure'
}

/** Sums of the segments of a campus, each by its share; coverage and estimated weigh by the amount. */
function addSegments(campus: string, parts: readonly (Omit<Contribution, 'campus'> & { readonly share: number })[]): Contribution {
  const [first] = parts
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0)
  const weight = sum((part) => Math.abs(part.amount))
  const mean = (of: (part: (typeof parts)[number]) => number): number =>
    weight === 0 ? sum(of) / parts.length : sum((part) => of(part) * Math.abs(part.amount)) / weight
  return {
    campus,
    name: first?.name ?? '',
    unit: first?.unit ?? '',
    amount: sum((part) => part.amount),
    divisor: sum((part) => part.divisor),
    coverage: parts.some((part) => part.coverage === null) ? null : mean((part) => part.coverage ?? 0),
    estimated: mean((part) => part.estimated),
    interval90: parts.some((part) => part.interval90 === null) ? null : Math.hypot(...parts.map((part) => part.interval90 ?? 0)),
  }
}

function amountOf(answer: CampusAnswer, id: string): Contributed | null {
  const { campus, silent } = answer
  if (silent !== null) return { campus: campus.id, why: silent }
  const parts = []
  for (const { figures, share } of answer.segments) {
    if (share === 0) continue
    const figure = figureIn(figures, id)
    // A campus without the figure has nothing of the kind: no gas, no shop.
    if (figure === undefined) return null
    if (figure.value === null) return { campus: campus.id, why: whyMissing(figure) }
    const { unit, coverage, estimated, interval90, name = id } = figure
    parts.push({
      name,
      unit,
      coverage,
      estimated,
      share,
      amount: figure.value * share,
      divisor: 1,
      interval90: interval90 === null ? null : interval90 * share,
    })
  }
  return parts.length === 0 ? null : addSegments(campus.id, parts)
}

/** The amount that an intensity divides, and its divisor, which is the amount by the intensity: persons, or square metres. */
function intensityPart(segment: SegmentAnswer, id: string): (Omit<Contribution, 'campus'> & { readonly share: number }) | string | null {
  const { figures, amounts, share, weight } = segment
  const intensity = figureIn(figures, id)
  if (intensity === undefined) return null
  const amount = amounts.find((one) => one.id === INTENSITIES[id] && one.boundary === intensity.boundary)
  if (intensity.value === null || amount === undefined || amount.value === null)
    return whyMissing(intensity.value === null ? intensity : amount)
  if (intensity.value === 0) return 'its intensity is 0: what it is divided by cannot be told'
  const { unit, coverage, estimated, name = id } = intensity
  const divisor = (amount.value / intensity.value) * share * weight
  return { name, unit, coverage, estimated, share, amount: amount.value * share, divisor, interval90: null }
}

function intensityOf(answer: CampusAnswer, id: string): Contributed | null {
  const { campus, silent } = answer
  if (silent !== null) return { campus: campus.id, why: silent }
  const parts = []
  for (const segment of answer.segments.filter(({ share }) => share > 0)) {
    const part = intensityPart(segment, id)
    if (part === null) return null
    if (typeof part === 'string') return { campus: campus.id, why: part }
    parts.push(part)
  }
  return parts.length === 0 ? null : addSegments(campus.id, parts)
}

/** Null where no campus has the figure. Amounts in another unit than the first are named, never added. */
function groupFigure(id: string, contributed: readonly (Contributed | null)[], kind: 'sum' | 'ratio'): GroupFigure | null {
  const all = contributed.filter((one) => one !== null)
  const parts = all.filter((one): one is Contribution => !isMissing(one))
  const [first] = parts
  if (first === undefined) return null
  const same = parts.filter(({ unit }) => unit === first.unit)
  const missing: readonly MissingCampus[] = [
    ...all.filter(isMissing),
    ...parts
      .filter(({ unit }) => unit !== first.unit)
      .map(({ campus, unit }) => ({ campus, why: `its unit is ${unit}, not ${first.unit}` })),
  ]
  const { amount, divisor, coverage, estimated, interval90 } = addSegments(
    id,
    same.map((part) => ({ ...part, share: 1 })),
  )
  return {
    id,
    name: first.name,
    unit: first.unit,
    value: kind === 'sum' ? amount : amount / divisor,
    coverage: missing.length > 0 ? null : coverage,
    estimated,
    interval90: kind === 'sum' && missing.length === 0 ? interval90 : null,
    campuses: same.map(({ campus }) => campus),
    missing,
  }
}

/** Campuses by the value of an intensity, least first. */
function leagueOf(id: string, contributed: readonly (Contributed | null)[]): League | null {
  const all = contributed.filter((one) => one !== null)
  const parts = all.filter((one): one is Contribution => !isMissing(one))
  const [first] = parts
  if (first === undefined) return null
  const values = parts.map(({ campus, amount, divisor, coverage }) => ({ campus, value: amount / divisor, coverage }))
  const rows: LeagueRow[] = values
    .sort((a, b) => a.value - b.value || (a.campus < b.campus ? -1 : 1))
    .map((row, _, sorted) => ({ rank: sorted.findIndex(({ value }) => value === row.value) + 1, ...row }))
  return { id, name: first.name, unit: first.unit, rows, missing: all.filter(isMissing) }
}

function rowOf(answer: CampusAnswer, period: string): CampusRow {
  const { campus, silent } = answer
  const link = `${campus.url.replace(/\/$/, '')}/#/reports?period=${encodeURIComponent(period)}`
  const common = { id: campus.id, name: campus.name, link }
  if (silent !== null) return { ...common, state: 'silent', why: silent, close: null, shares: [], location: null }
  const { close, location, segments } = answer
  const shares = segments.map(({ period: of, share }) => ({ period: of, share }))
  return { ...common, state: close === null ? 'open' : 'closed', why: null, close, shares, location }
}

function notesOf(rows: readonly CampusRow[], period: string): readonly string[] {
  return rows.flatMap(({ name, id, state, why }) => {
    if (state === 'silent') return [`${name} (${id}) is silent: ${why ?? ''}; no total holds it`]
    return state === 'open' ? [`${name} (${id}) has not closed ${period}: its figures may still change`] : []
  })
}

const present = <T>(one: T | null): one is T => one !== null

export function consolidate(portfolio: string, period: string, answers: readonly CampusAnswer[]): GroupReport {
  const campuses = answers.map((answer) => rowOf(answer, period))
  const totals = SUMMED.map((id) =>
    groupFigure(
      id,
      answers.map((answer) => amountOf(answer, id)),
      'sum',
    ),
  ).filter(present)
  const ratios = Object.keys(INTENSITIES).map((id) => ({ id, parts: answers.map((answer) => intensityOf(answer, id)) }))
  return {
    portfolio,
    period,
    campuses,
    totals,
    intensities: ratios.map(({ id, parts }) => groupFigure(id, parts, 'ratio')).filter(present),
    league: ratios.map(({ id, parts }) => leagueOf(id, parts)).filter(present),
    notes: notesOf(campuses, period),
  }
}
