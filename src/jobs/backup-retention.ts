/** Which backups stay: the newest of each of so many days, ISO weeks and months that have one. Pure. */

import { DAY, type Instant, localDate } from '../domain/index.ts'

export interface Retention {
  readonly days: number
  readonly weeks: number
  readonly months: number
}

/** The Monday of the week of a date, in days since 1970. */
const weekOf = (date: string): string => {
  const day = Date.parse(date) / DAY
  return String(day - ((((day + 3) % 7) + 7) % 7))
}

const PERIODS: readonly { readonly of: keyof Retention; readonly nameOf: (date: string) => string }[] = [
  { of: 'days', nameOf: (date) => date },
  { of: 'weeks', nameOf: weekOf },
  { of: 'months', nameOf: (date) => date.slice(0, 7) },
]

/** Times of backups that are no longer wanted. The newest always stays. */
export function expiredBackups(times: readonly Instant[], keep: Retention, zone: string): readonly Instant[] {
  const newest = [...times].sort((a, b) => b - a)
  const kept = new Set<Instant>(newest.slice(0, 1))
  for (const { of, nameOf } of PERIODS) {
    const periods = new Map<string, Instant>()
    for (const at of newest) {
      const name = nameOf(localDate(zone, at))
      if (!periods.has(name)) periods.set(name, at)
    }
    for (const at of [...periods.values()].slice(0, keep[of])) kept.add(at)
  }
  return times.filter((at) => !kept.has(at))
}
