/** Flow at night: the least hour between two and five o'clock. Water that runs when nobody draws it may be a leak. */

import { quantile, type Course } from '../../usage/typical.ts'
import { wallClock } from '../../usage/wall-clock.ts'

export const NIGHT_DAYS = 28
/** Local hours in which least is drawn. */
const FROM_HOUR = 2
const TO_HOUR = 5
const ENOUGH = 0.95

export interface NightFlow {
  /** Of each night, oldest first: amount of its least hour, null where none is measured. */
  readonly nights: readonly (number | null)[]
  /** Of the newest night. */
  readonly tonight: number | null
  /** Median of the nights before it; null with fewer than a week of them. */
  readonly usual: number | null
}

export function nightFlow({ edges, values, measured }: Course, zone: string): NightFlow {
  const clock = wallClock(zone)
  const byDay = new Map<string, number | null>()
  for (const [i, value] of values.entries()) {
    const { day, hour } = clock(Date.parse(edges[i] ?? ''))
    if (hour < FROM_HOUR || hour >= TO_HOUR) continue
    const least = byDay.get(day) ?? null
    const known = value !== null && (measured[i] ?? 0) >= ENOUGH ? value : null
    byDay.set(day, known === null ? least : least === null ? known : Math.min(least, known))
  }
  const nights = [...byDay.values()].slice(-NIGHT_DAYS)
  const before = nights.slice(0, -1).filter((v) => v !== null)
  const sorted = [...before].sort((a, b) => a - b)
  return { nights, tonight: nights.at(-1) ?? null, usual: sorted.length < 7 ? null : quantile(sorted, 0.5) }
}
