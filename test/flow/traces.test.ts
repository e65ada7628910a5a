/** Reported bugs of other programs, from the wire to the buckets: the true total, its findings, and the wrong total of the faulty rule. */

import { describe, expect, it } from 'vitest'
import { type Bucket, coverageOf, DAY, findingCodes, HOUR, QUARTER } from '../../src/domain/index.ts'
import { campusFor, messagesOf, readingsOf, type Trace, type TracePoint, traceOf, WRONG } from '../support/fixtures/traces.ts'
import { bucketsAfter } from '../support/fakes/wire-to-buckets.ts'

const played = (trace: Trace): Promise<readonly Bucket[]> =>
  bucketsAfter(messagesOf(trace), { campus: campusFor(trace), zone: trace.zone, cut: 500 })

const stepOf = (buckets: readonly Bucket[], { field }: TracePoint, step: Bucket['step']): Bucket[] =>
  buckets.filter((b) => b.point === field && b.step === step)
const kwh = (buckets: readonly Bucket[]): number => buckets.reduce((sum, b) => sum + b.total, 0) / 1e6
const one = (trace: Trace, at = 0): TracePoint => {
  const found = trace.points[at]
  if (found === undefined) throw new Error(`the trace has no point ${at}`)
  return found
}
const NAMES = ['dip', 'month-of-silence', 'thirteenth-month', 'extrapolation', 'nine-tenths', 'stuck'] as const

describe.each(NAMES)('the trace %s', (name) => {
  const trace = traceOf(name)

  it('gives the true total at every step, and its findings', async () => {
    const buckets = await played(trace)
    for (const point of trace.points) {
      const days = stepOf(buckets, point, '1d')
      expect(days.length).toBeGreaterThan(0)
      expect(new Set(days.flatMap((b) => findingCodes(b.findings)))).toEqual(new Set(point.findings))
      if (point.total === undefined) continue
      for (const step of ['15m', '1h', '1d', '1M', '1y'] as const) expect(kwh(stepOf(buckets, point, step))).toBeCloseTo(point.total, 6)
      expect(buckets.filter((b) => b.point === point.field && b.total < 0)).toEqual([])
    }
  })

  it('gives the same buckets when it arrives backwards in one batch', async () => {
    const [forwards, backwards] = [
      await played(trace),
      await bucketsAfter(messagesOf(trace).toReversed(), { campus: campusFor(trace), zone: trace.zone, cut: 3000 }),
    ]
    const text = (b: Bucket): string => JSON.stringify(b)
    expect(backwards.map(text).sort()).toEqual(forwards.map(text).sort())
  })
})

describe('the faulty rule of another program', () => {
  it.each([
    ['any fall is a restart', 'dip', 0, 'any-fall-restarts'],
    ['a fall of five hundredths counts backwards', 'nine-tenths', 0, 'below-nine-tenths-restarts'],
    ['one reading of 0 is a restart', 'nine-tenths', 1, 'below-nine-tenths-restarts'],
  ] as const)('reproduces the reported wrong total (%s)', (_title, name, at, rule) => {
    const point = one(traceOf(name), at)
    expect(WRONG[rule](readingsOf(point))).toBeCloseTo(point.wrong?.total ?? Number.NaN, 6)
    expect(Math.abs((point.wrong?.total ?? 0) - (point.total ?? 0))).toBeGreaterThan(40)
  })

  it('extrapolates 68.9 million to 86.1 million; ours counts what was measured and reports the missing share of the day', async () => {
    const trace = traceOf('extrapolation')
    const point = one(trace)
    const rows = readingsOf(point)
    const from = Math.floor((rows[0]?.[0] ?? 0) / DAY) * DAY
    expect(WRONG['extrapolated-increase'](rows, { from, to: from + DAY })).toBeCloseTo(point.wrong?.total ?? Number.NaN, 6)
    const [day] = stepOf(await played(trace), point, '1d')
    expect(day === undefined ? null : coverageOf(day).missing).toBeCloseTo(point.missing ?? Number.NaN, 9)
  })
})

describe('a register that continues after a month of silence', () => {
  it('spreads what was used over the gap, marks it, and exceeds its greatest rate in no hour', async () => {
    const trace = traceOf('month-of-silence')
    const point = one(trace)
    const buckets = await played(trace)
    const rows = readingsOf(point)
    const leap = Math.max(...rows.slice(1).map(([, value], i) => value - (rows[i]?.[1] ?? 0)))
    const hours = stepOf(buckets, point, '1h')
    expect(Math.max(...hours.map((b) => b.total / 1e6))).toBeLessThan(2.1)
    expect(leap).toBeCloseTo(point.wrong?.most ?? Number.NaN, 6)
    const october = stepOf(buckets, point, '1M').find((b) => b.end - b.start === 745 * HOUR)
    expect(october === undefined ? null : coverageOf(october).bridged).toBeGreaterThan(0.99)
  })
})

describe('a year with two clock changes', () => {
  it('has twelve months of the right length, each with what was used in its hours', async () => {
    const trace = traceOf('thirteenth-month')
    const all = stepOf(await played(trace), one(trace), '1M')
    // The last reading is the first instant of the next year: it closes December, and nothing is used after it.
    const [months, next] = [all.slice(0, 12), all.slice(12)]
    expect(next.map((b) => [b.start, b.n, b.total])).toEqual([[Date.parse('2024-12-31T23:00:00Z'), 1, 0]])
    expect(months.map((b) => (b.end - b.start) / HOUR)).toEqual(trace.months)
    expect(months.map((b) => b.total / 2e6)).toEqual(trace.months)
  })
})

describe('a meter that repeats its value', () => {
  it('is marked as stuck in the quarter hours after its limit', async () => {
    const trace = traceOf('stuck')
    const buckets = await played(trace)
    const [from, limit] = [Date.parse('2015-05-04T13:00:00Z'), 6 * HOUR]
    for (const point of trace.points) {
      const marked = stepOf(buckets, point, '15m').filter((b) => findingCodes(b.findings).includes('stuck'))
      expect((marked[0]?.start ?? 0) - from).toBeGreaterThanOrEqual(limit - QUARTER)
      expect((marked[0]?.start ?? 0) - from).toBeLessThanOrEqual(limit + QUARTER)
      expect(marked.length).toBeGreaterThanOrEqual(11)
    }
  })
})
