/** Columns of a chart: spans that are only partly measured apart from whole ones, and another day beside. */

import { clock, day, moment, month } from '../format.ts'

export interface ChartPoint {
  readonly time: string
  /** End of the span; absent: one step on. */
  readonly end?: string
  readonly value: number | null
  readonly coverage: number
  /** The span is not over yet: its amount still grows. */
  readonly open?: boolean
}

/** Below this a span does not count as whole. */
const WHOLE = 0.999

type Column = (number | null)[]

export function isPartial({ value, coverage, open = false }: ChartPoint): boolean {
  return value !== null && (open || coverage < WHOLE)
}

export interface ColumnsOptions {
  readonly factor: number
  /** Bars stand alone; a line joins on to its neighbours. */
  readonly joined: boolean
}

/** Seconds, values that are whole, and values that are not; of a line with their neighbours, so that the dashes join on. */
export function columnsOf(values: readonly ChartPoint[], { factor, joined }: ColumnsOptions): [number[], Column, Column] {
  const partial = values.map(isPartial)
  const shown = (v: ChartPoint): number | null => (v.value === null ? null : v.value * factor)
  const near = (i: number): boolean => partial[i] === true || (joined && (partial[i - 1] === true || partial[i + 1] === true))
  return [
    values.map((v) => Date.parse(v.time) / 1000),
    values.map((v, i) => (partial[i] ? null : shown(v))),
    values.map((v, i) => (near(i) ? shown(v) : null)),
  ]
}

/** Another day's values at the same local times; on a day of 23 or 25 hours the hour that is not there stays empty. */
export function alignedTo(values: readonly ChartPoint[], other: readonly ChartPoint[], zone: string): Column {
  const byTime = new Map<string, number | null>()
  for (const v of other) {
    const at = clock(new Date(v.time), zone)
    if (!byTime.has(at)) byTime.set(at, v.value)
  }
  return values.map((v) => byTime.get(clock(new Date(v.time), zone)) ?? null)
}

/** The last end, seconds: the right edge of the drawing. */
export function endOf(values: readonly ChartPoint[]): number {
  const [a, b] = values.slice(-2).map((v) => Date.parse(v.time))
  const last = values.at(-1)
  if (last?.end !== undefined) return Date.parse(last.end) / 1000
  return a === undefined ? 0 : b === undefined ? a / 1000 : (2 * b - a) / 1000
}

/** A month, a day, or the time a shorter span begins. */
export function spanName({ time, end }: ChartPoint, zone: string): string {
  const at = new Date(time)
  const hours = end === undefined ? 0 : (Date.parse(end) - at.getTime()) / 3_600_000
  if (hours > 27 * 24) return month(at, zone)
  return hours > 20 ? day(at, zone) : moment(time, zone)
}
