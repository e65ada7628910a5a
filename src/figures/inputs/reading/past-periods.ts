/** Periods of the same form before one: what its figures used to be. */

import { type Bucket, periodBefore, periodSpan, periodsInYear, QUARTER, type Saving, type Span, span } from '../../../domain/index.ts'
import type { Buckets } from '../../../ports/index.ts'
import type { FigureInputs } from '../figure-inputs.ts'
import { changeDays, slicePeriod } from '../slices.ts'
import { pointsByQuarter, readQuarters } from './quarters.ts'
import { figurePoints, readByPoint, readSlices } from './slice-buckets.ts'

export interface PastSource {
  readonly buckets: Pick<Buckets, 'read'>
  /** Claims of a span; null when the campus file names no measure. */
  readonly savings: (within: Span) => Promise<readonly Saving[] | null>
}

/** Two years of changes from year to year need three years; of weeks and of spans of months a few will do. */
const YEARS = 3
const OTHERS = 8
/** Quarters of an hour and claims cost most: they are read of so many periods before, and about the year before, as three changes need. */
const FINE = 4
/** Quarter hours of a period, over all points, above which they are not read. */
const QUARTERS_MANY = 200_000

type Period = FigureInputs['period']

/** Names of the periods before one, the latest first. */
function namesBefore(period: string): string[] {
  const perYear = periodsInYear(period)
  const count = perYear === null ? OTHERS : perYear * YEARS
  const names: string[] = []
  for (let name = periodBefore(period); name !== null && names.length < count; name = periodBefore(name)) names.push(name)
  return names
}

/** Whether the period so many before the present one takes part in the comparison with the one before, or with the year before. */
function isFine(before: number, perYear: number | null): boolean {
  return before <= FINE || (perYear !== null && perYear > 1 && before >= perYear && before < perYear + FINE)
}

/** What is dear to read of one period. */
async function readFine({ buckets, savings }: PastSource, inputs: FigureInputs, period: Period): Promise<Partial<FigureInputs>> {
  const points = pointsByQuarter({ ...inputs, period }, null)
  const many = (points.length * (period.span.to - period.span.from)) / QUARTER > QUARTERS_MANY
  const quarters = await readQuarters(buckets, period, many ? [] : points)
  return { quarters: (point) => quarters.get(point) ?? null, savings: inputs.savings === null ? null : await savings(period.span) }
}

/** Days of the points that need them, by period. */
async function readDays({ buckets }: PastSource, { campus }: FigureInputs, periods: readonly Period[]) {
  const [newest, oldest] = [periods[0], periods.at(-1)]
  const within = newest === undefined || oldest === undefined ? null : span(oldest.span.from, newest.span.to)
  const days = within === null ? new Map<string, Bucket[]>() : await readByPoint(buckets, '1d', within, figurePoints(campus).daily)
  return (point: string, { span: { from, to } }: Period): Bucket[] => (days.get(point) ?? []).filter((b) => b.start >= from && b.start < to)
}

/** Quarters of an hour and claims of the periods that are compared; in the others figures that need them are missing. */
export async function readPastPeriods(source: PastSource, inputs: FigureInputs): Promise<FigureInputs[]> {
  const { campus, factors } = inputs
  const cuts = changeDays(campus, factors)
  const periods = namesBefore(inputs.period.id).flatMap((id) => {
    const span = periodSpan(campus.timezone, id, campus.fiscalStart)
    return span === null ? [] : [{ id, span, months: slicePeriod(campus.timezone, span, cuts) }]
  })
  const slices = periods.toReversed().flatMap((p) => p.months)
  const read = await readSlices(source.buckets, slices, figurePoints(campus).all)
  const byStart = new Map<string, ReadonlyMap<number, Bucket>>(
    [...read].map(([point, found]) => [point, new Map(found.map((b) => [b.start, b]))]),
  )
  const month: FigureInputs['month'] = (point, start) => byStart.get(point)?.get(start) ?? null
  const daysOf = await readDays(source, inputs, periods)
  const perYear = periodsInYear(inputs.period.id)
  const past: FigureInputs[] = []
  for (const [i, period] of periods.entries()) {
    const known = period.months.some(({ span: { from } }) => [...byStart.values()].some((buckets) => buckets.has(from)))
    past.push({
      ...inputs,
      period,
      month,
      pastRate: () => null,
      interpolated: () => 0,
      days: (point) => daysOf(point, period),
      between: () => null,
      quarters: () => null,
      savings: null,
      slicedSavings: new Map(),
      // One after the other: each reads quarter hours of all loads.
      ...(known && isFine(i + 1, perYear) ? await readFine(source, inputs, period) : {}),
    })
  }
  return past
}
