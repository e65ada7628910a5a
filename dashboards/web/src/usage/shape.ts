/** The shape of a year of hours: an average week, the days, the base load and the peak. Hours that are hardly measured take no part. */

import type { Course } from './typical.ts'
import { quantile } from './typical.ts'
import { wallClock } from './wall-clock.ts'

export interface Peak {
  readonly value: number
  readonly time: string
}

export interface Shape {
  /** Mean amount of an hour by weekday, Monday first, and hour; null where no hour is known. */
  readonly week: readonly (readonly (number | null)[])[]
  /** Local days with their amount and the measured share of their hours. */
  readonly days: readonly { readonly day: string; readonly value: number; readonly measured: number }[]
  /** Amount of an hour that is exceeded nine tenths of the time; null with less than a week of hours. */
  readonly base: number | null
  readonly peak: Peak | null
  /** Mean of an hour / greatest hour, 0 to 1. */
  readonly loadFactor: number | null
}

const ENOUGH = 0.95
const LEAST_HOURS = 168

function meansByWeek(hours: readonly { weekday: number; hour: number; value: number }[]): (number | null)[][] {
  const sums = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => ({ sum: 0, n: 0 })))
  for (const { weekday, hour, value } of hours) {
    const cell = sums[weekday]?.[hour]
    if (cell !== undefined) {
      cell.sum += value
      cell.n++
    }
  }
  return sums.map((row) => row.map(({ sum, n }) => (n === 0 ? null : sum / n)))
}

export function shapeOf({ edges, values, measured }: Course, zone: string): Shape {
  const clock = wallClock(zone)
  const days = new Map<string, { value: number; measured: number; hours: number }>()
  const whole: { weekday: number; hour: number; value: number; time: string }[] = []
  for (const [i, value] of values.entries()) {
    const time = edges[i] ?? ''
    const { day, weekday, hour } = clock(Date.parse(time))
    const share = measured[i] ?? 0
    const sum = days.get(day) ?? { value: 0, measured: 0, hours: 0 }
    days.set(day, { value: sum.value + (value ?? 0), measured: sum.measured + share, hours: sum.hours + (value === null ? 0 : 1) })
    if (value !== null && share >= ENOUGH) whole.push({ weekday, hour, value, time })
  }
  const sorted = whole.map((h) => h.value).sort((a, b) => a - b)
  const peak = whole.reduce<Peak | null>(
    (most, h) => (most === null || h.value > most.value ? { value: h.value, time: h.time } : most),
    null,
  )
  const mean = sorted.reduce((a, b) => a + b, 0) / Math.max(1, sorted.length)
  return {
    week: meansByWeek(whole),
    days: [...days].filter(([, d]) => d.hours > 0).map(([day, d]) => ({ day, value: d.value, measured: d.measured / 24 })),
    base: sorted.length < LEAST_HOURS ? null : quantile(sorted, 0.1),
    peak,
    loadFactor: peak === null || peak.value <= 0 ? null : mean / peak.value,
  }
}
