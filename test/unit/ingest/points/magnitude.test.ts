import { describe, expect, it } from 'vitest'
import type { Quantity } from '../../../../src/domain/index.ts'
import { addValue, judgeMagnitude, type ValueStats } from '../../../../src/ingest/points/magnitude.ts'
import { createPending } from '../../../../src/ingest/points/pending.ts'

const MINUTE = 60_000

function judge(quantity: Quantity, values: readonly number[], everyMs = MINUTE) {
  let stats: ValueStats | null = null
  for (const [i, value] of values.entries()) stats = addValue(stats, value, i * everyMs)
  return stats === null ? null : judgeMagnitude(quantity, stats)
}

describe('the magnitude of a field', () => {
  it('of a register that rises like megawatts says probably Wh, with the rise', () => {
    expect(judge('energy', [8_607_000, 8_607_060, 8_607_180])).toMatchObject({
      unit: 'Wh',
      reason: { code: 'rise' },
    })
    expect(judge('energy', [120_000, 120_500], 10 * MINUTE)?.reason.values).toEqual({ rise: 500, minutes: 10, power: 3000 })
  })

  it('of a register of some kilowatts says nothing', () => {
    expect(judge('energy', [8607.1, 8607.3, 8607.5])).toBeNull()
    expect(judge('energy', [10_000_000, 10_000_000.01], 60 * MINUTE)).toBeNull()
  })

  it.each([
    ['voltage', [2305, 2311], { unit: 'V', scale: 0.1 }],
    ['voltage', [230_500], { unit: 'mV', scale: null }],
    ['current', [4500], { unit: 'mA', scale: null }],
    ['frequency', [4998, 5002], { unit: 'Hz', scale: 0.01 }],
    ['power_factor', [87, 99], { unit: '%', scale: null }],
    ['temperature', [298.15], { unit: 'K', scale: null }],
    ['temperature', [215, 231], { unit: 'Cel', scale: 0.1 }],
    ['power', [0.31, 0.295, 0.4], { unit: 'kW', scale: null }],
    ['power', [412_000_000], { unit: 'mW', scale: null }],
  ] as const)('of %s at %j suggests its unit', (quantity, values, expected) => {
    expect(judge(quantity, values)).toMatchObject(expected)
  })

  it.each([
    ['voltage', [231.5, 229]],
    ['power', [412, 0, 1500]],
    ['power', [3, 4, 5]],
    ['temperature', [21.5, -12]],
    ['humidity', [40]],
  ] as const)('of %s at %j fits its unit', (quantity, values) => {
    expect(judge(quantity, values)).toBeNull()
  })
})

describe('a discovery whose values do not fit', () => {
  it('suggests the other unit with its evidence, and is no surer than low', () => {
    const pending = createPending()
    for (const [i, value] of [5_000_000, 5_000_400].entries())
      pending.see({ source: 's', device: 'd', field: 'total_energy', value, at: i * 5 * MINUTE })
    expect(pending.list()[0]?.suggestion).toMatchObject({
      quantity: 'energy',
      unit: 'Wh',
      confidence: 'low',
      because: expect.stringContaining('probably Wh') as string,
    })
  })
})
