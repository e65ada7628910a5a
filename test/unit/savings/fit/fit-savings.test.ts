/** Fits on plain series: null, recovery, sufficiency on both sides of its limits, and what zeros, gaps and wrong intervals do. */

import { describe, expect, it } from 'vitest'
import { calendarOf, instant, span } from '../../../../src/domain/index.ts'
import type { FitModelName, FitRequest } from '../../../../src/savings/fit/fit-request.ts'
import { fitSavings } from '../../../../src/savings/fit/fit-savings.ts'
import type { SeriesRow } from '../../../../src/savings/fit/series.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.UTC(2023, 0, 1)
const BASELINE = span(START, START + 365 * DAY)
const REPORTING = span(START + 365 * DAY, START + 730 * DAY)

const temperatureAt = (at: number): number => 12 - 14 * Math.cos((2 * Math.PI * (at - START)) / (365 * DAY)) + 3 * Math.sin(at / DAY)
const hash = (n: number): number => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1
const rowsOf = (step: number, use: (at: number) => number | null, until = START + 730 * DAY): SeriesRow[] =>
  Array.from({ length: Math.round((until - START) / step) + 1 }, (_, i) => {
    const time = instant(START + i * step)
    return { time, value: time >= until ? null : use(time) }
  })
const temperature = rowsOf(HOUR, temperatureAt)

function request(model: FitModelName, meter: readonly SeriesRow[], more: Partial<FitRequest> = {}): FitRequest {
  return {
    model,
    meter,
    temperature,
    baseline: BASELINE,
    reporting: REPORTING,
    unit: 'C',
    fuel: 'electricity',
    zone: 'UTC',
    calendar: calendarOf(null),
    force: false,
    ...more,
  }
}

/** A day's use with noise of 4 %, less a share of it from the reporting period on. */
const daily =
  (saved: number) =>
  (at: number): number =>
    (100 + 4 * Math.max(14 - temperatureAt(at + DAY / 2), 0)) * (1 + 0.08 * (hash(at / DAY) - 0.5)) * (at >= REPORTING.from ? 1 - saved : 1)

const codes = (result: ReturnType<typeof fitSavings>): string[] => result.findings.map((f) => f.code)

describe('a fit of daily data', () => {
  it.each(['caltrack-daily', 'change-point', 'day-type'] as const)('by %s finds no saving where there is none', (model) => {
    const result = fitSavings(request(model, rowsOf(DAY, daily(0))))
    expect(Math.abs(result.saving ?? Infinity)).toBeLessThan(result.interval90 ?? 0)
    expect(codes(result)).toContain('insignificant')
  })

  it.each(['caltrack-daily', 'change-point', 'day-type'] as const)('by %s recovers a saving of a fifth within its interval', (model) => {
    const result = fitSavings(request(model, rowsOf(DAY, daily(0.2))))
    const truth = ((result.observed ?? 0) / 0.8) * 0.2
    expect(Math.abs((result.saving ?? 0) - truth)).toBeLessThan(result.interval90 ?? 0)
    expect(result.saving).toBe((result.counterfactual ?? 0) - (result.observed ?? 0))
  })

  it('takes hourly rows together to local days of the zone', () => {
    const hourly = rowsOf(HOUR, (at) => daily(0.2)(Math.floor(at / DAY) * DAY) / 24)
    const [days, hours] = [rowsOf(DAY, daily(0.2)), hourly].map((meter) => fitSavings(request('caltrack-daily', meter)))
    expect(hours?.saving).toBeCloseTo(days?.saving ?? Number.NaN, 6)
  })

  it('counts zeros of electricity as missing and keeps those of gas', () => {
    const zero = (at: number): number => (at % (10 * DAY) === 0 ? 0 : daily(0)(at))
    const electricity = fitSavings(request('caltrack-daily', rowsOf(DAY, zero)))
    const gas = fitSavings(request('caltrack-daily', rowsOf(DAY, zero), { fuel: 'gas' }))
    expect(codes(electricity)).toContain('zeros-missing')
    expect(gas.points.baseline).toBe(365)
    expect(electricity.points.baseline).toBeLessThan(330)
  })
})

describe('sufficiency', () => {
  const without = (missing: number) => rowsOf(DAY, (at) => (at - START < missing * DAY ? null : daily(0)(at)))

  it('lets 37 of 365 days be missing, and not 38', () => {
    expect(fitSavings(request('caltrack-daily', without(37))).saving).not.toBeNull()
    const short = fitSavings(request('caltrack-daily', without(38)))
    expect(short).toMatchObject({ saving: null, counterfactual: null, observed: null, interval90: null })
    expect(short.findings).toContainEqual(
      expect.objectContaining({ code: 'baseline-too-short', disqualifies: true, values: { known: 327, needed: 328 } }),
    )
    expect(short.r2).not.toBeNull()
  })

  it('can be overruled, and the finding stays', () => {
    const forced = fitSavings(request('caltrack-daily', without(38), { force: true }))
    expect(forced.saving).not.toBeNull()
    expect(codes(forced)).toContain('baseline-too-short')
  })

  it('does not extrapolate a reporting period with gaps', () => {
    const gaps = rowsOf(DAY, (at) => (at >= REPORTING.from && at < REPORTING.from + 60 * DAY ? null : daily(0.2)(at)))
    const result = fitSavings(request('caltrack-daily', gaps))
    expect(result.points.reporting).toBe(305)
    expect(codes(result)).toContain('reporting-low-coverage')
  })

  it('is named where there is no data at all, and where rows are too far apart for the model', () => {
    expect(codes(fitSavings(request('caltrack-daily', [])))).toEqual(['no-data', 'no-reporting-data'])
    const wrong = fitSavings(request('caltrack-hourly', rowsOf(DAY, daily(0))))
    expect(wrong).toMatchObject({ saving: null, findings: [{ code: 'wrong-interval' }] })
    expect(wrong.findings[0]?.sentence).toBe('the rows of the meter are 24 h apart; the model caltrack-hourly needs hours')
  })
})

describe('a fit of billing periods', () => {
  it('goes from row to row, drops those that are too short or long, and needs the end of the last', () => {
    const at = (day: number, value: number | null): SeriesRow => ({ time: instant(START + day * DAY), value })
    const starts = Array.from({ length: 24 }, (_, m) => Math.round(m * 30.4))
    const value = (from: number, to: number): number =>
      Array.from({ length: to - from }, (_, d) => daily(0.2)(START + (from + d) * DAY)).reduce((a, b) => a + b, 0)
    const meter = [...starts.map((from, i) => at(from, value(from, starts[i + 1] ?? 730))), at(730, null)]
    const result = fitSavings(request('caltrack-billing', meter))
    expect(result.points.baseline).toBe(12)
    const truth = ((result.observed ?? 0) / 0.8) * 0.2
    expect(Math.abs((result.saving ?? 0) - truth)).toBeLessThan(0.02 * truth)
    expect(fitSavings(request('caltrack-billing', [...meter.slice(0, 5), ...meter.slice(6)])).points.baseline).toBe(10)
  })
})

describe('a fit that does not describe the building', () => {
  const fitOf = (use: (day: number) => number) =>
    fitSavings(
      request(
        'straight-line',
        rowsOf(DAY, (at) => use(Math.round((at - START) / DAY))),
      ),
    )

  it('gives no number where CV(RMSE) is above 100 %, and a finding from 25 % on', () => {
    const wild = fitOf((day) => (day % 8 === 0 ? 100 : 1))
    expect([wild.saving, codes(wild).includes('unfit-cvrmse')]).toEqual([null, true])
    const rough = fitOf((day) => (day % 2 === 0 ? 150 : 60))
    expect([rough.saving === null, codes(rough).includes('high-cvrmse')]).toEqual([false, true])
  })

  it('gives no number where its residuals depend on each other so much that too few points are left', () => {
    const drift = fitOf((day) => 100 + day)
    expect([drift.saving, codes(drift).includes('unfit-points')]).toEqual([null, true])
  })
})

describe('a fit of hours', () => {
  it('recovers a saving of a fifth of an office with weather', () => {
    const use = (at: number): number => {
      const [hour, weekday] = [(at / HOUR) % 24, new Date(at).getUTCDay()]
      const open = hour >= 8 && hour < 18 && weekday > 0 && weekday < 6
      const base = (open ? 40 : 9) + (open ? 1.2 : 0.2) * Math.max(temperatureAt(at) - 18, 0)
      return base * (1 + 0.1 * (hash(at / HOUR) - 0.5)) * (at >= REPORTING.from ? 0.8 : 1)
    }
    const result = fitSavings(request('caltrack-hourly', rowsOf(HOUR, use)))
    const truth = ((result.observed ?? 0) / 0.8) * 0.2
    expect(Math.abs((result.saving ?? 0) - truth)).toBeLessThan(0.02 * truth)
    expect(result.r2_adjusted).toBeGreaterThan(0.9)
  })
})
