/** The rows that are shipped: where they come from, which sets they are in, and which are not there. */

import { describe, expect, it } from 'vitest'
import { factorAt, FACTOR_SETS, missingFactorAt, regionsOf } from '../../../../src/domain/index.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { MISSING_FACTORS } from '../../../../src/figures/factors/tables/missing-rows.ts'
import { computeFigure } from '../../../../src/figures/formulas/compute.ts'
import { message, renderMessage } from '../../../../src/figures/messages/message.ts'
import { entryOf, figureInputs } from '../../../support/fixtures/figure-inputs.ts'

const valueAt = (set: string, kind: Parameters<typeof factorAt>[1], day: string, regions: Parameters<typeof factorAt>[3] = null) =>
  factorAt(factorsOf(set, []), kind, day, regions)

describe('the shipped factor rows', () => {
  it('have an id of their own in each set, a unit, a publisher and a document', () => {
    for (const set of FACTOR_SETS) {
      const rows = factorsOf(set, [])
      expect(new Set(rows.map((r) => r.id)).size, set).toBe(rows.length)
      for (const row of rows) {
        expect(row.unit, row.id).not.toBe('')
        expect(row.publisher.length * row.document.length, row.id).toBeGreaterThan(0)
        expect(row.value, row.id).toBeGreaterThan(0)
        expect(Object.is(row.value, Number(row.value.toPrecision(12))), row.id).toBe(true)
      }
    }
  })

  it('of a grid say which gases they count, when the number was read and, where they are of a publication, when it appeared', () => {
    const grids = FACTOR_SETS.flatMap((set) => factorsOf(set, [])).filter((r) => r.kind.startsWith('grid.'))
    for (const row of grids) {
      expect(row.gases, row.id).toMatch(/^CO2e?$/)
      expect(row.value, row.id).toBeLessThan(1.1)
      if (row.set !== 'report-2020' || row.region?.startsWith('CN') !== true) expect(row.accessed, row.id).toBe('2026-11-30')
    }
  })

  it('hold nothing of publishers whose terms forbid it', () => {
    const publishers = FACTOR_SETS.flatMap((set) => factorsOf(set, []).map((r) => `${r.publisher} ${r.document}`)).join('\n')
    expect(publishers).not.toMatch(/Issuing Bodies|Green-e|Resource Solutions/)
    expect(MISSING_FACTORS.filter((r) => r.why === 'licence-forbids').map((r) => r.region)).toEqual(expect.arrayContaining(['DE', 'US']))
  })

  it('keep the statistical series of China apart from the values of emissions trading', () => {
    const series = (set: string) => ['2020', '2021', '2022', '2023'].map((y) => valueAt(set, 'grid.co2', `${y}-06-01`, 'CN')?.factor.value)
    expect(series('default')).toEqual([undefined, 0.5568, 0.5366, 0.5306])
    expect(series('trading')).toEqual([0.6101, 0.581, 0.5703, 0.5703])
    expect(valueAt('default', 'grid.residual', '2023-06-01', 'CN-BJ')?.factor.value).toBe(0.6096)
    expect(valueAt('default', 'grid.co2', '2026-03-01', 'CN-HE')).toMatchObject({ provisional: true, factor: { value: 0.6516 } })
    const provinces = new Set(factorsOf('default', []).flatMap((r) => (/^CN-[A-Z]{2}$/.test(r.region ?? '') ? [r.region] : [])))
    expect(provinces.size).toBe(30)
  })

  it('warm by the assessment report of the set', () => {
    const gwp = (set: string) =>
      (['gwp.ch4', 'gwp.n2o', 'r-32.gwp', 'r-134a.gwp', 'r-410a.gwp'] as const).map(
        (kind) => valueAt(set, kind, '2026-01-01')?.factor.value,
      )
    expect(gwp('default')).toEqual([28, 265, 677, 1300, 1923.5])
    expect(gwp('ar4')).toEqual([25, 298, 675, 1430, 2087.5])
    expect(gwp('ar6')).toEqual([27, 273, 771, 1530, 2255.5])
    expect(gwp('report-2020').slice(0, 2)).toEqual([21, 310])
    expect(valueAt('default', 'diesel.ch4', '2026-01-01')?.factor.value).toBe(10)
  })

  it('of other countries are one published average each', () => {
    const at = (region: string) => valueAt('default', 'grid.co2', '2026-05-01', region)?.factor.value
    expect(Object.fromEntries(['DE', 'FR', 'GB', 'US', 'JP', 'IN', 'AU-NSW', 'SG', 'TW'].map((r) => [r, at(r)]))).toEqual({
      DE: 0.291,
      FR: 0.036,
      GB: 0.13096,
      US: 0.34076898,
      JP: 0.423,
      IN: 0.675,
      'AU-NSW': 0.6,
      SG: 0.402,
      TW: 0.467,
    })
    expect(valueAt('ar6', 'grid.co2', '2024-05-01', 'US-AKGD')?.factor.value).toBe(0.41763746)
  })

  it('of China alone are for no site elsewhere: heat and calorific values', () => {
    const regions = (timezone: string, grid: string | null) => regionsOf({ timezone }, { id: 's', grid })
    expect(valueAt('default', 'heat.co2e', '2026-01-01', regions('Europe/Berlin', 'DE'))).toBeNull()
    expect(valueAt('default', 'heat.co2e', '2026-01-01', regions('Europe/Berlin', null))).toBeNull()
    expect(valueAt('default', 'heat.co2e', '2026-01-01', regions('Asia/Shanghai', null))?.factor.value).toBe(0.396)
    expect(valueAt('default', 'diesel.ncv', '2026-01-01', regions('Europe/Berlin', 'DE'))?.factor.value).toBe(43)
    expect(['2021-03-31', '2021-04-01'].map((day) => valueAt('default', 'diesel.ncv', day, 'CN-SH')?.factor.value)).toEqual([
      42.652, 42.705,
    ])
  })
})

describe('a row that is not shipped', () => {
  it('says why and where it was looked for, in every language', () => {
    for (const row of MISSING_FACTORS)
      for (const language of ['en', 'zh-Hans', 'zh-Hant'] as const)
        expect(renderMessage(message(row.why), language).length).toBeGreaterThan(10)
    expect(missingFactorAt(MISSING_FACTORS, 'grid.co2', '2025-01-01', 'HK-CLP')?.standIn).toBe(false)
  })

  it('makes a figure missing with that reason, although an earlier row is there', () => {
    const inputs = figureInputs({
      points: [{ id: 'park/main', quantity: 'energy', role: 'main-meter' }],
      totals: { 'park/main': 1000 },
      factors: factorsOf('default', []),
      grids: { park: 'HK-CLP' },
      period: '2026-03',
    })
    const figure = computeFigure(inputs, 'ghg.scope2', null)
    expect(figure?.value).toBeNull()
    expect(figure?.missing.map((m) => renderMessage(m, 'en')).join()).toMatch(
      /no factor grid\.co2 for 2026-03 \(CLP Power Hong Kong.*supplier prints it/,
    )
  })
})

describe('a refrigerant by name', () => {
  it('that escaped warms by its own row', () => {
    const carrier = { id: 'r-410a', name: {}, form: 'refrigerant', role: 'r-410a-scale', quantity: 'mass' } as const
    const inputs = figureInputs({
      points: [{ id: 'park/main', quantity: 'energy', role: 'main-meter' }],
      totals: { 'park/main': 1000 },
      entries: [entryOf('bill.r-410a', 'park', 2.5, '2026-03-01', '2026-04-01')],
      carriers: [carrier],
      factors: factorsOf('default', []),
      period: '2026-03',
    })
    expect(computeFigure(inputs, 'ghg.scope1', null)?.value).toBe((2.5 * 1923.5) / 1000)
  })
})
