/** carriers, tariffs and completeness of the campus file: what they become, and every fault with its line. */

import { describe, expect, it } from 'vitest'
import { campus, faultTexts, loaded } from './campus-file.ts'

const SOURCE = 'publisher: the grid company, document: price list'

describe('the accounting part of a campus file', () => {
  it('gives carriers their quantity by form, tariffs their windows, statements their words', () => {
    const { accounting } = loaded(
      campus(
        'carriers: [{ id: steam, form: heat }, { id: lpg, form: fuel, quantity: mass, name: { en: LPG } }]',
        'tariffs:',
        `  - { id: grid, carrier: electricity, sites: [park], currency: CNY, from: 2026-01, demand: 38, ${SOURCE}, prices: [`,
        '      { name: peak, price: 1.2, days: [workday], hours: ["08:00-12:00", "22:00-24:00"], months: [7, 8] },',
        '      { price: 0.7 } ] }',
        'completeness: [{ source: diesel, status: not-occurring, why: no generators }]',
      ),
    ).campus
    expect(accounting?.carriers).toEqual([
      { id: 'steam', name: { en: 'steam' }, form: 'heat', role: 'steam-meter', quantity: 'heat_energy' },
      { id: 'lpg', name: { en: 'LPG' }, form: 'fuel', role: 'lpg-meter', quantity: 'mass' },
    ])
    expect(accounting?.tariffs[0]).toMatchObject({ from: '2026-01', to: null, demand: 38, fixed: null, sites: ['park'] })
    expect(accounting?.tariffs[0]?.prices).toEqual([
      {
        name: 'peak',
        price: 1.2,
        months: [7, 8],
        days: ['workday'],
        hours: [
          { from: 480, to: 720 },
          { from: 1320, to: 1440 },
        ],
      },
      { name: 'flat', price: 0.7, months: null, days: null, hours: null },
    ])
    expect(accounting?.completeness).toEqual([{ source: 'diesel', status: 'not-occurring', why: 'no generators' }])
  })

  it('gives the collector area to the point that has it', () => {
    const { points } = loaded(campus('points: [{ id: sun, quantity: irradiance, role: solar-irradiance, area: 620 }]')).campus
    expect(points[0]?.area).toBe(620)
  })

  it.each([
    ['carriers: [{ id: steam, form: heat, quantity: volume }]', '"volume" is no amount of heat'],
    ['carriers: [{ id: a, form: fuel }, { id: a, form: fuel }]', '"a" is there already'],
    [`tariffs: [{ id: t, carrier: electrcity, currency: CNY, ${SOURCE}, prices: [{ price: 1 }] }]`, 'did you mean "electricity"?'],
    [`tariffs: [{ id: t, carrier: gas, sites: [moon], currency: CNY, ${SOURCE}, prices: [{ price: 1 }] }]`, 'there is no "moon"'],
    [`tariffs: [{ id: t, carrier: gas, currency: yuan, ${SOURCE}, prices: [{ price: 1 }] }]`, 'a currency code such as CNY'],
    [`tariffs: [{ id: t, carrier: gas, currency: CNY, from: 2026-03-15, ${SOURCE}, prices: [{ price: 1 }] }]`, 'a month such as 2026-03'],
    [`tariffs: [{ id: t, carrier: gas, currency: CNY, from: 2026-03, to: 2026-03, ${SOURCE}, prices: [{ price: 1 }] }]`, 'is not after'],
    [`tariffs: [{ id: t, carrier: gas, currency: CNY, ${SOURCE}, prices: [{ price: -1 }] }]`, '-1 is below 0'],
    [
      `tariffs: [{ id: t, carrier: electricity, currency: CNY, ${SOURCE}, prices: [{ price: 1, hours: ["8-12"] }, { price: 1 }] }]`,
      'hours such as',
    ],
    [
      `tariffs: [{ id: t, carrier: electricity, currency: CNY, ${SOURCE}, prices: [{ price: 1, days: [monday] }, { price: 1 }] }]`,
      'is not one of',
    ],
    [
      `tariffs: [{ id: t, carrier: electricity, currency: CNY, ${SOURCE}, prices: [{ price: 1, days: [mon] }] }]`,
      'no price holds at all other times',
    ],
    ['completeness: [{ source: disel, status: elsewhere, why: x }]', 'did you mean "diesel"?'],
    ['completeness: [{ source: diesel, status: unknown, why: x }]', 'is not one of'],
  ])('tells of %s what is wrong', (line, words) => {
    const faults = faultTexts(campus(line))
    expect(faults.join('\n')).toContain(words)
    expect(faults.every((f) => /^campus\.yaml:\d+:\d+: /.test(f))).toBe(true)
  })
})
