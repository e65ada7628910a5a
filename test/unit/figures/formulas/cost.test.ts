/** Cost by tariff over several months, by hand: prices that change, names that come twice, fees and the months they are due in. */

import { describe, expect, it } from 'vitest'
import { basePerUnit, instant, type Tariff } from '../../../../src/domain/index.ts'
import { evaluate, type How } from '../../../../src/figures/inputs/calculation.ts'
import { type Figure, computeFigure } from '../../../../src/figures/formulas/compute.ts'
import { explanationOf } from '../../../../src/figures/document/explanation.ts'
import type { FigureInputs } from '../../../../src/figures/inputs/figure-inputs.ts'
import { figureInputs } from '../../../support/fixtures/figure-inputs.ts'

const ROW: Tariff = {
  id: 'old',
  carrier: 'electricity',
  sites: null,
  currency: 'CNY',
  from: null,
  to: '2026-02',
  prices: [{ name: 'flat', price: 0.5, months: null, days: null, hours: null }],
  demand: null,
  fixed: 100,
  publisher: 'the grid company',
  document: 'price list',
}
const SEASONAL: Tariff = {
  ...ROW,
  id: 'new',
  from: '2026-02',
  to: null,
  prices: [
    { name: 'flat', price: 0.9, months: [7, 8], days: null, hours: null },
    { name: 'flat', price: 0.6, months: null, days: null, hours: null },
  ],
}
const NOVEMBER = Date.parse('2026-11-23T00:00:00Z')

const inputs = (period: string, tariffs: readonly Tariff[], now?: number): FigureInputs =>
  figureInputs({
    points: [{ id: 'park/main/energy', quantity: 'energy', role: 'main-meter' }],
    totals: { 'park/main/energy': 1000 },
    factors: [],
    tariffs,
    period,
    ...(now === undefined ? {} : { now }),
  })
const cost = (l: FigureInputs): Figure => computeFigure(l, 'electricity.cost', 'park') as Figure

/** The register goes from 0 to what twelve months counted. */
const at = (kWh: number) => new Map([['park/main/energy', { time: instant(0), value: kWh * basePerUnit('energy') }]])
const explain = (l: FigureInputs) =>
  explanationOf(
    l,
    cost(l),
    { first: at(0), last: at(12_000), afterFirst: new Map(), afterLast: new Map() },
    { version: 'test', language: 'en' },
  )

function leaves(how: How): How[] {
  if (how.op === 'sum' || how.op === 'product') return how.of.flatMap(leaves)
  return how.op === 'quotient' ? [...leaves(how.over), ...leaves(how.under)] : [how]
}

describe('the cost of electricity', () => {
  it('goes by the row of each month, and the explanation tells the rows apart', () => {
    const l = inputs('2026', [ROW, SEASONAL])
    expect(cost(l).value).toBeCloseTo(1000 * (0.5 + 9 * 0.6 + 2 * 0.9) + 12 * 100, 9)
    const { prices, calculation } = explain(l)
    expect(prices.map((p) => [p.tariff, p.name, p.value, p.unit, p.from, p.to, p.source])).toEqual([
      ['old', 'flat', 0.5, 'CNY/kWh', null, '2026-02', 'the grid company: price list'],
      ['old', 'fixed', 100, 'CNY/month', null, '2026-02', 'the grid company: price list'],
      ['new', 'flat (2)', 0.6, 'CNY/kWh', '2026-02', null, 'the grid company: price list'],
      ['new', 'fixed', 100, 'CNY/month', '2026-02', null, 'the grid company: price list'],
      ['new', 'flat', 0.9, 'CNY/kWh', '2026-02', null, 'the grid company: price list'],
    ])
    expect(calculation === null ? null : evaluate(calculation)).toBeCloseTo(cost(l).value ?? 0, 9)
  })

  it('calls two prices of one name by two names, each with when it holds', () => {
    const { prices } = explain(inputs('2026', [{ ...SEASONAL, from: null }]))
    expect(prices.map((p) => [p.name, p.value, p.months])).toEqual([
      ['flat (2)', 0.6, null],
      ['fixed', 100, null],
      ['flat', 0.9, [7, 8]],
    ])
  })

  it('holds the fee of every month that has begun, by site and month, and of no month that has not', () => {
    const l = inputs('2026', [{ ...ROW, to: null }], NOVEMBER)
    const fees = leaves(cost(l).how ?? { op: 'given', value: 0, what: 'nothing' }).flatMap((how) =>
      how.op === 'price' ? (how.about ?? []) : [],
    )
    expect(fees).toHaveLength(11)
    expect([fees[0], fees.at(-1)]).toEqual(['park 2026-01', 'park 2026-11'])
  })

  it('adds no register up that it does not know whole: a month without a tariff leaves the identity open', () => {
    expect(explain(inputs('2026', [ROW])).meters[0]).toMatchObject({ total: 1000, restarts: null })
    expect(explain(inputs('2026', [ROW, SEASONAL])).meters[0]).toMatchObject({ total: 12_000, restarts: 0 })
  })
})
