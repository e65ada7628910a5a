import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HourlyInstrument, type HourlyLoad, matchHours, spreadAmount } from '../../../../src/figures/matching/match-hours.ts'

const GRIDS = ['north', 'south'] as const
const HOURS = 24
const hours = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: HOURS, maxLength: HOURS }).map((h) => Float64Array.from(h))
const grid = fc.constantFrom(...GRIDS)
const loads = fc.array(fc.record({ site: fc.string(), grid, hours, spread: fc.boolean() }), { minLength: 1, maxLength: 4 })
const instruments = fc
  .array(fc.record({ grid, hours, factor: fc.double({ min: 0, max: 0.5, noNaN: true }), spread: fc.boolean() }), { maxLength: 4 })
  .map((list) => list.map((i, n): HourlyInstrument => ({ ...i, id: `i${n}` })))
const RESIDUAL = { north: 0.8, south: 0.6 } as Record<string, number>
const residualOf = (name: string): number => RESIDUAL[name] ?? 0
const total = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0)
const match = (l: readonly HourlyLoad[], i: readonly HourlyInstrument[]) => matchHours({ loads: l, instruments: i, residualOf })

/** An oracle with two nested loops and nothing shared with the code. */
function matchedOf(l: readonly HourlyLoad[], i: readonly HourlyInstrument[]): number {
  let matched = 0
  for (const name of GRIDS)
    for (let hour = 0; hour < HOURS; hour++) {
      const used = total(l.filter((x) => x.grid === name).map((x) => x.hours[hour] ?? 0))
      const supply = total(i.filter((x) => x.grid === name).map((x) => x.hours[hour] ?? 0))
      matched += Math.min(used, supply)
    }
  return matched
}

describe('hourly matching', () => {
  it('covers in each hour and grid what is there of both, and splits all that is used into matched and residual', () => {
    fc.assert(
      fc.property(loads, instruments, (l, i) => {
        const found = match(l, i)
        expect(found.hourly.matched).toBeCloseTo(matchedOf(l, i), 6)
        expect(found.hourly.matched + found.hourly.residual).toBeCloseTo(found.used, 6)
        expect(total(found.instruments.map((x) => x.matched))).toBeCloseTo(found.hourly.matched, 6)
        for (const one of found.instruments)
          expect(one.matched + one.unused).toBeCloseTo(total(i.find((x) => x.id === one.id)?.hours ?? []), 6)
      }),
    )
  })

  it('never matches more by the hour than by the year, whatever the profiles', () => {
    fc.assert(
      fc.property(loads, instruments, (l, i) => {
        const { hourly, annual } = match(l, i)
        expect(hourly.matched).toBeLessThanOrEqual(annual.matched + 1e-6)
      }),
    )
  })

  it('does not depend on the order of instruments, and another instrument never lowers what is matched', () => {
    fc.assert(
      fc.property(loads, instruments, hours, (l, i, more) => {
        const found = match(l, i).hourly
        expect(match(l, i.toReversed()).hourly.carbon).toBeCloseTo(found.carbon, 6)
        const another = { id: 'more', grid: 'north', hours: more, factor: 0, spread: false }
        expect(match(l, [...i, another]).hourly.matched).toBeGreaterThanOrEqual(found.matched - 1e-6)
      }),
    )
  })

  it('of sun against a load at night matches nothing by the hour although the year is covered in full', () => {
    const day = Float64Array.from({ length: HOURS }, (_, h) => (h < 12 ? 2 : 0))
    const night = Float64Array.from({ length: HOURS }, (_, h) => (h < 12 ? 0 : 2))
    const load = { site: 's', grid: 'north', hours: night, spread: false }
    const sun = { id: 'sun', grid: 'north', hours: day, factor: 0, spread: false }
    expect(match([load], [sun])).toMatchObject({
      used: 24,
      hourly: { matched: 0, residual: 24, share: 0, carbon: expect.closeTo(19.2) as number },
      annual: { matched: 24, residual: 0, share: 1, carbon: 0 },
    })
    expect(match([load], [{ ...sun, hours: night }]).hourly).toMatchObject({ share: 1, carbon: 0 })
    expect(match([load], [{ ...sun, hours: night, grid: 'south' }]).annual).toMatchObject({ matched: 0, share: 0 })
    expect(match([], []).hourly.share).toBeNull()
  })

  it('spreads an amount without hours by a profile, and evenly where the profile is empty of energy; no amount is lost', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), hours, (amount, profile) => {
        expect(total(spreadAmount(amount, profile))).toBeCloseTo(amount, 4)
        expect(total(spreadAmount(amount, new Float64Array(HOURS)))).toBeCloseTo(amount, 4)
      }),
    )
  })
})
