/** Findings of claims, as data: they stand beside the number and never replace it. */

import { findingBit, type FindingCode, MWH_PER_KWH, type SavingFinding, type SavingLoad, type SavingMonth } from '../../domain/index.ts'
import type { Frame, Task } from '../plan.ts'
import { suspectedHolidays } from './calendar-check.ts'

/** More than this share of a lighting baseline is beyond what controls save in practice (combined controls: 38 %). */
const IMPLAUSIBLE = 0.6

type ClaimedSavingMonth = SavingMonth & { readonly claim: NonNullable<SavingMonth['claim']> }

const isClaimed = (m: SavingMonth): m is ClaimedSavingMonth => m.claim !== null
const listMonths = (months: readonly Pick<SavingMonth, 'month'>[]): string => months.map((m) => m.month).join(', ')

function findRefusals(months: readonly SavingMonth[]): SavingFinding[] {
  const [first, ...others] = months.flatMap(({ month, reason }) => (reason === null ? [] : [{ month, reason }]))
  if (first === undefined) return []
  if (others.length === 0) return [{ code: 'insufficient-data', message: { code: 'not-claimed', values: first } }]
  return [{ code: 'insufficient-data', message: { code: 'not-claimed-more', values: { ...first, others: listMonths(others) } } }]
}

function findImplausible({ energy, power }: Task, months: readonly ClaimedSavingMonth[]): SavingFinding[] {
  const base = months.reduce((sum, m) => sum + m.claim.counterfactual, 0)
  const metered = months.reduce((sum, m) => sum + m.claim.metered, 0)
  const lighting = energy.use === 'lighting' || power.use === 'lighting'
  if (!lighting || base <= 0 || base - metered <= IMPLAUSIBLE * base) return []
  const percent = (100 * (base - metered)) / base
  return [{ code: 'implausible-saving', message: { code: 'implausible', values: { point: energy.id, percent, most: 100 * IMPLAUSIBLE } } }]
}

function findRatedPower({ load }: Task, months: readonly ClaimedSavingMonth[]): SavingFinding[] {
  const rated = months.filter((m) => m.claim.power.source === 'rated')
  if (rated.length === 0) return []
  return [
    {
      code: 'rated-power',
      message: { code: 'rated-stands-in', values: { point: load.power, watts: load.rated ?? 0, months: listMonths(rated) } },
    },
  ]
}

/** What fails or is replaced is no saving of control: each part is claimed at its own power. */
function findSteps({ load }: Task, months: readonly ClaimedSavingMonth[]): SavingFinding[] {
  return months.flatMap(({ step }) =>
    step === null ? [] : [{ code: 'on-power-step', message: { code: 'power-stepped', values: { point: load.power, ...step } } }],
  )
}

/** Fewer than this share of the running hours at full output: the power at full output rests on few of them. */
const SELDOM = 0.1

function findSeldomFull({ load }: Task, months: readonly ClaimedSavingMonth[]): SavingFinding[] {
  const seldom = months.filter(({ claim: { power } }) => power.source === 'measured' && power.hours < SELDOM * power.running)
  const [first] = seldom
  if (first === undefined) return []
  const { hours, running, watts } = first.claim.power
  const values = { point: load.power, hours, running, watts, months: listMonths(seldom) }
  return [{ code: 'rare-full-output', message: { code: 'seldom-full', values } }]
}

function findIdleLoads({ load }: Task, months: readonly ClaimedSavingMonth[]): SavingFinding[] {
  if (months.length === 0 || months.some((m) => m.claim.metered !== 0)) return []
  const kWh = months.reduce((sum, m) => sum + m.claim.counterfactual, 0) / MWH_PER_KWH
  return [{ code: 'never-ran', message: { code: 'counted-nothing', values: { point: load.energy, months: listMonths(months), kWh } } }]
}

/** A register that restarted lost what was used in between, which would appear as a saving. */
const REPORTED: ReadonlySet<FindingCode> = new Set(['counter-reset', 'counter-replaced', 'meter-swapped'])

function findMeterResets({ load }: Task, months: readonly ClaimedSavingMonth[]): SavingFinding[] {
  const codes = [...REPORTED].filter((code) => months.some((m) => (m.findings & findingBit(code)) !== 0))
  return codes.map((finding) => {
    const where = months.filter((m) => (m.findings & findingBit(finding)) !== 0)
    return { code: 'meter-finding', message: { code: 'meter-found', values: { point: load.energy, finding, months: listMonths(where) } } }
  })
}

function findMissingInterval({ load }: Task, months: readonly ClaimedSavingMonth[], classStated: boolean): SavingFinding[] {
  const [unsure] = months.flatMap((m) => m.claim.unsure ?? [])
  if (unsure !== undefined) return [{ code: 'no-interval', message: unsure }]
  if (months.length === 0 || classStated) return []
  return [{ code: 'interval-partial', message: { code: 'class-not-stated', values: { point: load.energy } } }]
}

export interface LoadContext {
  /** Whether the accuracy class of the meter is stated all the time. */
  readonly classStated: boolean
  /** What is remarkable about the baseline, or null. */
  readonly baseline: SavingFinding | null
}

/** Of one load over all its months. */
export function loadFindings(task: Task, months: readonly SavingMonth[], { classStated, baseline }: LoadContext): SavingFinding[] {
  const claimed = months.filter(isClaimed)
  return [
    ...findRefusals(months),
    ...(baseline === null || claimed.length === 0 ? [] : [baseline]),
    ...findImplausible(task, claimed),
    ...findRatedPower(task, claimed),
    ...findSteps(task, claimed),
    ...findSeldomFull(task, claimed),
    ...findIdleLoads(task, claimed),
    ...findMeterResets(task, claimed),
    ...findMissingInterval(task, claimed, classStated),
  ]
}

/** Of a measure as a whole. `use`: of its loads together, by local date. */
export function measureFindings(frame: Frame, loads: readonly SavingLoad[], use: ReadonlyMap<string, number>): SavingFinding[] {
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
  const dates = suspectedHolidays(use, calendar)
  if (dates.length > 0) found.push({ code: 'holiday-suspected', message: { code: 'like-a-day-off', values: { dates: dates.join(', ') } } })
  return found
}
