/** Coverage by amount, and what interpolation assigned at the ends of a period. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bucket, DAY, dayStart, instant, localDate, type Span } from '../../../../src/domain/index.ts'
import { type FigureValue, missing, scale, sum, wholeOf } from '../../../../src/figures/inputs/figure-value.ts'
import { keyOf, readInterpolated, readPastRates } from '../../../../src/figures/inputs/reading/meter-history.ts'
import { slicePeriod } from '../../../../src/figures/inputs/slices.ts'
import { message } from '../../../../src/figures/messages/message.ts'
import { pointOf } from '../../../support/fixtures/campus.ts'
import { bucketOf } from '../../../support/fixtures/figure-inputs.ts'

const ZONE = 'Europe/Berlin'
const POINT = pointOf({ id: 's/a', quantity: 'energy', role: 'main-meter' })

const part = (value: number, whole: number): FigureValue => ({
  value,
  coverage: value / whole,
  whole,
  estimated: 0,
  inputs: [],
  remarks: [],
  missing: [],
  absent: false,
})
const silent = (whole: number | null): FigureValue => ({ ...missing(message('no-data', { point: 's/a', month: '2026-03' })), whole })

describe('the coverage of a sum', () => {
  const wholes = fc.array(fc.record({ whole: fc.integer({ min: 1, max: 10_000 }), known: fc.integer({ min: 0, max: 100 }) }), {
    minLength: 1,
    maxLength: 8,
  })

  it('is the known amount of the whole amount, whatever the factors and however the parts are grouped', () => {
    fc.assert(
      fc.property(wholes, fc.integer({ min: 1, max: 8 }), fc.double({ min: 0.01, max: 100, noNaN: true }), (list, cut, factor) => {
        const parts = list.map(({ whole, known }) => (known === 0 ? silent(whole) : part((whole * known) / 100, whole)))
        if (parts.every((p) => p.value === null)) return
        const right = list.reduce((t, p) => t + (p.whole * p.known) / 100, 0) / list.reduce((t, p) => t + p.whole, 0)
        expect(sum(parts).coverage).toBeCloseTo(right, 10)
        expect(sum(parts.map((p) => scale(p, factor))).coverage).toBeCloseTo(right, 10)
        const groups = [parts.slice(0, cut), parts.slice(cut)].filter((g) => g.length > 0)
        expect(sum(groups.map((g) => sum(g))).coverage).toBeCloseTo(right, 10)
      }),
    )
  })

  it('is not known when nothing tells how much a part is: it weighs neither 0 nor as much as the others', () => {
    expect(wholeOf(sum([part(10, 10), silent(null)]))).toBeNull()
    expect(wholeOf(sum([sum([part(10, 10), silent(null)]), part(5, 5)]))).toBeNull()
    expect(sum([part(10, 10), silent(30)])).toMatchObject({ value: 10, coverage: 0.25 })
  })
})

/** Days of a register that is read at the times given, as local dates, and counts 1 kWh a day; longer than three days is a gap. */
function daysRead(reads: readonly string[]): Bucket[] {
  const times = reads.map((d) => dayStart(ZONE, d))
  const days: Bucket[] = []
  for (let at = times[0] ?? instant(0); at < (times.at(-1) ?? 0); ) {
    const end = dayStart(ZONE, localDate(ZONE, instant(at + 1.5 * DAY)))
    const before = times.filter((t) => t <= at).at(-1) ?? at
    const after = times.find((t) => t > at) ?? end
    const gap = after - before > 3 * DAY
    const edge = { time: times.filter((t) => t <= end).at(-1) ?? at, value: 0 }
    const bucket = bucketOf(POINT, { from: at, to: end }, 1)
    days.push({ ...bucket, ...(gap ? { measured: 0, bridged: end - at } : {}), edge })
    at = end
  }
  return days
}

async function estimatedOf(days: readonly Bucket[], from: string, to: string): Promise<number> {
  const period: Span = { from: dayStart(ZONE, from), to: dayStart(ZONE, to) }
  const months = slicePeriod(ZONE, period, [])
  const within = (s: Span): Bucket[] => days.filter((b) => b.start >= s.from && b.end <= s.to)
  const slice = (_: string, start: number): Bucket | null => {
    const own = within(months.find((m) => m.span.from === start)?.span ?? period)
    const total = own.reduce((t, b) => t + b.total, 0)
    return own[0] === undefined ? null : { ...own[0], total, bridged: own.reduce((t, b) => t + b.bridged, 0) }
  }
  const read = ({ span }: { span: Span }): Promise<Bucket[]> => Promise.resolve(within(span))
  const found = await readInterpolated({ read }, { period: { id: 'p', span: period, months }, points: [POINT], slice })
  const amounts = months.map((m) => ({ share: found.get(keyOf(POINT.id, m.span.from)) ?? 0, total: slice('', m.span.from)?.total ?? 0 }))
  return amounts.reduce((t, a) => t + a.share * a.total, 0) / amounts.reduce((t, a) => t + a.total, 0)
}

describe('the estimated part of a period', () => {
  it('is all of it when no reading lies in it, and nothing when readings lie at both ends', async () => {
    const days = daysRead(['2025-01-01', '2025-07-01', '2026-01-01'])
    expect(await estimatedOf(days, '2025-10-01', '2025-11-01')).toBe(1)
    expect(await estimatedOf(days, '2025-07-01', '2026-01-01')).toBe(0)
    expect(await estimatedOf(days, '2025-01-01', '2026-01-01')).toBe(0)
    expect(await estimatedOf(days, '2025-04-01', '2026-01-01')).toBeCloseTo(91 / 275, 9)
  })

  it('is the days of the gaps over its ends, wherever the readings lie', async () => {
    const day = (n: number): string => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10)
    const reads = fc.uniqueArray(fc.integer({ min: 1, max: 199 }), { minLength: 1, maxLength: 25 })
    const property = fc.asyncProperty(
      reads,
      fc.integer({ min: 2, max: 100 }),
      fc.integer({ min: 1, max: 90 }),
      async (list, first, length) => {
        const [from, to] = [first, first + length]
        const all = [...list, 0, 200].sort((a, b) => a - b)
        const gaps = all.slice(1).flatMap((end, i) => (end - (all[i] ?? 0) > 3 ? [{ start: all[i] ?? 0, end }] : []))
        const over = gaps.filter((g) => (g.start < from && g.end > from) || (g.start < to && g.end > to))
        const right = over.reduce((t, g) => t + Math.min(g.end, to) - Math.max(g.start, from), 0) / length
        expect(await estimatedOf(daysRead(all.map(day)), day(from), day(to))).toBeCloseTo(right, 9)
      },
    )
    await fc.assert(property, { numRuns: 150 })
  })
})

describe('a meter that is silent in a period', () => {
  it('is weighed by its two years before', async () => {
    const period = { from: dayStart(ZONE, '2026-03-01'), to: dayStart(ZONE, '2026-04-01') }
    const months = slicePeriod(ZONE, period, [])
    const past = bucketOf(POINT, { from: dayStart(ZONE, '2026-01-01'), to: dayStart(ZONE, '2026-02-01') }, 310)
    const read = (): Promise<Bucket[]> => Promise.resolve([past])
    const meters = { period: { id: '2026-03', span: period, months }, points: [POINT] }
    expect((await readPastRates({ read }, { ...meters, slice: () => null })).get(POINT.id)).toBeCloseTo(10 / DAY, 15)
    expect(await readPastRates({ read }, { ...meters, slice: () => past })).toEqual(new Map())
  })
})
