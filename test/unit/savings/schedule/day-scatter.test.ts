import { describe, expect, it } from 'vitest'
import { commonShare, dayError } from '../../../../src/savings/schedule/day-scatter.ts'

/** Normal draws by Box and Muller from a fixed stream. */
function draws(seed: number): () => number {
  let state = seed
  const uniform = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return (state + 1) / (2 ** 31 + 1)
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const hoursOf = (values: readonly number[]): ReadonlyMap<number, number> => new Map(values.map((v, i) => [i, v]))

describe('the error of a baseline day', () => {
  it('of independent days is their deviation, and that of the mean over sqrt(n)', () => {
    const next = draws(7)
    const error = dayError(hoursOf(Array.from({ length: 400 }, () => 10 + next())))
    expect(error?.own).toBeGreaterThan(0.9)
    expect(error?.own).toBeLessThan(1.1)
    expect((error?.own ?? 0) / (error?.shared ?? 1)).toBeCloseTo(20, 6)
  })

  it('of days that resemble their neighbours is larger', () => {
    const next = draws(11)
    let state = 0
    const values = Array.from({ length: 400 }, () => (state = 0.8 * state + 0.6 * next()))
    const [plain, sorted] = [dayError(hoursOf([...values].sort(() => next()))), dayError(hoursOf(values))]
    expect((sorted?.shared ?? 0) / (plain?.shared ?? 1)).toBeGreaterThan(2)
  })

  it('of few days is wider than their deviation, and unknown for one', () => {
    expect((dayError(hoursOf([1, 2, 3]))?.own ?? 0) / 1).toBeGreaterThan(1.7)
    expect(dayError(hoursOf([1]))).toBeNull()
  })

  it('has what the mean is off besides', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 9 : 11))
    const [none, off] = [dayError(hoursOf(values)), dayError(hoursOf(values), 3)]
    expect(off?.shared).toBeCloseTo(Math.hypot(none?.shared ?? 0, 3), 9)
    expect(off?.own).toBe(none?.own)
  })
})

describe('what loads have in common', () => {
  const next = draws(3)
  const people = Array.from({ length: 60 }, next)
  const load = (shared: number) => ({
    full: 1000,
    hours: hoursOf(people.map((p) => 10 + Math.sqrt(shared) * p + Math.sqrt(1 - shared) * next())),
  })

  it('is nothing for independent loads, all for those that follow one number, and between for the rest', () => {
    expect(commonShare([load(0), load(0), load(0), load(0)])).toBe(0)
    expect(commonShare([load(1), load(1), load(1)])).toBeCloseTo(1, 9)
    const half = commonShare([load(0.5), load(0.5), load(0.5), load(0.5), load(0.5)])
    expect(half).toBeGreaterThan(0.25)
    expect(half).toBeLessThan(0.75)
  })

  it('is nothing for a single load', () => {
    expect(commonShare([load(1)])).toBe(0)
    expect(commonShare([])).toBe(0)
  })
})
