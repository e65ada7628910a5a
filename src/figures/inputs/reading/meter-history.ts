/** What buckets around a period say about its meters: how much a silent one used to count, and what interpolation assigned at the ends of the period. */

import { arithmeticOf, basePerUnit, type Bucket, coveredMs, DAY, type Instant, type Point, type Span, span } from '../../../domain/index.ts'
import { groupBy } from '../../../kernel/index.ts'
import type { Buckets } from '../../../ports/index.ts'
import type { FigureInputs } from '../figure-inputs.ts'

type Store = Pick<Buckets, 'read'>

/** How far back a silent meter is looked for. */
const PAST = 731 * DAY

interface PeriodMeters {
  readonly period: FigureInputs['period']
  /** Points with a role. */
  readonly points: readonly Point[]
  readonly slice: FigureInputs['month']
}

const registersOf = ({ points }: PeriodMeters): Point[] => points.filter((p) => arithmeticOf(p.kind) === 'register')

/** Mean amount of a millisecond in the two years before the period, canonical unit, of registers that counted nothing in it. */
export async function readPastRates(buckets: Store, meters: PeriodMeters): Promise<ReadonlyMap<string, number>> {
  const { period, slice } = meters
  const counted = (p: Point): boolean => period.months.some((m) => (slice(p.id, m.span.from)?.total ?? 0) !== 0)
  const silent = new Map(registersOf(meters).flatMap((p) => (counted(p) ? [] : [[p.id, p] as const])))
  if (silent.size === 0) return new Map()
  const before = span(period.span.from - PAST, period.span.from)
  const found = groupBy(await buckets.read({ step: '1M', span: before, points: [...silent.keys()] }), (b) => b.point)
  return new Map(
    [...found].flatMap(([id, months]) => {
      const time = months.reduce((total, b) => total + coveredMs(b), 0)
      const point = silent.get(id)
      const amount = months.reduce((total, b) => total + b.total, 0)
      return point === undefined || time === 0 || amount === 0 ? [] : [[id, amount / basePerUnit(point.quantity) / time] as const]
    }),
  )
}

/** Days up to and with the one in which a reading follows the one at `last`. */
function daysUntilReading(days: readonly Bucket[], last: Instant): readonly Bucket[] {
  const end = days.findIndex((b) => b.edge !== null && b.edge.time > last)
  return end < 0 ? days : days.slice(0, end + 1)
}

/** Amount of a day that a gap lies over; of a day that is bridged in part, that part of it. */
const bridgedAmount = (b: Bucket): number => (b.total * b.bridged) / Math.max(1, coveredMs(b))

/** The last reading before an end of the period when a gap lies across that end; null when none does: a reading at the very end splits nothing. */
function gapStart(before: Bucket | undefined, end: Instant): Instant | null {
  const last = before?.end === end && before.bridged > 0 ? before.edge : null
  return last !== null && last.time < end ? last.time : null
}

/** Days of a register in gaps across the ends of the period, each once. `days` begin before it. */
function assignedDays(days: readonly Bucket[], { from, to }: Span): Bucket[] {
  const within = days.filter((b) => b.start >= from)
  const [before, lastRead] = [
    gapStart(
      days.find((b) => b.end === from),
      from,
    ),
    gapStart(within.at(-1), to),
  ]
  const first = before === null ? [] : daysUntilReading(within, before)
  const last = lastRead === null ? [] : within.filter((b) => b.end > lastRead)
  return [...new Set([...first, ...last])]
}

/**
 * By point and start of a slice: the share of its amount, 0..1, that interpolation over a gap across an end of the period assigned to it. The total
 * over the gap is known, not what of it belongs to the period.
 */
export async function readInterpolated(buckets: Store, meters: PeriodMeters): Promise<ReadonlyMap<string, number>> {
  const { period, slice } = meters
  const ends = [period.months[0], period.months.at(-1)].filter((m) => m !== undefined)
  const bridged = registersOf(meters).filter((p) => ends.some((m) => (slice(p.id, m.span.from)?.bridged ?? 0) > 0))
  if (bridged.length === 0) return new Map()
  // Two days: the day before may have 25 hours.
  const around = span(period.span.from - 2 * DAY, period.span.to)
  const days = groupBy(await buckets.read({ step: '1d', span: around, points: bridged.map((p) => p.id) }), (b) => b.point)
  return new Map(
    [...days].flatMap(([id, list]) => {
      const assigned = assignedDays(list, period.span)
      return period.months.flatMap(({ span: within }) => {
        const own = assigned.filter((b) => b.start >= within.from && b.end <= within.to)
        const total = slice(id, within.from)?.total ?? 0
        const part = own.reduce((sum, b) => sum + bridgedAmount(b), 0)
        return total === 0 || part === 0 ? [] : [[keyOf(id, within.from), Math.min(1, part / total)] as const]
      })
    }),
  )
}

export const keyOf = (point: string, start: Instant): string => `${start} ${point}`
