/** The solar share of heat: of the months of which sun and auxiliary heater are both known. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigure, type Figure } from '../../../../src/figures/formulas/compute.ts'
import { figureInputs, type InputsWish } from '../../../support/fixtures/figure-inputs.ts'

const SUN = { id: 'park/sun/heat', quantity: 'heat_energy', role: 'solar-heat' } as const
const HEATER = { id: 'park/sun/heater', quantity: 'energy', role: 'solar-auxiliary' } as const

/** Month totals; null: no data. */
type Months = readonly (number | null)[]
const known = (months: Months): number[] => months.map((m) => m ?? Number.NaN)

function shareOf(sun: Months, heater: Months | null): Figure {
  const wish: InputsWish = {
    points: heater === null ? [SUN] : [SUN, HEATER],
    totals: { [SUN.id]: known(sun), ...(heater === null ? {} : { [HEATER.id]: known(heater) }) },
    factors: factorsOf('default', []),
  }
  const inputs = figureInputs(wish)
  const gap = (id: string, start: number): boolean => {
    const month = inputs.period.months.findIndex((m) => m.span.from === start)
    return (id === SUN.id ? sun : (heater ?? []))[month] === null
  }
  const figure = computeFigure(
    { ...inputs, month: (id, start) => (gap(id, start) ? null : inputs.month(id, start)) },
    'solar.share.heat',
    null,
  )
  if (figure === null) throw new Error('no figure')
  return figure
}

const twelve = fc.array(fc.option(fc.integer({ min: 1, max: 5000 }), { freq: 4 }), { minLength: 12, maxLength: 12 })

describe('the solar share of heat', () => {
  it('is missing without a meter of the auxiliary heater: it is not 100 %', () => {
    const { value, missing } = shareOf(
      Array.from({ length: 12 }, () => 100),
      null,
    )
    expect([value, missing[0]]).toEqual([null, { code: 'no-point', values: { role: 'solar-auxiliary', boundary: 'park' } }])
  })

  it('takes a silent heater for unknown, not for off', () => {
    fc.assert(
      fc.property(twelve, twelve, (sun, heater) => {
        const both = sun.flatMap((s, i) => {
          const h = heater[i] ?? null
          return s === null || h === null ? [] : [{ s, h }]
        })
        const [s, h] = [both.reduce((t, m) => t + m.s, 0), both.reduce((t, m) => t + m.h, 0)]
        const { value, coverage } = shareOf(sun, heater)
        if (both.length === 0) expect(value).toBeNull()
        else expect(value).toBeCloseTo((100 * s) / (s + h), 6)
        expect(coverage === 1).toBe(both.length === 12)
      }),
    )
  })
})
