/** Gas: conversion number, reference conditions, gross and net calorific value; bills for silent meters. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, type Factor, gasState, instant, volumeRatio } from '../../../../src/domain/index.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigure, type Figure } from '../../../../src/figures/formulas/compute.ts'
import { renderMessage } from '../../../../src/figures/messages/message.ts'
import type { PointWish } from '../../../support/fixtures/campus.ts'
import { entryOf, figureInputs, type InputsWish } from '../../../support/fixtures/figure-inputs.ts'

const GAS: PointWish = { id: 'park/gas', quantity: 'volume', role: 'gas-meter' }
const M3 = 1000
const NCV = 38.931

function direct(more: Partial<InputsWish> = {}, id: 'energy.direct' | 'energy.total' = 'energy.direct'): Figure {
  const frame = { points: [GAS], totals: { 'park/gas': M3 }, factors: factorsOf('default', []), period: '2026-03', ...more }
  return computeFigure(figureInputs(frame), id, 'park') as Figure
}

const recorded = (kind: Factor['kind'], value: number, conditions: string, region: string | null = 'park'): Factor => ({
  id: `${kind}/recorded`,
  kind,
  set: '*',
  region,
  value,
  unit: 'MJ/m3',
  from: null,
  to: null,
  publisher: 'supplier',
  document: 'certificate',
  note: '',
  conditions,
  verified: false,
  recordedAt: instant(5),
})

describe('the energy of gas', () => {
  it('takes the m3 as those of the calorific value where nothing is stated', () => {
    expect(direct().value).toBeCloseTo((M3 * NCV) / 3600, 9)
  })

  it('brings m3 of a meter with a conversion number from normal conditions to those of the calorific value', () => {
    const points = [{ ...GAS, conversionNumber: [{ value: 0.95, from: null, to: null }] }]
    expect(direct({ points }).value).toBeCloseTo((M3 * 0.95 * (293.15 / 273.15) * NCV) / 3600, 9)
    const same = [{ ...GAS, conversionNumber: [{ value: 0.95, from: null, to: null }], conditions: '20 Cel, 101.325 kPa' }]
    expect(direct({ points: same }).value).toBeCloseTo((M3 * 0.95 * NCV) / 3600, 9)
  })

  it('takes the conversion number of a bill for the days where the meter has none', () => {
    const bill: Entry = {
      ...entryOf('bill.gas', 'park', M3, '2026-03-01', '2026-04-01'),
      conversionNumber: 0.9,
      conditions: '20 Cel, 101.325 kPa',
    }
    expect(direct({ entries: [bill] }).value).toBeCloseTo((M3 * 0.9 * NCV) / 3600, 9)
    const none: PointWish[] = [{ id: 'park/lamp', quantity: 'energy' }]
    expect(direct({ points: none, totals: {}, entries: [bill] }).value).toBeCloseTo((M3 * 0.9 * NCV) / 3600, 9)
  })

  it('by a gross value of the supplier is net by the share of the row, at its own conditions', () => {
    const factors = factorsOf('default', [recorded('gas.gcv', 40.5, '0 Cel, 101.325 kPa')])
    const points = [{ ...GAS, conversionNumber: [{ value: 0.96, from: null, to: null }] }]
    const figure = direct({ points, factors })
    expect(figure.value).toBeCloseTo((M3 * 0.96 * 40.5 * 0.9) / 3600, 9)
    expect(figure.factors).toEqual(['gas.gcv/recorded', 'gas.ncv-share/ipcc-2006'])
    const net = factorsOf('default', [
      recorded('gas.gcv', 40.5, '0 Cel, 101.325 kPa'),
      { ...recorded('gas.ncv', 36, '20 Cel, 101.325 kPa'), recordedAt: instant(9) },
    ])
    expect(direct({ factors: net }).value).toBeCloseTo((M3 * 36) / 3600, 9)
  })

  it('is missing outside China until a calorific value is recorded, with the reason', () => {
    const abroad = direct({ grids: { park: 'DE' } })
    expect(abroad.value).toBeNull()
    expect(abroad.missing.map((m) => renderMessage(m, 'en')).join()).toMatch(
      /no factor gas\.ncv for 2026-03 \(IPCC.*per m3 it depends on the gas/,
    )
    const factors = factorsOf('default', [recorded('gas.ncv', 36.3, '0 Cel, 101.325 kPa', 'DE')])
    expect(direct({ grids: { park: 'DE' }, factors }).value).toBeCloseTo((M3 * 36.3) / 3600, 9)
  })

  it('is the same whatever the conditions that the same gas is stated at', () => {
    const state = fc.record({ kelvin: fc.double({ min: 253, max: 333, noNaN: true }), kPa: fc.double({ min: 80, max: 400, noNaN: true }) })
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(volumeRatio(a, b) * volumeRatio(b, c)).toBeCloseTo(volumeRatio(a, c), 9)
        expect(volumeRatio(a, a)).toBe(1)
      }),
    )
    expect(['15 Cel, 1013.25 mbar', '288.15 K, 1.01325 bar', '15 °C 101.325 kPa'].map((t) => gasState(t)?.kelvin)).toEqual([
      288.15, 288.15, 288.15,
    ])
    expect(['', '20', '20 Cel', 'normal', '-300 Cel, 101 kPa'].map(gasState)).toEqual([null, null, null, null, null])
  })
})

describe('a meter that is silent for a whole month', () => {
  const bill = entryOf('bill.gas', 'park', 800, '2026-03-01', '2026-04-01')
  const told = (f: Figure): string => f.remarks.map((r) => `${r.code}: ${renderMessage(r.message, 'en')}`).join('\n')

  it('is stood in for by the bill for its days, which is named', () => {
    const figure = direct({ totals: {}, entries: [bill] })
    expect(figure.value).toBeCloseTo((800 * NCV) / 3600, 9)
    expect(told(figure)).toContain('billed: bill.gas stands in for 2026-03')
    expect(figure.inputs).toMatchObject([{ kind: 'entry', entry: bill.id }, { kind: 'factor' }])
  })

  it('beside others is not filled by the bill of them all: the bill is named', () => {
    const points = [GAS, { ...GAS, id: 'park/gas-2' }]
    const figure = direct({ points, totals: { 'park/gas': 500 }, entries: [bill] })
    expect(figure.value).toBeCloseTo((500 * NCV) / 3600, 9)
    expect(told(figure)).toContain('bill.gas has 800')
    expect(figure.coverage).toBeLessThan(1)
  })

  it('of water is stood in for too', () => {
    const points: PointWish[] = [{ id: 'park/tap', quantity: 'volume', role: 'tap-inlet' }]
    const entries = [entryOf('bill.water', 'park', 70, '2026-03-01', '2026-04-01')]
    const inputs = figureInputs({ points, totals: {}, entries, factors: factorsOf('default', []), period: '2026-03' })
    const figure = computeFigure(inputs, 'water.tap', 'park') as Figure
    expect([figure.value, figure.coverage]).toEqual([70, 1])
    expect(told(figure)).toContain('bill.water stands in for 2026-03')
  })
})
