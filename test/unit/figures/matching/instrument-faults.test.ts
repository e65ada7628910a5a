import { describe, expect, it } from 'vitest'
import { findInstrumentFaults, type InstrumentClaim } from '../../../../src/figures/matching/instrument-faults.ts'

function claim(id: string, more: Partial<InstrumentClaim> = {}): InstrumentClaim {
  const days = { from: '2026-01-01', to: '2027-01-01' }
  return { id, key: 'instrument.gec', site: 'park', ...days, value: 100, reference: `GEC-${id}`, vintage: '2026', ...more }
}

describe('instruments', () => {
  it('hold when they were made in a year that they are claimed for, and each reference is claimed once', () => {
    expect(findInstrumentFaults([claim('1'), claim('2', { from: '2025-07-01', to: '2026-07-01', vintage: '2025' })])).toEqual([])
  })

  it('that are too old are named with their vintage; the day after the last does not count', () => {
    const [old] = findInstrumentFaults([claim('1', { vintage: '2024' })])
    expect(old).toEqual({ code: 'instrument-vintage', id: '1', vintage: '2024', from: '2026-01-01', to: '2027-01-01' })
    expect(findInstrumentFaults([claim('1', { vintage: '2027' })])).toHaveLength(1)
  })

  it('that are claimed twice are named with all their entries, whatever the case and blanks of the reference', () => {
    expect(findInstrumentFaults([claim('1', { reference: 'GEC  77' }), claim('2', { reference: 'gec 77 ', site: 'other' })])).toEqual([
      { code: 'instrument-twice', reference: 'GEC  77', ids: ['1', '2'], amount: 200 },
    ])
    expect(findInstrumentFaults([claim('1', { reference: null }), claim('2', { reference: null })])).toEqual([])
  })
})
