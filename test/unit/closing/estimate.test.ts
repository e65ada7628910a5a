import { describe, expect, it } from 'vitest'
import { estimateBySister, type Estimated, type EstimateInputs, estimateFlat, estimateLikeDays } from '../../../src/closing/estimate.ts'
import { type Bucket, calendarOf, DAY, HOUR, instant, QUARTER, type Span, span } from '../../../src/domain/index.ts'
import { loadBuckets } from '../../support/fixtures/saving-park.ts'

const ZONE = 'Europe/Berlin'
/** A Monday. */
const FROM = Date.parse('2026-03-02T00:00:00+01:00')
const within = (days: number): Span => span(FROM, FROM + days * DAY)

function quarters(stem: string, from: number, to: number, watts: (at: number) => number | null): Bucket[] {
  return loadBuckets(ZONE, stem, span(from, to), watts).filter((b) => b.point === `${stem}/energy` && b.step === '15m')
}

/** 4 kW by day on workdays, 1 kW else. */
const office = (at: number): number => {
  const local = new Date(at + HOUR)
  const workday = local.getUTCDay() % 6 !== 0
  return workday && local.getUTCHours() >= 8 && local.getUTCHours() < 18 ? 4000 : 1000
}

function inputs(more: Partial<EstimateInputs> = {}): EstimateInputs {
  const own = quarters('park/a', FROM - 28 * DAY, FROM, office)
  return { span: within(7), zone: ZONE, calendar: calendarOf(null), own, sister: [], ...more }
}

const amounts = (estimated: Estimated): readonly number[] => ('amounts' in estimated ? estimated.amounts : [])
const total = (estimated: Estimated): number => amounts(estimated).reduce((sum, a) => sum + a, 0) / 1e6
const WEEK = 5 * (10 * 4 + 14) + 2 * 24

describe('the estimate of a span without readings', () => {
  it('by like days has the course of the week before it, hour by hour', () => {
    const estimated = estimateLikeDays(inputs())
    expect(total(estimated)).toBeCloseTo(WEEK, 6)
    const at = (hours: number): number => (amounts(estimated)[hours * 4] ?? 0) / 250
    expect([at(3), at(12), at(5 * 24 + 12)]).toEqual([1000, 4000, 1000])
  })

  it('by the mean has the same total and no course', () => {
    const estimated = estimateFlat(inputs())
    expect(total(estimated)).toBeCloseTo(WEEK, 4)
    expect(Math.max(...amounts(estimated)) - Math.min(...amounts(estimated))).toBeLessThanOrEqual(1)
  })

  it('by a sister meter follows the sister, at the share the meter had of it', () => {
    const sister = quarters('park/b', FROM - 28 * DAY, FROM + 7 * DAY, (at) => 3 * office(at) * (at >= FROM ? 2 : 1))
    expect(total(estimateBySister(inputs({ sister })))).toBeCloseTo(2 * WEEK, 4)
  })

  it('adds up to the rounded total whatever its parts are', () => {
    const own = quarters('park/a', FROM - 28 * DAY, FROM, () => 1.3)
    expect(amounts(estimateFlat(inputs({ own }))).reduce((sum, a) => sum + a, 0)).toBe(Math.round(325 * 672))
  })

  it('is refused with the reason where the past is too short, has no like day, or the sister is silent too', () => {
    const short = quarters('park/a', FROM - 2 * DAY, FROM, office)
    expect(estimateFlat(inputs({ own: short }))).toEqual({ fault: 'the 56 days before hold 2.0 measured days, at least 3 are needed' })
    expect(estimateLikeDays(inputs({ own: short }))).toMatchObject({ fault: expect.stringContaining('2026-03-02 is a workday') as string })
    const silent = quarters('park/b', FROM - 28 * DAY, FROM + DAY, office)
    expect(estimateBySister(inputs({ sister: silent }))).toMatchObject({
      fault: expect.stringContaining(new Date(FROM + DAY).toISOString()) as string,
    })
    const idle = quarters('park/b', FROM - 28 * DAY, FROM + 7 * DAY, () => 0)
    expect(estimateBySister(inputs({ sister: idle }))).toMatchObject({ fault: expect.stringContaining('counted nothing') as string })
  })

  it('does not take an earlier estimate for a measurement', () => {
    const own = inputs().own.map((b) => ({ ...b, measured: 0, estimated: QUARTER, start: instant(b.start) }))
    expect(estimateFlat(inputs({ own }))).toMatchObject({ fault: expect.stringContaining('0.0 measured days') as string })
  })
})
