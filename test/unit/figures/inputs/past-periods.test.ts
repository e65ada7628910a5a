/** What figures used to be: also those of days, of quarters of an hour and of claims. */

import { describe, expect, it } from 'vitest'
import { type Bucket, edges, type Instant, instant, QUARTER, type Saving, type Span, type Step } from '../../../../src/domain/index.ts'
import { checkJumps } from '../../../../src/figures/checks/check-jumps.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigures } from '../../../../src/figures/formulas/compute.ts'
import type { FigureInputs } from '../../../../src/figures/inputs/figure-inputs.ts'
import { readPastPeriods } from '../../../../src/figures/inputs/reading/past-periods.ts'
import { readQuarters } from '../../../../src/figures/inputs/reading/quarters.ts'
import type { Buckets } from '../../../../src/ports/index.ts'
import { bucketOf, figureInputs, monthOf, ZONE } from '../../../support/fixtures/figure-inputs.ts'
import { pointOf } from '../../../support/fixtures/campus.ts'

const METER = {
  id: 'park/main',
  quantity: 'energy',
  role: 'main-meter',
  place: { site: 'park', building: null, floor: null, zone: null },
} as const
const PLANE = {
  id: 'park/sun',
  quantity: 'irradiance',
  role: 'solar-irradiance',
  place: { site: 'park', building: 'main', floor: null, zone: null },
} as const
const SINCE = monthOf('2024-01').span.from

/** Of a meter that counts `kWh` in each quarter of an hour and `peak` in the first of each month, and of a plane in the sun. */
function bucketsOf(kWh: number, peak: (month: string) => number, sun: (at: Instant) => number): Pick<Buckets, 'read'> {
  const meter = pointOf(METER)
  const plane = pointOf(PLANE)
  const spans = (step: Step, within: Span): Span[] => {
    const from = Math.max(within.from, SINCE)
    const cuts = step === '15m' ? [...quarterEdges(from, within.to)] : [...edges(ZONE, step, { ...within, from: instant(from) })]
    return cuts.slice(1).map((to, i) => ({ from: instant(cuts[i] ?? 0), to: instant(to) }))
  }
  const monthName = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 7)
  const isFirst = (at: number): boolean => monthOf(monthName(at)).span.from === at
  const amount = ({ from, to }: Span): number =>
    to - from === QUARTER && isFirst(from) ? peak(monthName(from)) : ((to - from) / QUARTER) * kWh
  return {
    read: ({ step, span, points = [] }) =>
      Promise.resolve(
        spans(step, span).flatMap((s): Bucket[] => [
          ...(points.includes(METER.id) ? [{ ...bucketOf(meter, s, amount(s)), step }] : []),
          ...(points.includes(PLANE.id) ? [{ ...bucketOf(plane, s, sun(s.from)), step }] : []),
        ]),
      ),
  }
}

function* quarterEdges(from: number, to: number): Generator<number> {
  for (let at = from; at <= to; at += QUARTER) yield at
}

async function monthInputs(id: string, buckets: Pick<Buckets, 'read'>): Promise<FigureInputs> {
  const month = monthOf(id)
  const frame = figureInputs({ points: [METER, PLANE], totals: {}, factors: factorsOf('trading', []), period: '2026' })
  const period = { id, span: month.span, months: [month] }
  const find = async (step: Step, points: readonly string[]) => buckets.read({ step, span: month.span, points: [...points] })
  const [months, days] = [await find('1M', [METER.id, PLANE.id]), await find('1d', [PLANE.id])]
  const quarters = await readQuarters(buckets, period, [frame.campus.points.find((p) => p.id === METER.id) as never])
  return {
    ...frame,
    period,
    month: (point, start) => months.find((b) => b.point === point && b.start === start) ?? null,
    days: (point) => days.filter((b) => b.point === point),
    quarters: (point) => quarters.get(point) ?? null,
    savings: [],
  }
}

describe('the periods before one', () => {
  it('have days throughout, and quarters of an hour and claims about the period before and the year before', async () => {
    const buckets = bucketsOf(
      1,
      () => 2,
      () => 200,
    )
    const asked: Instant[] = []
    const savings = ({ from }: Span): Promise<readonly Saving[]> => Promise.resolve((asked.push(from), []))
    const inputs = await monthInputs('2026-03', buckets)
    const past = await readPastPeriods({ buckets, savings }, inputs)
    const fine = ['2026-02', '2026-01', '2025-12', '2025-11', '2025-03', '2025-02', '2025-01', '2024-12']
    expect(past.filter((p) => p.quarters(METER.id) !== null).map((p) => p.period.id)).toEqual(fine)
    expect(past.filter((p) => p.savings !== null).map((p) => p.period.id)).toEqual(fine)
    expect(asked).toHaveLength(fine.length)
    expect(past.find((p) => p.period.id === '2025-07')?.days(PLANE.id)).toHaveLength(31)
  })

  it('cost no quarters and no claims where nothing was read yet', async () => {
    const buckets = bucketsOf(
      1,
      () => 2,
      () => 200,
    )
    const inputs = await monthInputs('2024-02', buckets)
    const past = await readPastPeriods({ buckets, savings: () => Promise.resolve([]) }, inputs)
    expect(past.filter((p) => p.savings !== null).map((p) => p.period.id)).toEqual(['2024-01'])
  })
})

describe('a jump of a figure by days or quarters of an hour', () => {
  async function jumpsOf(peak: (month: string) => number, sun: (at: Instant) => number): Promise<unknown[]> {
    const buckets = bucketsOf(1, peak, sun)
    const inputs = await monthInputs('2026-03', buckets)
    const past = await readPastPeriods({ buckets, savings: () => Promise.resolve([]) }, inputs)
    return checkJumps(inputs, computeFigures(inputs, null), past).map((c) => c.values['figure'])
  }
  const present = monthOf('2026-03').span.from

  it('is found at the demand, at the irradiation, and at neither where both are as they were', async () => {
    expect(
      await jumpsOf(
        () => 2,
        () => 200,
      ),
    ).toEqual([])
    expect(
      await jumpsOf(
        (month) => (month === '2026-03' ? 9 : 2),
        () => 200,
      ),
    ).toEqual(['electricity.maximum-demand'])
    expect(
      await jumpsOf(
        () => 2,
        (at) => (at >= present ? 600 : 200),
      ),
    ).toEqual(['solar.irradiation'])
  })
})
