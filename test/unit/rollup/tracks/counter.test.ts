/** One row of the table of counter rules each. Values in base units, a rate of 100 per hour, a resolution of 1. */

import { describe, expect, it } from 'vitest'
import { findingCodes, HOUR } from '../../../../src/domain/index.ts'
import { advance, classify, type CounterRules, type CounterState } from '../../../../src/rollup/tracks/counter.ts'

const RULES: CounterRules = { maxRate: 100, modulus: null, resolution: 1, onReset: 'zero' }
const reading = (hour: number, value: number) => ({ time: hour * HOUR, value })

/** Consumption and findings of each delta, for one reading an hour. */
function run(rules: CounterRules, values: readonly number[]): { deltas: (readonly [number, readonly string[]])[]; state: CounterState } {
  let state: CounterState = { last: null, held: [] }
  const deltas: (readonly [number, readonly string[]])[] = []
  for (const [hour, value] of values.entries()) {
    const step = advance(rules, state, reading(hour, value))
    state = step.state
    for (const delta of step.deltas) deltas.push([delta.consumed, findingCodes(delta.findings)])
  }
  return { deltas, state }
}

describe('the counter rules', () => {
  it('accept a rise within the greatest plausible rate', () => {
    expect(classify(RULES, reading(0, 5000), reading(1, 5101))).toMatchObject({ consumed: 101, findings: 0 })
    expect(classify(RULES, reading(0, 5000), reading(1, 5102))).toBe('up')
  })

  it('keep the high-water mark over a dip of twice the resolution or a thousandth', () => {
    expect(classify(RULES, reading(0, 5000), reading(1, 4995))).toMatchObject({ consumed: 0, to: { value: 5000 } })
    expect(classify(RULES, reading(0, 5000), reading(1, 4994))).toBe('down')
  })

  it('recognise a rollover at the modulus', () => {
    const { deltas } = run({ ...RULES, modulus: 10_000 }, [9950, 20])
    expect(deltas).toEqual([[70, ['counter-rollover']]])
  })

  it('take a fall as a reset once the next reading continues from it', () => {
    expect(run(RULES, [5000, 40]).state.held).toHaveLength(1)
    expect(run(RULES, [5000, 40, 60]).deltas).toEqual([
      [40, ['counter-reset']],
      [20, []],
    ])
  })

  it('add nothing for a reset of a register that was preset, or of one that starts above the plausible rate', () => {
    expect(run({ ...RULES, onReset: 'preset' }, [5000, 40, 60]).deltas[0]?.[0]).toBe(0)
    expect(run(RULES, [5000, 400, 410]).deltas[0]).toEqual([0, ['counter-reset', 'counter-replaced']])
  })

  it('take a jump up as real once three readings continue from it', () => {
    expect(run(RULES, [5000, 9000, 9010, 9020]).deltas).toEqual([])
    expect(run(RULES, [5000, 9000, 9010, 9020, 9030]).deltas[0]).toEqual([4000, ['spike-confirmed']])
  })

  it('discard a held reading when a later one continues the accepted register', () => {
    const { deltas, state } = run(RULES, [5000, 9000, 5020])
    expect(deltas).toEqual([[20, []]])
    expect(state.held).toEqual([])
  })
})
