/** Amounts of intervals on their own: where each belongs, what is missing, and a register that leaks into the column. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, findingBit, HOUR, MINUTE } from '../../../../src/domain/index.ts'
import {
  advanceAmount,
  type AmountRules,
  type BookedAmount,
  DISCARDED_AMOUNT,
  NO_AMOUNTS,
  spanBeginning,
} from '../../../../src/rollup/counter/amounts.ts'

const m3 = 1e6

function rules(interval: number, more: Partial<AmountRules> = {}): AmountRules {
  const stamp = more.stamp ?? 'end'
  return {
    form: 'rising',
    maxRate: 2000 * m3,
    rateAssumed: true,
    modulus: null,
    least: 0,
    resolution: 1000,
    onReset: 'zero',
    interval,
    gapLimit: 3 * interval,
    returnWithin: DAY,
    nextMidnight: (time) => Math.floor(time / DAY) * DAY + DAY,
    signed: false,
    stamp,
    otherEnd: (time) => (stamp === 'end' ? time - interval : time + interval),
    ...more,
  }
}

function play(of: AmountRules, rows: readonly (readonly [ms: number, amount: number])[]): { booked: BookedAmount[]; findings: number } {
  let state = NO_AMOUNTS
  const booked: BookedAmount[] = []
  let findings = 0
  for (const [time, amount] of rows) {
    const step = advanceAmount(of, state, { time, amount: Math.round(amount * m3) })
    state = step.state
    booked.push(...step.booked)
    for (const d of step.discarded) findings |= d.findings
  }
  const { last } = state
  if (of.stamp === 'begin' && last !== null && last.amount !== DISCARDED_AMOUNT) {
    const span = spanBeginning(of, last, null)
    if (span !== null) booked.push({ ...span, amount: last.amount, findings: 0 })
  }
  return { booked, findings }
}

const sum = (booked: readonly BookedAmount[]): number => booked.reduce((s, b) => s + b.amount, 0) / m3
const hours = (booked: readonly BookedAmount[]): number => booked.reduce((s, b) => s + b.to - b.from, 0) / HOUR

describe('an amount', () => {
  it('belongs to the interval that ends, or begins, at its time: a hole stays a hole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<'begin' | 'end'>('begin', 'end'),
        fc.array(fc.boolean(), { minLength: 2, maxLength: 48 }),
        (stamp, present) => {
          const rows = present.flatMap((there, i): [number, number][] => (there ? [[i * HOUR, 1]] : []))
          const { booked } = play(rules(HOUR, { stamp }), rows)
          expect(booked).toHaveLength(rows.length)
          for (const [i, [time]] of rows.entries())
            expect(booked[i]).toMatchObject(stamp === 'end' ? { from: time - HOUR, to: time } : { from: time, to: time + HOUR })
        },
      ),
    )
  })

  it('that comes sooner than its interval belongs to the time since the one before', () => {
    const { booked } = play(rules(HOUR), [
      [HOUR, 1],
      [HOUR + 20 * MINUTE, 0.2],
    ])
    expect(booked[1]).toMatchObject({ from: HOUR, to: HOUR + 20 * MINUTE })
  })

  it('above its rate is discarded, and its time is missing', () => {
    const { booked, findings } = play(rules(HOUR, { maxRate: 5 * m3, rateAssumed: false }), [
      [HOUR, 1],
      [2 * HOUR, 700],
      [3 * HOUR, 1],
    ])
    expect([sum(booked), hours(booked)]).toEqual([2, 2])
    expect(findings).toBe(findingBit('spike-discarded'))
  })
})

describe('a register that leaks into the column of amounts', () => {
  it('is discarded however long it stands there, and its time is missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(15, 30, 60),
        fc.constantFrom<'begin' | 'end'>('begin', 'end'),
        (leaks, minutes, stamp) => {
          const interval = minutes * MINUTE
          const amounts = Array.from({ length: 30 + leaks }, (_, i) => 0.3 + 0.01 * ((i * 7) % 20))
          let register = 900
          const rows = amounts.map((amount, i): [number, number] => {
            register += amount
            return [(i + 1) * interval, i >= 20 && i < 20 + leaks ? register : amount]
          })
          const { booked } = play(rules(interval, { stamp }), rows)
          const truth = amounts.reduce((s, a, i) => (i >= 20 && i < 20 + leaks ? s : s + a), 0)
          expect(sum(booked)).toBeCloseTo(truth, 6)
          expect(hours(booked)).toBeCloseTo((30 * interval) / HOUR, 6)
        },
      ),
    )
  })
})

describe('a use that has grown', () => {
  it('is booked once three more amounts confirm it', () => {
    const rows = [
      ...Array.from({ length: 20 }, (_, i): [number, number] => [i * HOUR, 0.01]),
      ...[4.8, 5.1, 3, 5, 4.4].map((a, i): [number, number] => [(20 + i) * HOUR, a]),
    ]
    const { booked } = play(rules(HOUR), rows)
    expect(sum(booked)).toBeCloseTo(0.2 + 22.3, 6)
    expect(booked.some((b) => b.findings === findingBit('spike-confirmed'))).toBe(true)
  })
})
