/** The local day of an instant, looked up for every hour of every load. */

import { DAY, type Instant, offsetAt } from '../../domain/index.ts'

/** Days since 1970 by the local clock. */
export type LocalDayOf = (at: number) => number

/** Loads have hours in common: each hour is computed once. */
export function localDayOf(zone: string): LocalDayOf {
  const known = new Map<number, number>()
  return (at) => {
    const found = known.get(at)
    if (found !== undefined) return found
    const day = Math.floor((at + offsetAt(zone, at as Instant)) / DAY)
    known.set(at, day)
    return day
  }
}
