/**
 * Plausibility checks of a report: what does not add up, for the person who signs. None changes a figure; each carries the numbers that it rests
 * on.
 */

import { type Entry, type FigureId, rounded } from '../../domain/index.ts'
import { boundaryOf } from '../inputs/boundary.ts'
import type { ReportSource } from '../document/completeness.ts'
import { type Figure, computeFigure } from '../formulas/compute.ts'
import { periodDays } from '../inputs/entry-amounts.ts'
import { check, type PlausibilityCheck } from './check.ts'
import { checkEntries } from './check-entries.ts'
import { checkHeadCounts, checkMetersBelow, checkPublishedSums, checkShares, checkSystems } from './check-consistency.ts'
import { findInstrumentFaults } from '../matching/instrument-faults.ts'
import { checkJumps } from './check-jumps.ts'
import { factorsOf } from '../factors/factor-table.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'

/** Sets without cautions; the years before published averages have the values of emissions trading only. */
const PLAIN_SETS = ['default', 'trading'] as const

/** Rows with a caution, with what the figure would be by the rows of a set without. */
function checkCautions(inputs: FigureInputs, figures: readonly Figure[]): PlausibilityCheck[] {
  const byId = new Map(inputs.factors.map((f) => [f.id, f]))
  const others = PLAIN_SETS.map((set) => ({ set, inputs: { ...inputs, factors: factorsOf(set, []) } }))
  return figures
    .filter((f) => f.id === 'ghg.scope1' || f.id === 'ghg.scope2')
    .flatMap((figure) => {
      const rows = figure.factors.flatMap((id) => byId.get(id) ?? []).filter((r) => r.caution !== undefined)
      const first = rows[0]
      if (first === undefined || figure.value === null) return []
      const plain = others.map((o) => ({ set: o.set, figure: computeFigure(o.inputs, figure.id, figure.boundary) }))
      const found = plain.find((o) => typeof o.figure?.value === 'number' && o.figure.coverage === figure.coverage)
      const other = found?.figure?.value ?? null
      if (found === undefined || other === null) return []
      const values = {
        figure: figure.id,
        factor: rows.map((r) => r.id).join(', '),
        set: found.set,
        other,
        digits: figure.digits,
        unit: figure.unit,
        percent: 100 * (other / figure.value - 1),
      }
      return [check(first.caution === 'lower-bound' ? 'lower-bound-factor' : 'margin-in-inventory', values)]
    })
}

/** The saving is priced at one factor, purchased electricity at another. */
function checkTwoFactors(of: (id: FigureId) => Figure | undefined): PlausibilityCheck[] {
  const value = (id: FigureId): number | null => of(id)?.value ?? null
  const [kwh, avoided, mwh, bought] = [value('savings.energy'), value('savings.ghg'), value('energy.indirect'), value('ghg.scope2')]
  if (!kwh || avoided === null || !mwh || bought === null) return []
  const [saved, mean] = [(avoided / kwh) * 1000, bought / mwh]
  return Math.abs(saved / mean - 1) < 0.005 ? [] : [check('two-factors', { saved, bought: mean })]
}

/** A total over a boundary that has nothing of one of its sites in it. */
function checkGaps(figures: readonly Figure[], sources: readonly ReportSource[]): PlausibilityCheck[] {
  const water = sources.filter((s) => s.id.endsWith('-water') && s.sites.length > 0)
  const without = water.length === 0 ? [] : (water[0]?.without ?? []).filter((site) => water.every((s) => s.without.includes(site)))
  const electricity = sources.find((s) => s.id === 'electricity')
  const gapOf = (id: FigureId, sites: readonly string[]): PlausibilityCheck[] => {
    const figure = figures.find((f) => f.id === id && f.value !== null)
    return figure === undefined || sites.length === 0
      ? []
      : [check('boundary-gap', { figure: id, boundary: figure.boundary, without: sites.join(', ') })]
  }
  return [...gapOf('water.total', without), ...gapOf('energy.indirect', electricity?.sites.length ? electricity.without : [])]
}

/** Intensities stand for another boundary than their totals: what readers get who divide one by the other. */
const QUOTIENTS: readonly (readonly [quotient: FigureId, total: FigureId, times: number])[] = [
  ['energy.per-person', 'energy.total', 1],
  ['water.per-person', 'water.total', 1],
  ['waste.hazardous.per-person', 'waste.hazardous', 1000],
  ['waste.non-hazardous.per-person', 'waste.non-hazardous', 1],
]

/** A reader divides published numbers: does the head count that follows hold the one that was entered? */
function checkImpliedHeads(inputs: FigureInputs, of: (id: FigureId) => Figure | undefined): PlausibilityCheck[] {
  return QUOTIENTS.flatMap(([quotient, total, times]) => {
    const [q, t] = [of(quotient), of(total)]
    if (!q?.value || !t?.value) return []
    const shown = Number(rounded(q.value, q.digits))
    const half = 0.5 * 10 ** -q.digits
    const amount = t.value * times
    const own = boundaryOf(inputs.campus, q.boundary)
    const sum = computeFigure(inputs, total, q.boundary)?.value ?? null
    const heads = sum === null ? null : (sum * times) / q.value
    const [low, high] = [amount / (shown + half), shown > half ? amount / (shown - half) : Number.POSITIVE_INFINITY]
    if (own === null || heads === null || (heads >= low && heads <= high)) return []
    const about = { figure: quotient, own: q.boundary, total, other: t.boundary }
    return [check('implied-heads', { ...about, low, high: Number.isFinite(high) ? high : String(high), heads })]
  })
}

function checkSeasons(of: (id: FigureId) => Figure | undefined): PlausibilityCheck[] {
  const total = of('solar.hot-water')?.value ?? null
  const days = (id: FigureId): number => {
    const inputs = of(id)?.inputs.filter((i) => i.kind === 'meter') ?? []
    return inputs.reduce((sum, i) => sum + i.value, 0)
  }
  const seasons = days('solar.hot-water.summer-day') + days('solar.hot-water.winter-day')
  if (total === null || seasons === 0 || Math.abs(total - seasons) <= 0.005 * total) return []
  return [check('season-gap', { seasons, total, rest: total - seasons })]
}

/** A figure below this coverage is reported. */
const LOW_COVERAGE = 0.95

function checkCoverage(figures: readonly Figure[]): PlausibilityCheck[] {
  return figures.flatMap((f) => {
    if (f.value === null) return []
    const unknown = f.coverage === null ? [check('coverage-unknown', { figure: f.id })] : []
    const low = f.coverage !== null && f.coverage < LOW_COVERAGE ? [check('low-coverage', { figure: f.id, percent: 100 * f.coverage })] : []
    const estimated = f.estimated > 0 ? [check('partly-estimated', { figure: f.id, percent: 100 * f.estimated })] : []
    const ended = [...new Set(f.inputs.flatMap((i) => (i.kind === 'factor' && i.provisional ? [i.factor] : [])))]
    const provisional = ended.length > 0 ? [check('provisional', { figure: f.id, factors: ended.join(', ') })] : []
    return [...unknown, ...low, ...estimated, ...provisional]
  })
}

/** Shipped rows that nobody has compared with their source, each once, with the figures that use them. */
function checkUnverified(inputs: FigureInputs, figures: readonly Figure[]): PlausibilityCheck[] {
  const rows = inputs.factors.filter((f) => !f.verified && f.recordedAt === null)
  const found = new Map<string, string[]>()
  for (const { id } of rows) {
    const users = figures.filter((f) => f.value !== null && f.factors.includes(id)).map((f) => f.id)
    if (users.length > 0) found.set(users.join(', '), [...(found.get(users.join(', ')) ?? []), id])
  }
  return [...found].map(([figure, factors]) => check('unverified-factor', { figure, factors: factors.join(', ') }))
}

/** Statements of the campus file that its own data contradict, and sources without a meter, an entry or a statement. */
function checkStatements(sources: readonly ReportSource[]): PlausibilityCheck[] {
  return sources.flatMap(({ id: source, status, statement, sites }) => {
    if (statement !== null && sites.length > 0 && statement.status !== 'included')
      return [check('statement-contradicted', { source, status: statement.status })]
    if (statement?.status === 'included' && sites.length === 0) return [check('statement-unproved', { source })]
    const open = status === 'not-estimated' && statement === null && source !== 'scope-3' && source !== 'packaging'
    return open ? [check('left-open', { source })] : []
  })
}

/** Instruments that were made before what they are claimed for, or stand in two entries. */
function checkInstruments(claims: readonly Entry[]): PlausibilityCheck[] {
  return findInstrumentFaults(claims).map((fault) => {
    if (fault.code === 'instrument-vintage')
      return check('instrument-vintage', { id: fault.id, vintage: fault.vintage, from: fault.from, to: fault.to })
    return check('instrument-twice', { reference: fault.reference, ids: fault.ids.join(', '), amount: fault.amount })
  })
}

export interface CheckFrame {
  readonly inputs: FigureInputs
  readonly figures: readonly Figure[]
  readonly sources: readonly ReportSource[]
  /** Periods of the same form before this one, the latest first. */
  readonly history: readonly FigureInputs[]
}

export function checkReport({ inputs, figures, sources, history }: CheckFrame): PlausibilityCheck[] {
  if (figures.every((f) => f.value === null)) return []
  const of = (id: FigureId): Figure | undefined => figures.find((f) => f.id === id)
  const { from, to } = periodDays(inputs)
  const within = (entry: Entry): boolean => entry.to !== null && entry.from >= from && entry.to <= to
  return [
    ...checkCautions(inputs, figures),
    ...checkTwoFactors(of),
    ...checkInstruments(inputs.entries.filter((e) => e.key.startsWith('instrument.') && (e.to ?? '') > from && e.from < to)),
    ...checkEntries(inputs, inputs.entries.filter(within)),
    ...checkImpliedHeads(inputs, of),
    ...checkHeadCounts(inputs, of),
    ...checkShares(inputs, of),
    ...checkPublishedSums(of),
    ...checkMetersBelow(inputs),
    ...checkSystems(inputs, of),
    ...checkGaps(figures, sources),
    ...checkSeasons(of),
    ...checkStatements(sources),
    ...checkJumps(inputs, figures, history),
    ...checkCoverage(figures),
    ...checkUnverified(inputs, figures),
  ]
}
