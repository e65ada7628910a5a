/** Columns of a chart: partly measured spans apart from whole ones, and a compared span beside. */

import { daysBetween } from '../address/days.ts'
import { clock, day, moment, month } from '../text/format.ts'
import { localDay } from '../text/report-format.ts'

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
const DAY_MS = 86_400_000

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
  const scaled = (v: ChartPoint): number | null => (v.value === null ? null : v.value * factor)
  const near = (i: number): boolean => partial[i] === true || (joined && (partial[i - 1] === true || partial[i + 1] === true))
  return [
    values.map((v) => Date.parse(v.time) / 1000),
    values.map((v, i) => (partial[i] ? null : scaled(v))),
    values.map((v, i) => (near(i) ? scaled(v) : null)),
  ]
}

/** Days after the first one and the local time; months by their number, for they differ in length. */
function positions(values: readonly ChartPoint[], zone: string): readonly string[] {
  const [first, second] = values
  if (first === undefined) return []
  if (second !== undefined && Date.parse(second.time) - Date.parse(first.time) > 27 * DAY_MS) return values.map((_, i) => String(i))
  const firstDay = localDay(new Date(first.time), zone)
  return values.map(({ time }) => {
    const at = new Date(time)
    return `${daysBetween(firstDay, localDay(at, zone))} ${clock(at, zone)}`
  })
}

/** The values of another span at the same local times; on a day of 23 or 25 hours the hour that is not there stays empty. */
export function alignedTo(values: readonly ChartPoint[], other: readonly ChartPoint[], zone: string): Column {
  const byPosition = new Map<string, number | null>()
  for (const [i, position] of positions(other, zone).entries())
    if (!byPosition.has(position)) byPosition.set(position, other[i]?.value ?? null)
  return positions(values, zone).map((position) => byPosition.get(position) ?? null)
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
