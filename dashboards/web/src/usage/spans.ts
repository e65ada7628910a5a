/** Spans of a read model as they are named, and values of another range beside them. */

import { alignedTo, type ChartPoint } from '../charts/chart-data.ts'
import { clock, day, dayOfMonth, moment, month } from '../text/format.ts'
import type { Course } from './typical.ts'

export type SpanStep = '15m' | '1h' | '1d' | '1M'

export const HOURS_OF: Readonly<Record<SpanStep, number>> = { '15m': 0.25, '1h': 1, '1d': 24, '1M': 720 }

/** As it stands below an axis. */
export function tickText(edge: string, step: SpanStep, zone: string): string {
  const at = new Date(edge)
  if (step === '1M') return month(at, zone)
  if (step === '1d') return dayOfMonth(at, zone)
  const time = clock(at, zone)
  return time === '00:00' ? dayOfMonth(at, zone) : time
}

/** As a sentence names it. */
export function spanText(edge: string, step: SpanStep, zone: string): string {
  if (step === '1M') return month(new Date(edge), zone)
  return step === '1d' ? day(new Date(edge), zone) : moment(edge, zone)
}

export function chartPoints({ edges, values, measured }: Course): readonly ChartPoint[] {
  return values.map((value, i) => ({ time: edges[i] ?? '', end: edges[i + 1] ?? '', value, coverage: measured[i] ?? 0 }))
}

/** Values of another range at the same local times after its start. */
export function besideOf(shown: Course, other: Course, zone: string): readonly (number | null)[] {
  return alignedTo(chartPoints(shown), chartPoints(other), zone)
}

/** A span that has just begun says nothing about its rate yet. */
const LEAST_PASSED = 0.2

/** Rates of spans from their amounts: of the span that runs now by the part that has passed. */
export function ratesOf({ edges, values }: Pick<Course, 'edges' | 'values'>, step: SpanStep, nowMs: number): (number | null)[] {
  return values.map((value, i) => {
    const [from, to] = [Date.parse(edges[i] ?? ''), Date.parse(edges[i + 1] ?? '')]
    const passed = Math.min(1, (nowMs - from) / (to - from))
    return value === null || passed < LEAST_PASSED ? null : value / (HOURS_OF[step] * passed)
  })
}
