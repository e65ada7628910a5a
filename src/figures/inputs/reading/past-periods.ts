/** Periods of the same form before one, with amounts by the month alone: what its figures used to be. */

import { type Bucket, periodBefore, periodSpan, periodsInYear } from '../../../domain/index.ts'
import type { Buckets } from '../../../ports/index.ts'
import type { FigureInputs } from '../figure-inputs.ts'
import { changeDays, slicePeriod } from '../slices.ts'
import { figurePoints, readSlices } from './slice-buckets.ts'

/** Two years of changes from year to year need three years; of weeks and of spans of months a few will do. */
const YEARS = 3
const OTHERS = 8

/** Names of the periods before one, the latest first. */
function namesBefore(period: string): string[] {
  const perYear = periodsInYear(period)
  const count = perYear === null ? OTHERS : perYear * YEARS
  const names: string[] = []
  for (let name = periodBefore(period); name !== null && names.length < count; name = periodBefore(name)) names.push(name)
  return names
}

/** Days, quarters of an hour and claims are not read: figures that need them are missing in these inputs. */
export async function readPastPeriods(buckets: Pick<Buckets, 'read'>, inputs: FigureInputs): Promise<FigureInputs[]> {
  const { campus, factors } = inputs
  const cuts = changeDays(campus, factors)
  const periods = namesBefore(inputs.period.id).flatMap((id) => {
    const span = periodSpan(campus.timezone, id, campus.fiscalStart)
    return span === null ? [] : [{ id, span, months: slicePeriod(campus.timezone, span, cuts) }]
  })
  const slices = periods.toReversed().flatMap((p) => p.months)
  const read = await readSlices(buckets, slices, figurePoints(campus).all)
  const byStart = new Map<string, ReadonlyMap<number, Bucket>>(
    [...read].map(([point, found]) => [point, new Map(found.map((b) => [b.start, b]))]),
  )
  const month: FigureInputs['month'] = (point, start) => byStart.get(point)?.get(start) ?? null
  return periods.map((period) => ({
    ...inputs,
    period,
    month,
    pastRate: () => null,
    interpolated: () => 0,
    days: () => [],
    between: () => null,
    quarters: () => null,
    savings: null,
  }))
}
