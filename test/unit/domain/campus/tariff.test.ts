/** Prices by time of use: every moment has exactly the first price that holds; rows by month and site. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTimed, type Price, priceHolds, type Tariff, tariffAt, WEEKDAYS } from '../../../../src/domain/index.ts'

const price = (more: Partial<Price> = {}): Price => ({ name: 'p', price: 1, months: null, days: null, hours: null, ...more })
const moment = fc.record({
  month: fc.integer({ min: 1, max: 12 }),
  weekday: fc.constantFrom(...WEEKDAYS),
  type: fc.constantFrom('workday' as const, 'weekend' as const, 'holiday' as const),
  minute: fc.integer({ min: 0, max: 1439 }),
})

describe('a price', () => {
  it('without conditions holds always', () => {
    fc.assert(fc.property(moment, (at) => priceHolds(price(), at)))
  })

  it('of a window over midnight holds exactly where the window of the day does not', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 1439 }), fc.integer({ min: 1, max: 1439 }), (at, a, b) => {
        fc.pre(a !== b)
        const one = price({ hours: [{ from: a, to: b }] })
        const other = price({ hours: [{ from: b, to: a }] })
        expect(priceHolds(one, at)).toBe(!priceHolds(other, at))
      }),
    )
  })

  it('of a weekday or of a day type holds on either', () => {
    const at = { month: 3, weekday: 'sat', type: 'workday', minute: 0 } as const
    expect(priceHolds(price({ days: ['workday'] }), at)).toBe(true)
    expect(priceHolds(price({ days: ['sat'] }), at)).toBe(true)
    expect(priceHolds(price({ days: ['sun', 'weekend', 'holiday'] }), at)).toBe(false)
    expect(priceHolds(price({ months: [1, 2] }), at)).toBe(false)
  })

  it('goes by time of use when it names days or hours, not when it names months only', () => {
    expect([price({ months: [1] }), price({ days: ['mon'] }), price({ hours: [{ from: 0, to: 60 }] })].map(isTimed)).toEqual([
      false,
      true,
      true,
    ])
  })
})

describe('the tariff of a month', () => {
  const row = (id: string, more: Partial<Tariff> = {}): Tariff => ({
    id,
    carrier: 'electricity',
    sites: null,
    currency: 'CNY',
    from: null,
    to: null,
    prices: [price()],
    demand: null,
    fixed: null,
    publisher: 'p',
    document: 'd',
    ...more,
  })
  const rows = [
    row('old', { to: '2026-03' }),
    row('new', { from: '2026-03' }),
    row('shop', { sites: ['shop'] }),
    row('gas', { carrier: 'gas' }),
  ]

  it('is the one that holds then; one for the site comes before one for all', () => {
    expect(tariffAt(rows, 'electricity', 'park', '2026-02')?.id).toBe('old')
    expect(tariffAt(rows, 'electricity', 'park', '2026-03')?.id).toBe('new')
    expect(tariffAt(rows, 'electricity', 'shop', '2026-03')?.id).toBe('shop')
    expect(tariffAt(rows, 'heat', 'park', '2026-03')).toBeNull()
  })
})
