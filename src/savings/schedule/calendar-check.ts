/** Days that the calendar takes for workdays and on which a measure used what it uses on days off: a holiday that the calendar does not know. */

import { type Bucket, type Calendar, coveredMs, localDate } from '../../domain/index.ts'
import { median } from './on-power.ts'

/** Days of each kind that a comparison needs. */
const FEWEST_DAYS = 4
/** Days off use less than this share of a workday, else they tell nothing. */
const DISTINCT = 0.75
/** A workday this near to a day off, of the way to a workday, is none. */
const NEAR = 0.3
/** Known share of a day that is compared. */
const KNOWN = 0.9

/** Use of the loads together, by local date; days that one of the meters does not know are left out. */
export function dailyUse(days: ReadonlyMap<string, readonly Bucket[]>, zone: string): ReadonlyMap<string, number> {
  const sums = new Map<string, { total: number; loads: number }>()
  for (const list of days.values())
    for (const day of list) {
      if (coveredMs(day) < KNOWN * (day.end - day.start)) continue
      const date = localDate(zone, day.start)
      const { total, loads } = sums.get(date) ?? { total: 0, loads: 0 }
      sums.set(date, { total: total + day.total, loads: loads + 1 })
    }
  return new Map([...sums].flatMap(([date, { total, loads }]) => (loads === days.size ? [[date, total] as const] : [])))
}

/** Dates in order; none where days off and workdays hardly differ. */
export function suspectedHolidays(use: ReadonlyMap<string, number>, calendar: Calendar): readonly string[] {
  const of = (workday: boolean): [string, number][] => [...use].filter(([date]) => (calendar.typeOf(date) === 'workday') === workday)
  const [work, off] = [of(true), of(false)]
  if (work.length < FEWEST_DAYS || off.length < FEWEST_DAYS) return []
  const middle = (days: readonly [string, number][]): number => median(days.map(([, total]) => total).sort((a, b) => a - b))
  const [busy, quiet] = [middle(work), middle(off)]
  if (quiet >= DISTINCT * busy) return []
  return work
    .filter(([, total]) => total < quiet + NEAR * (busy - quiet))
    .map(([date]) => date)
    .sort()
}
