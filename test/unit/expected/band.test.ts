import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarOf, DAY, HOUR, type PointSeries } from '../../../src/domain/index.ts'
import { type ExpectedDay, expectDays, HISTORY_DAYS } from '../../../src/expected/band.ts'
import { fitResponse, respond } from '../../../src/expected/degree-response.ts'
import { type ProfileDay, profileDays } from '../../../src/expected/profile-day.ts'
import { coverageOfBand } from '../../proof/expected-data.ts'

const FROM = Date.parse('2026-01-05T00:00:00Z')
const context = { zone: 'UTC', typeOf: (date: string) => calendarOf(null).typeOf(date), temperatureOf: () => Number.NaN }

/** Deterministic noise with a standard deviation of 1. */
function noise(seed: number): () => number {
  let state = seed >>> 0 || 1
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

function daysWith(count: number, value: (day: number, hour: number) => number): readonly ProfileDay[] {
  const values = Float64Array.from({ length: count * 24 }, (_, i) => value(Math.floor(i / 24), i % 24))
  return profileDays({ from: FROM, slot: HOUR, values }, context)
}

const isWork = (day: number): boolean => day % 7 < 5
const office = (day: number, hour: number): number => (isWork(day) && hour >= 8 && hour < 18 ? 100 : 20)
const expected = (days: readonly ProfileDay[], positive = true): readonly ExpectedDay[] => expectDays(days, HISTORY_DAYS, { positive })
const COUNT = HISTORY_DAYS + 14

describe('the typical band of a point', () => {
  it('lies on a load that repeats exactly, by type of day', () => {
    for (const { day, middle, low, high } of expected(daysWith(COUNT, office))) {
      expect([...middle]).toEqual([...day.values])
      for (let s = 0; s < 24; s++) expect(high[s] as number).toBeGreaterThanOrEqual(low[s] as number)
    }
  })

  it('holds 85 to 95 % of a noisy load whose noise it has not seen', () => {
    const draw = noise(7)
    const days = daysWith(HISTORY_DAYS + 80, (day, hour) => office(day, hour) * (1 + 0.1 * draw()))
    const { inside, below, above } = coverageOfBand(expected(days))
    expect(inside).toBeGreaterThan(0.85)
    expect(inside).toBeLessThan(0.95)
    expect(Math.abs(below - above)).toBeLessThan(0.05)
  })

  it('shows ten hours of load on a Saturday, and only these', () => {
    const draw = noise(3)
    const planted = COUNT - 9
    expect(isWork(planted)).toBe(false)
    const days = daysWith(
      COUNT,
      (day, hour) => office(day, hour) * (1 + 0.05 * draw()) + (day === planted && hour >= 8 && hour < 18 ? 60 : 0),
    )
    const day = expected(days).find((d) => d.day.start === FROM + planted * DAY)
    const over = [...(day?.day.values ?? [])].flatMap((value, s) => (value > 1.3 * (day?.high[s] as number) ? [s] : []))
    expect(over).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
  })

  it('has the unit of its point: another scale gives the same band in that scale', () => {
    const draw = noise(11)
    const values = Array.from({ length: COUNT * 24 }, () => draw())
    const build = (k: number): readonly ExpectedDay[] =>
      expected(daysWith(COUNT, (day, hour) => k * (office(day, hour) + (values[24 * day + hour] as number))))
    const once = build(1).at(-1)
    fc.assert(
      fc.property(fc.constantFrom(0.001, 7, 1000), (k) => {
        const scaled = build(k).at(-1)
        scaled?.high.forEach((high, s) => expect(high).toBeCloseTo(k * (once?.high[s] as number), 6))
      }),
      { numRuns: 3 },
    )
  })

  it('is empty where there are too few like days, and never below zero for what cannot be negative', () => {
    expect([...(expectDays(daysWith(2, office), 0, { positive: true })[0]?.middle ?? [])].every(Number.isNaN)).toBe(true)
    const draw = noise(5)
    const lows = expected(daysWith(COUNT, () => Math.max(0, 0.2 + draw()))).flatMap(({ low }) => [...low])
    expect(Math.min(...lows)).toBe(0)
  })

  it('does not depend on the day that it is held against', () => {
    const draw = noise(9)
    const plain = daysWith(COUNT, (day, hour) => office(day, hour) + draw())
    const last = plain.at(-1)
    const changed = [...plain.slice(0, -1), { ...(last as ProfileDay), values: new Float64Array(24).fill(1e6) }]
    expect(expected(changed).at(-1)?.high).toEqual(expected(plain).at(-1)?.high)
  })
})

describe('the local days of a series', () => {
  const berlin = { ...context, zone: 'Europe/Berlin' }
  const series = (from: string, hours: number): PointSeries => ({
    from: Date.parse(from),
    slot: HOUR,
    values: Float64Array.from({ length: hours }, (_, i) => i),
  })

  it('have 24 slots of the clock on days of 23 and 25 hours: one is empty, one is the mean of two', () => {
    const [spring] = profileDays(series('2026-03-28T23:00:00Z', 23), berlin)
    expect([spring?.date, spring?.values.length, spring?.values[2], spring?.values[3]]).toEqual(['2026-03-29', 24, Number.NaN, 2])
    const [autumn] = profileDays(series('2026-10-24T22:00:00Z', 25), berlin)
    expect([autumn?.date, autumn?.values[2], autumn?.values[3]]).toEqual(['2026-10-25', 2.5, 4])
  })

  it('tell working days, Saturdays and the rest apart', () => {
    const classes = daysWith(7, office).map((d) => d.class)
    expect(classes).toEqual(['workday', 'workday', 'workday', 'workday', 'workday', 'saturday', 'rest'])
  })
})

describe('the response to the outdoor temperature', () => {
  it('finds the slopes and the balance point of a load that has them', () => {
    const truth = { intercept: 50, heating: 3, cooling: 2, balance: 15 }
    const observed = Array.from({ length: 60 }, (_, i) => ({ temperature: i / 2, value: respond(truth, i / 2) }))
    const fit = fitResponse(observed)
    expect(fit?.balance).toBe(15)
    expect([fit?.intercept, fit?.heating, fit?.cooling].map((v) => Math.round(1000 * (v ?? 0)) / 1000)).toEqual([50, 3, 2])
  })

  it('has no negative slope and needs twenty days', () => {
    const falling = Array.from({ length: 40 }, (_, i) => ({ temperature: 20 + i / 2, value: 100 - i }))
    expect(fitResponse(falling)?.cooling).toBe(0)
    expect(fitResponse(falling.slice(0, 19))).toBeNull()
  })
})
