/** Which factor row a site gets: never one of another region. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Factor, factorAt, instant } from '../../../../src/domain/index.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'

const row = (region: string | null, value: number, more: Partial<Factor> = {}): Factor => ({
  id: `${region ?? 'everywhere'}/${value}`,
  kind: 'grid.co2',
  set: 'default',
  region,
  value,
  unit: 'tCO2/MWh',
  from: null,
  to: null,
  publisher: 'p',
  document: 'd',
  note: '',
  verified: true,
  recordedAt: null,
  ...more,
})
const idOf = (rows: readonly Factor[], region: string | null): string | null =>
  factorAt(rows, 'grid.co2', '2026-03-01', region)?.factor.id ?? null

describe('the grid factor of a site', () => {
  it('is that of its region, of its country, or one for everywhere, in this order', () => {
    const rows = [row(null, 1), row('CN', 2), row('CN-NORTH', 3), row('DE', 4)]
    expect(['CN-NORTH', 'CN-SOUTH', 'CN', 'DE', 'DE-50HZ', 'CNX', 'FR', null].map((region) => idOf(rows, region))).toEqual(
      'CN-NORTH/3 CN/2 CN/2 DE/4 DE/4 everywhere/1 everywhere/1 everywhere/1'.split(' '),
    )
  })

  it('recorded for everywhere comes before a shipped one of the country, not before one of the region', () => {
    const recorded = row(null, 9, { recordedAt: instant(5) })
    expect(idOf([row('CN', 2), recorded], 'CN-NORTH')).toBe('everywhere/9')
    expect(idOf([row('CN', 2), row('CN-NORTH', 3), recorded], 'CN-NORTH')).toBe('CN-NORTH/3')
  })

  it('is missing where only other regions have rows, whatever the shipped set', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('default', 'report-2020'),
        fc.option(fc.stringMatching(/^[A-Z]{2}(-[A-Z0-9]{1,6})?$/)),
        fc.integer({ min: 2015, max: 2030 }),
        (set, region, year) => {
          const found = factorAt(factorsOf(set, []), 'grid.co2', `${year}-06-01`, region)
          const country = found?.factor.region?.split('-')[0] ?? null
          if (region === null) expect(found).toBeNull()
          else if (found !== null) expect(country).toBe(region.split('-')[0])
        },
      ),
    )
    const id = (region: string): string | undefined => factorAt(factorsOf('default', []), 'grid.co2', '2023-05-01', region)?.factor.id
    expect(['CN', 'CN-NORTH', 'CN-BJ', 'CN-XZ', 'DE', 'US-RFCW', 'FJ'].map(id)).toEqual([
      'grid.co2/CN/mee-2023',
      'grid.co2/CN-NORTH/mee-2023',
      'grid.co2/CN-BJ/mee-2023',
      'grid.co2/CN/mee-2023',
      'grid.co2/DE/eea-2023',
      undefined,
      undefined,
    ])
  })

  it('does not depend on the order of the rows', () => {
    const some = fc.record({
      region: fc.constantFrom(null, 'CN', 'CN-NORTH', 'DE'),
      at: fc.option(fc.integer({ min: 1, max: 3 })),
      from: fc.constantFrom(null, '2020-01-01', '2026-01-01'),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), fc.constantFrom('CN-NORTH', 'DE', null), (wishes, region) => {
        const rows = wishes.map((w) =>
          row(w.region, 1, { id: JSON.stringify(w), recordedAt: w.at === null ? null : instant(w.at), from: w.from }),
        )
        expect(idOf(rows, region)).toBe(idOf(rows.toReversed(), region))
      }),
    )
  })
})
