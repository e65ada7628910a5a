/** A written schedule held against the time before control, where there is any: hours at full output of each day type, measured and written. */

import {
  type Bucket,
  coveredMs,
  DAY,
  DAY_TYPES,
  type DayType,
  HOUR,
  localDate,
  type SavingFinding,
  SHARE_UNITS,
} from '../../domain/index.ts'
import { type BaselineError, dayError, type DayHours } from './day-scatter.ts'
import { deviation } from './on-power.ts'
import type { Task } from '../plan.ts'
import type { SavingsInputs } from '../savings-inputs.ts'

/** Time before control that is looked at. */
export const TIME_BEFORE = 56 * DAY
const KNOWN = 0.9
/** Fewer days of a type than this prove nothing. */
const FEWEST_DAYS = 4
/** A written schedule may differ from the measured hours by this share, or by three standard errors. */
const TOLERANCE = 0.05
const ERRORS = 3

export type HoursByType = Readonly<Record<DayType, number>>

/** Hours at full output of a day of each type as the schedule is written. */
export function writtenHours({ baseline }: Task['measure']): HoursByType {
  const hoursOf = (type: DayType): number =>
    baseline.kind === 'learned'
      ? 0
      : baseline.schedule[type].reduce((sum, w) => sum + (Math.round(w.share * SHARE_UNITS) / SHARE_UNITS) * (w.to - w.from), 0) / HOUR
  return { workday: hoursOf('workday'), weekend: hoursOf('weekend'), holiday: hoursOf('holiday') }
}

/** Hours at full output of each day of a type, from day buckets of the power. */
export function measuredDays(
  days: readonly Bucket[],
  full: number,
  { campus, calendar }: Pick<SavingsInputs, 'campus' | 'calendar'>,
): Readonly<Record<DayType, DayHours>> {
  const found = { workday: new Map<number, number>(), weekend: new Map<number, number>(), holiday: new Map<number, number>() }
  for (const day of days) {
    const covered = coveredMs(day)
    if (covered < KNOWN * (day.end - day.start)) continue
    const date = localDate(campus.timezone, day.start)
    found[calendar.typeOf(date)].set(Date.parse(`${date}T00:00:00Z`) / DAY, (day.total / covered / full) * ((day.end - day.start) / HOUR))
  }
  return found
}

export interface CheckedSchedule {
  readonly error: BaselineError
  readonly finding: SavingFinding | null
  /** Measured hours over written hours of all days, less 1. */
  readonly off: number
}

const meanOf = (hours: DayHours): number => [...hours.values()].reduce((sum, h) => sum + h, 0) / hours.size

/** Null where the time before control proves nothing: too few workdays, or too few days off. */
export function checkSchedule(
  point: string,
  written: HoursByType,
  days: Readonly<Record<DayType, DayHours>>,
  full: { readonly error: number; readonly group: string },
): CheckedSchedule | null {
  const by: Record<DayType, DayType> = {
    workday: 'workday',
    weekend: 'weekend',
    holiday: days.holiday.size >= FEWEST_DAYS ? 'holiday' : 'weekend',
  }
  if (days.workday.size < FEWEST_DAYS || days.weekend.size < FEWEST_DAYS) return null
  const errors = Object.fromEntries(
    DAY_TYPES.map((type) => {
      const own = days[by[type]]
      return [type, { ...(dayError(own, Math.abs(meanOf(own) - written[type])) ?? { shared: 0, own: 0 }), common: 0, of: by[type] }]
    }),
  ) as unknown as BaselineError['byType']
  const wrong = (['workday', 'weekend'] as const).find((type) => isContradicted(days[type], written[type]))
  return {
    error: { byType: errors, full: full.error, group: full.group },
    finding: wrong === undefined ? null : contradiction(point, wrong, { measured: meanOf(days[wrong]), written: written[wrong] }),
    off: offBy(written, days),
  }
}

function isContradicted(hours: DayHours, written: number): boolean {
  const error = (deviation([...hours.values()]) ?? 0) / Math.sqrt(hours.size)
  return Math.abs(meanOf(hours) - written) > Math.max(TOLERANCE * Math.max(written, 1), ERRORS * error)
}

/** Over a week of five workdays. */
function offBy(written: HoursByType, days: Readonly<Record<DayType, DayHours>>): number {
  const week = (workday: number, weekend: number): number => 5 * workday + 2 * weekend
  const expected = week(written.workday, written.weekend)
  return expected === 0 ? 0 : week(meanOf(days.workday), meanOf(days.weekend)) / expected - 1
}

function contradiction(point: string, type: DayType, hours: { readonly measured: number; readonly written: number }): SavingFinding {
  return { code: 'baseline-contradicted', message: { code: 'contradicted', values: { point, type, ...hours } } }
}

/** Loads that must be checked before their spread stands for others. */
const FEWEST_LOADS = 3

/** Root mean square of how far checked loads are off; null for fewer than three. */
export function spreadOf(checked: readonly CheckedSchedule[]): number | null {
  if (checked.length < FEWEST_LOADS) return null
  return Math.sqrt(checked.reduce((sum, c) => sum + c.off ** 2, 0) / checked.length)
}

/** The error of a schedule that only other loads of the measure tell. */
export function spreadError(written: HoursByType, spread: number, group: string): BaselineError {
  const of = (type: DayType) => ({ shared: spread * written[type], own: 0, common: 0, of: 'workday' as const })
  return { byType: { workday: of('workday'), weekend: of('weekend'), holiday: of('holiday') }, full: 0, group }
}
