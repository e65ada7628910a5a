/** Findings of claims, as data: they stand beside the number and never replace it. */

import {
  findingBit,
  type FindingCode,
  type Measure,
  MWH_PER_KWH,
  type SavingFinding,
  type SavingLoad,
  type SavingMonth,
} from '../domain/index.ts'
import type { Frame, Task } from './plan.ts'

/** More than this share of a lighting baseline is beyond what controls are known to save (combined controls: 38 %). */
const IMPLAUSIBLE = 0.6

type Claimed = SavingMonth & { readonly claim: NonNullable<SavingMonth['claim']> }

const isClaimed = (m: SavingMonth): m is Claimed => m.claim !== null
const listed = (months: readonly Pick<SavingMonth, 'month'>[]): string => months.map((m) => m.month).join(', ')

function refused(months: readonly SavingMonth[]): SavingFinding[] {
  const [first, ...others] = months.flatMap(({ month, reason }) => (reason === null ? [] : [{ month, reason }]))
  if (first === undefined) return []
  if (others.length === 0) return [{ code: 'insufficient-data', message: { code: 'not-claimed', values: first } }]
  return [{ code: 'insufficient-data', message: { code: 'not-claimed-more', values: { ...first, others: listed(others) } } }]
}

function implausible({ energy, power }: Task, months: readonly Claimed[]): SavingFinding[] {
  const base = months.reduce((sum, m) => sum + m.claim.counterfactual, 0)
  const metered = months.reduce((sum, m) => sum + m.claim.metered, 0)
  const lighting = energy.use === 'lighting' || power.use === 'lighting'
  if (!lighting || base <= 0 || base - metered <= IMPLAUSIBLE * base) return []
  const percent = (100 * (base - metered)) / base
  return [{ code: 'implausible-saving', message: { code: 'implausible', values: { point: energy.id, percent, most: 100 * IMPLAUSIBLE } } }]
}

function standIns({ load }: Task, months: readonly Claimed[]): SavingFinding[] {
  const rated = months.filter((m) => m.claim.power.source === 'rated')
  if (rated.length === 0) return []
  return [
    {
      code: 'rated-power',
      message: { code: 'rated-stands-in', values: { point: load.power, watts: load.rated ?? 0, months: listed(rated) } },
    },
  ]
}

function neverRan({ load }: Task, months: readonly Claimed[]): SavingFinding[] {
  if (months.length === 0 || months.some((m) => m.claim.metered !== 0)) return []
  const kWh = months.reduce((sum, m) => sum + m.claim.counterfactual, 0) / MWH_PER_KWH
  return [{ code: 'never-ran', message: { code: 'counted-nothing', values: { point: load.energy, months: listed(months), kWh } } }]
}

/** A register that began anew lost what was used in between: what is not counted looks like saved. */
const TOLD: ReadonlySet<FindingCode> = new Set(['counter-reset', 'counter-replaced', 'meter-swapped'])

function ofMeter({ load }: Task, months: readonly Claimed[]): SavingFinding[] {
  const codes = [...TOLD].filter((code) => months.some((m) => (m.findings & findingBit(code)) !== 0))
  return codes.map((finding) => {
    const where = months.filter((m) => (m.findings & findingBit(finding)) !== 0)
    return { code: 'meter-finding', message: { code: 'meter-found', values: { point: load.energy, finding, months: listed(where) } } }
  })
}

function interval({ load }: Task, months: readonly Claimed[], classStated: boolean): SavingFinding[] {
  const [unsure] = months.flatMap((m) => m.claim.unsure ?? [])
  if (unsure !== undefined) return [{ code: 'no-interval', message: unsure }]
  if (months.length === 0 || classStated) return []
  return [{ code: 'interval-partial', message: { code: 'class-not-stated', values: { point: load.energy } } }]
}

/** Of one load over all its months. */
export function loadFindings(task: Task, months: readonly SavingMonth[], classStated: boolean): SavingFinding[] {
  const claimed = months.filter(isClaimed)
  return [
    ...refused(months),
    ...implausible(task, claimed),
    ...standIns(task, claimed),
    ...neverRan(task, claimed),
    ...ofMeter(task, claimed),
    ...interval(task, claimed, classStated),
  ]
}

/** Of a measure as a whole. */
export function measureFindings(frame: Frame, measure: Measure, loads: readonly SavingLoad[]): SavingFinding[] {
  const months = loads.flatMap((l) => l.months).filter(isClaimed)
  if (months.length === 0) return []
  const years = [...new Set(months.map((m) => Number(m.month.slice(0, 4))))].sort((a, b) => a - b)
  const { calendar } = frame
  const unknown = years.filter((year) => !calendar.knows(year)).join(', ')
  const found: SavingFinding[] = []
  if (unknown !== '' && calendar.id === null)
    found.push({ code: 'calendar-unknown', message: { code: 'no-calendar', values: { years: unknown } } })
  if (unknown !== '' && calendar.id !== null)
    found.push({ code: 'calendar-unknown', message: { code: 'years-unknown', values: { years: unknown, calendar: calendar.id } } })
  if (measure.baseline.kind === 'schedule' && months.some((m) => m.claim.uncertain.length > 0))
    found.push({ code: 'interval-partial', message: { code: 'schedule-exact', values: {} } })
  return found
}
