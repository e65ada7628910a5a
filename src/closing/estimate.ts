/** Amounts that stand in for what a meter did not count: by its own mean, by its like days, or by a sister meter. Pure. */

import { type Bucket, type Calendar, coveredMs, DAY, type Instant, instant, iso, localDate, QUARTER, type Span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'

/** How far back an estimate looks for what is usual. */
export const LOOKBACK = 56 * DAY
/** Fewer quarter hours than these (three days) are no habit. */
const LEAST_QUARTERS = 3 * 96
/** Fewer like days are chance. */
const LEAST_DAYS = 3

export interface EstimateInputs {
  readonly span: Span
  readonly zone: string
  readonly calendar: Pick<Calendar, 'typeOf'>
  /** Quarter hours of the meter before the span, and within it. */
  readonly own: readonly Bucket[]
  /** The same of the meter that stands in; empty without one. */
  readonly sister: readonly Bucket[]
}

export type Estimated = { readonly amounts: readonly number[] } | { readonly fault: string }

const isWhole = (b: Bucket): boolean => coveredMs(b) - b.estimated >= b.end - b.start
const mean = (amounts: readonly number[]): number => amounts.reduce((sum, a) => sum + a, 0) / amounts.length

function startsOf({ from, to }: Span): readonly number[] {
  return Array.from({ length: Math.round((to - from) / QUARTER) }, (_, i) => from + i * QUARTER)
}

/** Measured quarter hours before the span. */
const before = (buckets: readonly Bucket[], { from }: Span): readonly Bucket[] => buckets.filter((b) => b.start < from && isWhole(b))

export function estimateFlat({ span, own }: EstimateInputs): Estimated {
  const usual = before(own, span)
  if (usual.length < LEAST_QUARTERS) return { fault: tooLittle(usual.length) }
  return { amounts: spread(startsOf(span).map(() => mean(usual.map((b) => b.total)))) }
}

/** Of each quarter hour the mean of the same local time on days of the same type. */
export function estimateLikeDays({ span, zone, calendar, own }: EstimateInputs): Estimated {
  const slotOf = slotter(zone, calendar)
  const slots = groupBy(before(own, span), (b) => slotOf(b.start))
  const amounts = startsOf(span).map((start) => {
    const like = slots.get(slotOf(start as Instant)) ?? []
    return like.length < LEAST_DAYS ? null : mean(like.map((b) => b.total))
  })
  const missing = amounts.findIndex((a) => a === null)
  if (missing < 0) return { amounts: spread(amounts.map((a) => a ?? 0)) }
  const day = localDate(zone, (span.from + missing * QUARTER) as Instant)
  return { fault: `${day} is a ${calendar.typeOf(day)}: the 56 days before have fewer than ${LEAST_DAYS} such days that are measured` }
}

/** What the sister counted, times the share that the meter had of it before. */
export function estimateBySister({ span, own, sister }: EstimateInputs): Estimated {
  const ours = new Map(before(own, span).map((b) => [b.start, b.total]))
  const common = before(sister, span).filter((b) => ours.has(b.start))
  if (common.length < LEAST_QUARTERS) return { fault: tooLittle(common.length) }
  const theirs = common.reduce((sum, b) => sum + b.total, 0)
  if (theirs === 0) return { fault: 'the meter that stands in counted nothing before the span' }
  const share = common.reduce((sum, b) => sum + (ours.get(b.start) ?? 0), 0) / theirs
  const within = new Map(sister.filter((b) => isWhole(b)).map((b) => [Number(b.start), b.total]))
  const starts = startsOf(span)
  const gap = starts.find((start) => !within.has(start))
  if (gap !== undefined) return { fault: `the meter that stands in is not measured at ${iso(instant(gap))}` }
  return { amounts: spread(starts.map((start) => share * (within.get(start) ?? 0))) }
}

const tooLittle = (quarters: number): string => `the 56 days before hold ${(quarters / 96).toFixed(1)} measured days, at least 3 are needed`

/** Local time of day and day type of a quarter hour. */
function slotter(zone: string, calendar: EstimateInputs['calendar']): (start: Instant) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (start) => `${calendar.typeOf(localDate(zone, start))} ${format.format(start)}`
}

/** Whole base units whose sums are the rounded sums: the remainder of each goes to the next. */
function spread(amounts: readonly number[]): number[] {
  let exact = 0
  let given = 0
  return amounts.map((amount) => {
    exact += amount
    const whole = Math.round(exact) - given
    given += whole
    return whole
  })
}
