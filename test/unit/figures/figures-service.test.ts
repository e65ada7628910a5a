/** Figures from buckets: a period of any form, and roles that change on any day, count exactly the days that are theirs. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bucket,
  DAY,
  dayStart,
  edges,
  type Instant,
  instant,
  localDate,
  periodSpan,
  type Point,
  type Span,
} from '../../../src/domain/index.ts'
import type { Buckets, Clock } from '../../../src/ports/index.ts'
import { createFiguresService, type FiguresService } from '../../../src/figures/figures-service.ts'
import { campusOf, pointOf } from '../../support/fixtures/campus.ts'
import { bucketOf } from '../../support/fixtures/figure-inputs.ts'

const ZONE = 'Europe/Berlin'
const at = (date: string): Instant => dayStart(ZONE, date)
const METERS = ['s/a', 's/b'] as const

/** kWh that a meter counts on a day. */
type Daily = (meter: string, day: string) => number

const meter = (id: string, from: Instant | null, to: Instant | null): Point => ({
  ...pointOf({ id, quantity: 'energy' }),
  role: [{ value: 'main-meter', from, to }],
})

const spansOf = (step: '1d' | '1M', span: Span): Span[] => {
  const cuts = [...edges(ZONE, step, span)].filter((e) => e >= span.from && e <= span.to)
  return cuts.slice(1).map((to, i) => ({ from: instant(cuts[i] ?? 0), to: instant(to) }))
}

const daysIn = (span: Span): string[] => spansOf('1d', span).map((d) => localDate(ZONE, d.from))

function serviceOf(points: readonly Point[], daily: Daily, fiscalStart = 1): FiguresService {
  const campus = { ...campusOf([{ id: 's/x', quantity: 'energy' }], ZONE), points, fiscalStart }
  const amount = (id: string, span: Span): number => daysIn(span).reduce((sum, day) => sum + daily(id, day), 0)
  const read = (step: string, span: Span, ids: readonly string[]): Bucket[] =>
    step === '15m'
      ? []
      : points
          .filter((p) => ids.includes(p.id))
          .flatMap((p) => spansOf(step as '1d', span).map((s) => ({ ...bucketOf(p, s, amount(p.id, s)), step: step as '1d' })))
  return createFiguresService({
    campus: () => campus,
    seasons: () => ({}),
    factorSet: () => 'default',
    buckets: { read: ({ step, span, points: ids = [] }: Parameters<Buckets['read']>[0]) => Promise.resolve(read(step, span, ids)) },
    entries: () => Promise.resolve([]),
    factors: () => Promise.resolve([]),
    savings: () => Promise.resolve(null),
    clock: { now: () => at('2027-01-01') } as unknown as Clock,
  })
}

async function electricityOf(service: FiguresService, period: string): Promise<number> {
  const inputs = await service.readInputs(period)
  return inputs === null ? Number.NaN : 1000 * (service.computeFigure(inputs, 'energy.indirect', null)?.value ?? Number.NaN)
}

const daily: Daily = (id, day) => (id === 's/a' ? 100 : 70) + Number(day.slice(8)) / 4

describe('the electricity of a period', () => {
  it('is what its days counted, whatever its form', async () => {
    const service = serviceOf([meter('s/a', null, null)], daily, 4)
    for (const period of ['2025', '2025-H2', '2025-Q3', '2025-10', '2025-W14', '2026-W01', 'FY2025', '2025-11/2026-02']) {
      const span = periodSpan(ZONE, period, 4) as Span
      const right = daysIn(span).reduce((sum, day) => sum + daily('s/a', day), 0)
      expect([period, await electricityOf(service, period)]).toEqual([period, expect.closeTo(right, 6)])
    }
  })

  it('moves from one main meter to the next on the day of the change, whichever day that is', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 0, max: 364 }),
      fc.constantFrom('2025', '2025-H1', '2025-Q2', '2025-05', '2025-W20'),
      async (offset, period) => {
        const change = new Date(Date.UTC(2025, 0, 1) + offset * DAY).toISOString().slice(0, 10)
        const service = serviceOf([meter('s/a', null, at(change)), meter('s/b', at(change), null)], daily)
        const days = daysIn(periodSpan(ZONE, period) as Span)
        const right = days.reduce((sum, day) => sum + daily(METERS[day < change ? 0 : 1], day), 0)
        expect(await electricityOf(service, period)).toBeCloseTo(right, 6)
      },
    )
    await fc.assert(property, { numRuns: 40 })
  })
})
