/** Scope 2, market-based: instruments first, never more than was used, the residual mix where it is known. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, type Factor, instant } from '../../../../src/domain/index.ts'
import { computeFigure } from '../../../../src/figures/formulas/compute.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { renderMessage } from '../../../../src/figures/messages/message.ts'
import { entryOf, figureInputs } from '../../../support/fixtures/figure-inputs.ts'

const USED_MWH = 120

const instrument = (mwh: number, factor: number, more: Partial<Entry> = {}): Entry => ({
  ...entryOf('instrument.green-certificate', 'park', mwh, '2026-01-01', '2027-01-01'),
  factor,
  ...more,
})

const market = (facts: readonly Entry[], factors: readonly Factor[] = factorsOf('report-2020', [])) =>
  computeFigure(
    figureInputs({
      points: [{ id: 'park/main', quantity: 'energy', role: 'main-meter' }],
      totals: { 'park/main': 10_000 },
      entries: facts,
      factors,
    }),
    'ghg.scope2.market',
    null,
  )

describe('scope 2, market-based', () => {
  it('is missing as long as there is no instrument, and says what to do', () => {
    expect(market([])?.value).toBeNull()
    expect(
      market([])
        ?.missing.map((m) => renderMessage(m, 'en'))
        .join(),
    ).toContain('instrument.<type>')
  })

  it('prices what is covered by the instrument, the rest by the grid average, and says so', () => {
    const figure = market([instrument(50, 0.02)])
    expect(figure?.value).toBeCloseTo(50 * 0.02 + 70 * 0.7119, 9)
    expect(figure?.remarks.map((r) => r.code)).toContain('residual-mix')
  })

  it('prices the rest by the residual mix where there is a row for it', () => {
    const residual: Factor = {
      id: 'grid.residual/CN-NORTH/recorded-1',
      kind: 'grid.residual',
      set: '*',
      region: 'CN-NORTH',
      value: 0.8,
      unit: 'tCO2/MWh',
      from: null,
      to: null,
      publisher: 'registry',
      document: 'residual mix 2026',
      note: '',
      verified: false,
      recordedAt: instant(0),
    }
    const figure = market([instrument(50, 0)], factorsOf('report-2020', [residual]))
    expect(figure?.value).toBeCloseTo(70 * 0.8, 9)
    expect(figure?.remarks.map((r) => r.code)).not.toContain('residual-mix')
  })

  it('names the grid and the months that have no residual mix, where others have one', () => {
    const residual = (region: string, from: string): Factor => ({
      ...(factorsOf('report-2020', []).find((f) => f.kind === 'grid.co2') as Factor),
      id: `grid.residual/${region}`,
      kind: 'grid.residual',
      set: '*',
      region,
      value: 0.8,
      from,
      recordedAt: instant(0),
    })
    const points = ['park', 'south', 'east'].map((site) => ({ id: `${site}/main`, quantity: 'energy' as const, role: 'main-meter' }))
    const months = [1000, 1000, 1000, 0, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000]
    const inputs = figureInputs({
      points,
      totals: { 'park/main': 10_000, 'south/main': 1000, 'east/main': months },
      entries: [instrument(50, 0)],
      factors: factorsOf('report-2020', [residual('CN-NORTH', '2020-01-01'), residual('CN-EAST', '2026-06-01')]),
      grids: { park: 'CN-NORTH', south: 'CN-SOUTH', east: 'CN-EAST' },
    })
    const told = computeFigure(inputs, 'ghg.scope2.market', null)?.remarks.flatMap((r) =>
      r.code === 'residual-mix' ? [renderMessage(r.message, 'en')] : [],
    )
    const of = (grid: string, span: string): string => `no residual mix (grid.residual) of ${grid} is known for ${span}: `
    expect(told).toHaveLength(2)
    expect(told?.[0]).toContain(of('CN-SOUTH', '2026-01 - 2026-12'))
    expect(told?.[1]).toContain(of('CN-EAST', '2026-01 - 2026-03, 2026-05'))
  })

  it('never counts more than was used, and tells it', () => {
    const figure = market([instrument(200, 0.1)])
    expect(figure?.value).toBeCloseTo(USED_MWH * 0.1, 9)
    expect(figure?.remarks.map((r) => r.code)).toContain('instruments-exceed')
  })

  it('lies between everything at the instruments and everything at the grid, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ mwh: fc.double({ min: 0.1, max: 80, noNaN: true }), factor: fc.double({ min: 0, max: 1, noNaN: true }) }), {
          minLength: 1,
          maxLength: 4,
        }),
        (claims) => {
          const facts = claims.map(({ mwh, factor }, i) => instrument(mwh, factor, { id: `fact-${i}`, reference: `R${i}` }))
          const value = market(facts)?.value ?? Number.NaN
          const rates = [0.7119, ...claims.map((c) => c.factor)]
          expect(value).toBeGreaterThanOrEqual(USED_MWH * Math.min(...rates) - 1e-9)
          expect(value).toBeLessThanOrEqual(USED_MWH * Math.max(...rates) + 1e-9)
        },
      ),
    )
  })
})
