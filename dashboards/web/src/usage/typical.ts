/** What is typical: the middle of the same weekdays and times of the weeks before. */

import { wallClock } from './wall-clock.ts'

export interface Course {
  readonly edges: readonly string[]
  readonly values: readonly (number | null)[]
  readonly measured: readonly number[]
}

export interface Typical {
  readonly low: readonly (number | null)[]
  readonly middle: readonly (number | null)[]
  readonly high: readonly (number | null)[]
}

/** Weeks of the past that are typical. */
export const TYPICAL_WEEKS = 8
/** Fewer values of a weekday and time say nothing about what is typical. */
const LEAST_VALUES = 4
/** A value with less measured time takes no part. */
const WHOLE = 0.95

/** Linear between the ranks of a sorted list. */
export function quantile(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(rank)] ?? Number.NaN, sorted[Math.ceil(rank)] ?? Number.NaN]
  return low + (high - low) * (rank - Math.floor(rank))
}

/** The middle 80 % of the past by weekday and time, for each span of the course; null where the past has too few whole values. */
export function typicalOf(course: Pick<Course, 'edges'>, past: Course, zone: string): Typical {
  const clock = wallClock(zone)
  const keyAt = (edge: string): string => {
    const { weekday, hour, minute } = clock(Date.parse(edge))
    return `${weekday} ${hour} ${minute}`
  }
  const slots = new Map<string, number[]>()
  for (const [i, value] of past.values.entries()) {
    if (value === null || (past.measured[i] ?? 0) < WHOLE) continue
    const key = keyAt(past.edges[i] ?? '')
    const slot = slots.get(key) ?? []
    slot.push(value)
    slots.set(key, slot)
  }
  for (const slot of slots.values()) slot.sort((a, b) => a - b)
  const at = (share: number): (number | null)[] =>
    course.edges.slice(0, -1).map((edge) => {
      const slot = slots.get(keyAt(edge)) ?? []
      return slot.length < LEAST_VALUES ? null : quantile(slot, share)
    })
  return { low: at(0.1), middle: at(0.5), high: at(0.9) }
}

/** Sum of what is typical up to an instant, in proportion in the span that it cuts; null where a span before it has no typical value. */
export function typicalSum({ edges }: Pick<Course, 'edges'>, middle: readonly (number | null)[], until: number): number | null {
  let sum = 0
  for (const [i, value] of middle.entries()) {
    const [from, to] = [Date.parse(edges[i] ?? ''), Date.parse(edges[i + 1] ?? '')]
    if (from >= until) break
    if (value === null) return null
    sum += value * Math.min(1, (until - from) / (to - from))
  }
  return sum
}
