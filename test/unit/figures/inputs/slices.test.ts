/** The slices of a period: they fill it, and nothing dated changes within one. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayStart, type Instant, instant, periodSpan, type Span } from '../../../../src/domain/index.ts'
import { changeDays, joinBuckets, monthIdOf, shareOfMonth, slicePeriod } from '../../../../src/figures/inputs/slices.ts'
import { pointOf } from '../../../support/fixtures/campus.ts'
import { bucketOf } from '../../../support/fixtures/figure-inputs.ts'

const ZONE = 'Europe/Berlin'
const spanOf = (period: string): Span => periodSpan(ZONE, period) as Span
const at = (date: string): Instant => dayStart(ZONE, date)
const idsOf = (period: string, ...days: string[]): string[] => slicePeriod(ZONE, spanOf(period), days.map(at)).map((s) => s.id)

describe('the slices of a period', () => {
  it('are its months, and the parts of months where it begins, ends or something changes within one', () => {
    expect(idsOf('2026-Q1')).toEqual(['2026-01', '2026-02', '2026-03'])
    expect(idsOf('2026-W14')).toEqual(['2026-03-30/2026-03-31', '2026-04-01/2026-04-05'])
    expect(idsOf('2026-05', '2026-05-15')).toEqual(['2026-05-01/2026-05-14', '2026-05-15/2026-05-31'])
    expect(idsOf('2026-05', '2026-05-01', '2026-06-01', '2026-07-04')).toEqual(['2026-05'])
  })

  it('fill the period without a gap, begin at every change, and share out each month', () => {
    const period = fc.constantFrom('2026', '2026-H2', '2026-03', '2026-W13', '2026-W44', '2025-11/2026-04')
    const days = fc.array(fc.integer({ min: 0, max: 900 }).map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10)))
    fc.assert(
      fc.property(period, days, (id, dates) => {
        const span = spanOf(id)
        const cuts = [...new Set(dates.map(at))].sort((a, b) => a - b)
        const slices = slicePeriod(ZONE, span, cuts)
        expect([span.from, ...slices.map((s) => s.span.to)]).toEqual([...slices.map((s) => s.span.from), span.to])
        expect(cuts.filter((c) => c > span.from && c < span.to).every((c) => slices.some((s) => s.span.from === c))).toBe(true)
        const months = new Set(slices.map(monthIdOf))
        if (!id.includes('W'))
          for (const month of months) {
            const own = slices.filter((s) => monthIdOf(s) === month)
            expect(own.reduce((sum, s) => sum + shareOfMonth(ZONE, s), 0)).toBeCloseTo(1, 12)
          }
      }),
    )
  })

  it('begin on the day of a change at midnight, and on the day after one within a day', () => {
    const role = [{ value: 'main-meter', from: at('2026-05-15'), to: instant(at('2026-07-02') + 3_600_000) }]
    const point = { ...pointOf({ id: 's/a', quantity: 'energy' }), role }
    expect(changeDays({ timezone: ZONE, points: [point] }, [])).toEqual([at('2026-05-15'), at('2026-07-03')])
  })
})

describe('the days of a slice', () => {
  it('are one bucket with the sum of their amounts and times', () => {
    const point = pointOf({ id: 's/a', quantity: 'energy' })
    const days = ['2026-05-13', '2026-05-14', '2026-05-15'].map((d, i) =>
      bucketOf(point, { from: at(d), to: instant(at(d) + 86_400_000) }, i + 1),
    )
    const span = { from: at('2026-05-01'), to: at('2026-05-15') }
    expect(joinBuckets(days, span)).toMatchObject({ start: span.from, end: span.to, total: 3_000_000, measured: 2 * 86_400_000, n: 192 })
    expect(joinBuckets([], span)).toBeNull()
  })
})
