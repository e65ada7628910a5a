/** The counter rules on their own: registers that answer 0, fall, leap, restart, roll over, run backwards or begin anew each day. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, findingBit, HOUR, MINUTE } from '../../../../src/domain/index.ts'
import type { RegisterReading } from '../../../../src/rollup/counter/classify.ts'
import { advance, type CounterStep, firstState, provisional } from '../../../../src/rollup/counter/counter.ts'
import type { CounterRules } from '../../../../src/rollup/counter/rules.ts'

const kWh = 1e6
const RULES: CounterRules = {
  form: 'rising',
  maxRate: 20_000 * kWh,
  rateAssumed: true,
  modulus: null,
  least: 0,
  resolution: 1000,
  onReset: 'zero',
  interval: null,
  gapLimit: 2 * HOUR,
  returnWithin: DAY,
  nextMidnight: (time) => Math.floor(time / DAY) * DAY + DAY,
}

interface Played {
  /** kWh booked, as it stands after the last reading. */
  readonly kWh: number
  /** Milliseconds between believed readings whose consumption is known. */
  readonly knownMs: number
  readonly findings: number
}

function play(rules: Partial<CounterRules>, readings: readonly (readonly [ms: number, kWh: number])[]): Played {
  const all = { ...RULES, ...rules }
  const [first, ...others] = readings.map(([time, value]): RegisterReading => ({ time, value: Math.round(value * kWh) }))
  if (first === undefined) return { kWh: 0, knownMs: 0, findings: 0 }
  let state = firstState(first)
  const steps: CounterStep[] = []
  for (const reading of others) {
    const step = advance(all, state, reading)
    state = step.state
    steps.push(step)
  }
  steps.push(provisional(all, state))
  const deltas = steps.flatMap((s) => s.deltas.map((d) => d.delta))
  const known = deltas.filter((d) => d.known)
  return {
    kWh: deltas.reduce((sum, d) => sum + d.consumed, 0) / kWh,
    knownMs: known.reduce((sum, d) => sum + d.to.time - d.from.time, 0),
    findings: [...deltas, ...steps.flatMap((s) => s.discarded)].reduce((bits, d) => bits | d.findings, 0),
  }
}

/** A register that rises evenly, from `from` kWh by `by` each `every` ms, `n` times. */
function even(start: number, every: number, { from, by, n }: { from: number; by: number; n: number }): [number, number][] {
  return Array.from({ length: n }, (_, i) => [start + i * every, from + i * by])
}

describe('a register that answers 0 for a while', () => {
  it('is booked against the register it returns to, however often it answered 0 and however finely it is read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, DAY),
        fc.boolean(),
        fc.integer({ min: 6, max: 12 }),
        (zeros, every, limited, before) => {
          const rate = 0.1
          const register = even(0, every, { from: 13_420, by: rate, n: before + zeros + 10 })
          const rows = register.map(([t, v], i): [number, number] => [t, i >= before && i < before + zeros ? 0 : v])
          const rules = {
            interval: every,
            gapLimit: 3 * every,
            returnWithin: Math.max(DAY, 30 * every),
            ...(limited ? { maxRate: 17 * kWh, rateAssumed: false } : {}),
          }
          const played = play(rules, rows)
          expect(played.kWh).toBeCloseTo((before + zeros + 9) * rate, 6)
          expect(played.findings & findingBit('counter-reset')).toBe(0)
        },
      ),
    )
  })
})

describe('a register that falls', () => {
  it('to half of its value or more did not restart at 0: only what it counts afterwards is booked, and the gap is missing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.99, noNaN: true }), fc.integer({ min: 4, max: 50 }), (share, n) => {
        const before = even(0, 5 * MINUTE, { from: 44.6, by: 0.005, n: 40 })
        const last = before.at(-1)?.[1] ?? 0
        const after = even(before.length * 5 * MINUTE + 20 * HOUR, 5 * MINUTE, { from: share * last, by: 0.005, n })
        const played = play({ interval: 5 * MINUTE, gapLimit: 15 * MINUTE }, [...before, ...after])
        expect(played.kWh).toBeCloseTo(39 * 0.005 + (n - 1) * 0.005, 6)
        expect(played.knownMs).toBe((38 + n) * 5 * MINUTE)
      }),
    )
  })

  it('below half of its value restarted at 0: what it shows since is booked', () => {
    const rows = [...even(0, HOUR, { from: 5000, by: 10, n: 8 }), ...even(8 * HOUR, HOUR, { from: 5, by: 10, n: 40 })]
    const played = play({ maxRate: 100 * kWh, rateAssumed: false }, rows)
    expect(played.kWh).toBeCloseTo(70 + 5 + 390, 6)
    expect(played.findings & findingBit('counter-reset')).not.toBe(0)
    expect(play({ maxRate: 100 * kWh, rateAssumed: false, onReset: 'preset' }, rows).kWh).toBeCloseTo(70 + 390, 6)
  })

  it('and passes its old value in steps that it makes every day has restarted: it did not return', () => {
    const rows = [...even(0, 3 * MINUTE, { from: 0.1, by: 0.05, n: 9 }), ...even(9 * 3 * MINUTE, 3 * MINUTE, { from: 0, by: 0.05, n: 40 })]
    expect(play({ interval: 3 * MINUTE }, rows).kWh).toBeCloseTo(8 * 0.05 + 39 * 0.05, 6)
  })
})

describe('a register that leaps', () => {
  it('by more than its rate allows since it last moved is another meter: nothing is booked, the gap is missing', () => {
    for (const rules of [{ maxRate: 100 * kWh, rateAssumed: false }, { interval: 15 * MINUTE }]) {
      const rows = [
        ...even(0, 15 * MINUTE, { from: 1500, by: 2, n: 9 }),
        ...even(9 * 15 * MINUTE, 15 * MINUTE, { from: 50_200, by: 2, n: 9 }),
      ]
      const played = play(rules, rows)
      expect(played.kWh).toBeCloseTo(32, 6)
      expect(played.knownMs).toBe(16 * 15 * MINUTE)
      expect(played.findings & findingBit('counter-replaced')).not.toBe(0)
    }
  })

  it('after it stood still, by no more than its rate allows in all that time, has caught up', () => {
    const still = even(9 * 15 * MINUTE, 15 * MINUTE, { from: 1516, by: 0, n: 40 })
    const rows = [
      ...even(0, 15 * MINUTE, { from: 1500, by: 2, n: 9 }),
      ...still,
      ...even(49 * 15 * MINUTE, 15 * MINUTE, { from: 1598, by: 2, n: 9 }),
    ]
    expect(play({ maxRate: 10 * kWh, rateAssumed: false }, rows).kWh).toBeCloseTo(114, 6)
    expect(play({ interval: 15 * MINUTE }, rows).kWh).toBeCloseTo(114, 6)
  })

  it('to a load that goes on at the new rate has grown, whatever its past was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5000 }), (times) => {
        const before = even(0, 15 * MINUTE, { from: 1000, by: 0.01, n: 100 })
        const last = before.at(-1)?.[1] ?? 0
        const after = even(100 * 15 * MINUTE, 15 * MINUTE, { from: last + 0.01 * times, by: 0.01 * times, n: 40 })
        expect(play({ interval: 15 * MINUTE }, [...before, ...after]).kWh).toBeCloseTo((after.at(-1)?.[1] ?? 0) - 1000, 5)
      }),
    )
  })

  it('once or twice and comes back was a glitch', () => {
    for (const glitches of [1, 2]) {
      const rows = even(0, MINUTE, { from: 10_523, by: 0.1, n: 60 }).map(([t, v], i): [number, number] => [
        t,
        i >= 30 && i < 30 + glitches ? v + 10_000 : v,
      ])
      expect(play({ interval: MINUTE }, rows).kWh).toBeCloseTo(5.9, 6)
    }
  })
})

describe('a register with a modulus', () => {
  it('rolls over where it is used to so much, and restarts where it is not', () => {
    const rolls = even(0, HOUR, { from: 999_950, by: 9, n: 12 }).map(([t, v]): [number, number] => [t, v % 1_000_000])
    expect(play({ modulus: 1_000_000 * kWh, maxRate: 100 * kWh, rateAssumed: false }, rolls).kWh).toBeCloseTo(99, 6)
    const restarts = [...even(0, 3 * MINUTE, { from: 500, by: 0.05, n: 10 }), ...even(21 * HOUR, 3 * MINUTE, { from: 0, by: 0.05, n: 10 })]
    const played = play(
      { modulus: 838.8608 * kWh, maxRate: 20 * kWh, rateAssumed: false, interval: 3 * MINUTE, gapLimit: 9 * MINUTE },
      restarts,
    )
    expect(played.kWh).toBeCloseTo(0.9, 6)
    expect(played.knownMs).toBe(18 * 3 * MINUTE)
  })
})

describe('a register that wraps', () => {
  it('below 0 or not, read finely or not, whatever way it runs, loses nothing', () => {
    fc.assert(
      fc.property(
        fc.record({
          modulus: fc.constantFrom(65.536, 838.8608, 6553.6, 10_000, 100_000),
          signed: fc.boolean(),
          form: fc.constantFrom<'rising' | 'net'>('rising', 'net'),
          backwards: fc.boolean(),
          every: fc.constantFrom(MINUTE, 15 * MINUTE, HOUR),
          limited: fc.boolean(),
        }),
        ({ modulus, signed, form, backwards, every, limited }) => {
          const least = signed ? -modulus / 2 : 0
          const by = ((form === 'net' && backwards ? -1 : 1) * (modulus * every)) / (40 * HOUR)
          const wrap = (value: number): number => value - Math.floor((value - least) / modulus) * modulus
          // It wraps once in its first hours and once later.
          const n = Math.ceil((1.3 * modulus) / Math.abs(by))
          const start = by > 0 ? least + 0.7 * modulus : least + 0.3 * modulus
          const rows = Array.from({ length: n }, (_, i): [number, number] => [i * every, wrap(start + i * by)])
          const rules = {
            form,
            modulus: Math.round(modulus * kWh),
            least: Math.round(least * kWh),
            interval: every,
            gapLimit: 3 * every,
            ...(limited ? { maxRate: (2 * Math.abs(by) * HOUR * kWh) / every, rateAssumed: false } : {}),
          }
          const played = play(rules, rows)
          expect(played.kWh).toBeCloseTo((n - 1) * by, 4)
          expect(played.findings & findingBit('counter-rollover')).not.toBe(0)
        },
      ),
    )
  })
})

describe('a net register', () => {
  it('counts the signed difference, whatever way it runs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 50 }), (steps) => {
        let value = 0
        const rows = steps.map((step, i): [number, number] => [i * 15 * MINUTE, (value += step / 10)])
        const sum = steps.slice(1).reduce((a, b) => a + b / 10, 0)
        expect(play({ form: 'net', maxRate: 10 * kWh, rateAssumed: false }, rows).kWh).toBeCloseTo(sum, 6)
      }),
    )
  })

  it('that leaps and stays is another meter', () => {
    const rows = [
      ...even(0, 15 * MINUTE, { from: 100, by: -1, n: 9 }),
      ...even(9 * 15 * MINUTE, 15 * MINUTE, { from: -9000, by: -1, n: 9 }),
    ]
    const played = play({ form: 'net', maxRate: 10 * kWh, rateAssumed: false }, rows)
    expect(played.kWh).toBeCloseTo(-16, 6)
    expect(played.findings & findingBit('counter-replaced')).not.toBe(0)
  })
})

describe('a register that begins at 0 every day', () => {
  const daily = (at: number): number => (at % DAY) / HOUR

  it('counts each day whole, at whatever moment it begins anew', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.constantFrom(5, 15, 60), (hour, minutes) => {
        const every = minutes * MINUTE
        const rows = Array.from({ length: (3 * DAY) / every }, (_, i): [number, number] => [
          i * every,
          daily(i * every + DAY - hour * HOUR),
        ])
        const truth = rows.slice(1).reduce((sum, [, v], i) => sum + (v >= (rows[i]?.[1] ?? 0) ? v - (rows[i]?.[1] ?? 0) : v), 0)
        expect(play({ form: 'daily', interval: every, gapLimit: 3 * every }, rows).kWh).toBeCloseTo(truth, 4)
      }),
    )
  })

  it('over a gap with a midnight in it ends the old day at its last value and begins the new one at 0', () => {
    const rows: [number, number][] = [
      [0, 0],
      [12 * HOUR, 12],
      [DAY + 14 * HOUR, 14],
    ]
    const played = play({ form: 'daily', interval: 12 * HOUR, gapLimit: 12 * HOUR }, rows)
    expect(played.kWh).toBeCloseTo(12 + 14, 6)
    expect(played.knownMs).toBe(26 * HOUR)
  })
})
