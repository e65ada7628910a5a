import { describe, expect, it } from 'vitest'
import { compileNames } from '../../../../src/wire/mapping/names.ts'

const names = compileNames({
  Power: { quantity: 'power', unit: 'W' },
  'Power/*': { quantity: 'power', unit: 'W' },
  '**/Energy/Forward': { quantity: 'energy', unit: 'kWh' },
  'History/**': { ignore: true },
  total: { quantity: 'energy', sum: [{ path: 'a' }] },
})

describe('rules by name', () => {
  it('are found by their name before any pattern', () => {
    expect(names.find('Power')?.channel).toBe('Power')
  })

  it('are found by a pattern, and keep the name of the item as channel', () => {
    expect(names.find('Power/L1')?.channel).toBe('Power/L1')
    expect(names.find('Ac/L2/Energy/Forward')?.quantity).toBe('energy')
    expect(names.find('History/Daily/0/Yield')?.ignore).toBe(true)
  })

  it('match one part of a name by *, and any by **', () => {
    expect(names.find('Power/L1/Max')).toBeNull()
    expect(names.find('Energy/Forward')).toBeNull()
    expect(names.find('MaxPower')).toBeNull()
  })

  it('leave sums out, which have no name in the message', () => {
    expect(names.find('total')).toBeNull()
  })
})
