/** What is remarkable about claims: said beside the number, never in place of it. */

import { type Measure, MWH_PER_KWH, type SavingFinding, type SavingLoad, type SavingMonth } from '../domain/index.ts'
import type { Frame, Task } from './plan.ts'

/** More than this share of a lighting baseline is beyond what controls are known to save (combined controls: 38 %). */
const IMPLAUSIBLE = 0.6

type Claimed = SavingMonth & { readonly claim: NonNullable<SavingMonth['claim']> }

const isClaimed = (m: SavingMonth): m is Claimed => m.claim !== null
const listed = (months: readonly SavingMonth[]): string => months.map((m) => m.month).join(', ')

function refused(months: readonly SavingMonth[]): SavingFinding[] {
  const left = months.filter((m) => !isClaimed(m))
  const [first] = left
  if (first === undefined) return []
  const others = left.length > 1 ? `; nor for ${listed(left.slice(1))}` : ''
  return [{ code: 'insufficient-data', sentence: `nothing is claimed for ${first.month}: ${first.reason ?? ''}${others}` }]
}

function implausible({ energy, power }: Task, months: readonly Claimed[]): SavingFinding[] {
  const base = months.reduce((sum, m) => sum + m.claim.counterfactual, 0)
  const metered = months.reduce((sum, m) => sum + m.claim.metered, 0)
  const lighting = energy.use === 'lighting' || power.use === 'lighting'
  if (!lighting || base <= 0 || base - metered <= IMPLAUSIBLE * base) return []
  const share = (100 * (base - metered)) / base
  const sentence = `${energy.id}: ${share.toFixed(1)} % of the lighting baseline is claimed; more than 60 % is seldom true, so look at the baseline and the load`
  return [{ code: 'implausible-saving', sentence }]
}

function standIns({ load }: Task, months: readonly Claimed[]): SavingFinding[] {
  const rated = months.filter((m) => m.claim.power.source === 'rated')
  if (rated.length === 0) return []
  const sentence = `${load.power}: no hour at full output was found, the rated power of ${load.rated ?? 0} W stands in for ${listed(rated)}`
  return [{ code: 'rated-power', sentence }]
}

function neverRan({ load }: Task, months: readonly Claimed[]): SavingFinding[] {
  if (months.length === 0 || months.some((m) => m.claim.metered !== 0)) return []
  const kWh = months.reduce((sum, m) => sum + m.claim.counterfactual, 0) / MWH_PER_KWH
  const sentence = `${load.energy} counted nothing in ${listed(months)}: its whole baseline of ${kWh.toFixed(1)} kWh is claimed, so see that it is still in use`
  return [{ code: 'never-ran', sentence }]
}

function interval({ load }: Task, months: readonly Claimed[], classStated: boolean): SavingFinding[] {
  const unsure = months.find((m) => m.claim.unsure !== null)
  if (unsure !== undefined) return [{ code: 'no-interval', sentence: unsure.claim.unsure ?? '' }]
  if (months.length === 0 || classStated) return []
  return [{ code: 'interval-partial', sentence: `no accuracy_class of ${load.energy} is stated: the interval leaves its meter out` }]
}

/** Of one load over all its months. */
export function loadFindings(task: Task, months: readonly SavingMonth[], classStated: boolean): SavingFinding[] {
  const claimed = months.filter(isClaimed)
  return [
    ...refused(months),
    ...implausible(task, claimed),
    ...standIns(task, claimed),
    ...neverRan(task, claimed),
    ...interval(task, claimed, classStated),
  ]
}

/** Of a measure as a whole. */
export function measureFindings(frame: Frame, measure: Measure, loads: readonly SavingLoad[]): SavingFinding[] {
  const months = loads.flatMap((l) => l.months).filter(isClaimed)
  if (months.length === 0) return []
  const years = [...new Set(months.map((m) => Number(m.month.slice(0, 4))))].sort((a, b) => a - b)
  const { calendar } = frame
  const unknown = years.filter((year) => !calendar.knows(year))
  const name =
    calendar.id === null ? 'no calendar is chosen (campus.calendar)' : `the calendar "${calendar.id}" does not know them (calendars)`
  const found: SavingFinding[] = []
  if (unknown.length > 0)
    found.push({ code: 'calendar-unknown', sentence: `holidays of ${unknown.join(', ')} are counted as plain days: ${name}` })
  if (measure.baseline.kind === 'schedule' && months.some((m) => m.claim.uncertain.length > 0))
    found.push({ code: 'interval-partial', sentence: 'a stated schedule has no scatter: the interval covers meter and power only' })
  return found
}
