/** Claims by hand as figures: sums, intervals, prices by month, what is told beside them. */

import { describe, expect, it } from 'vitest'
import {
  type ClaimedMonth,
  type Factor,
  instant,
  MWH_PER_KWH,
  type Saving,
  type SavingFinding,
  type SavingMonth,
  type SavingMessage,
  type UncertainPart,
} from '../../../../src/domain/index.ts'
import { type Figure, computeFigure } from '../../../../src/figures/formulas/compute.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { LANGUAGES, type Language } from '../../../../src/figures/messages/language.ts'
import { renderMessage } from '../../../../src/figures/messages/message.ts'
import { type SavingsView, savingsView } from '../../../../src/figures/document/savings/savings-view.ts'
import { changeDays, slicePeriod } from '../../../../src/figures/inputs/slices.ts'
import { figureInputs, monthsOf2026 } from '../../../support/fixtures/figure-inputs.ts'
import { savingPark } from '../../../support/fixtures/saving-park.ts'

const POWER = { watts: 1000, source: 'measured', window: '2026-01', hours: 100, scatter: 1, running: 100 } as const

interface Wish {
  readonly kWh?: number
  readonly uncertain?: readonly UncertainPart[]
  readonly unsure?: boolean
  readonly refused?: boolean
  readonly meterOnly?: boolean
}

const SILENT = { code: 'no-baseline', values: { point: 'park/a/energy' } } as const
const UNSURE = { code: 'no-scatter', values: { point: 'park/a/power' } } as const

/** A month whose baseline used 1,000 kWh. */
function monthOf(index: number, { kWh = 100, uncertain = [], unsure = false, refused = false, meterOnly = false }: Wish): SavingMonth {
  const month = monthsOf2026()[index]
  const claim: ClaimedMonth = {
    counterfactual: 1000 * MWH_PER_KWH,
    metered: (1000 - kWh) * MWH_PER_KWH,
    baselineHours: 1000,
    power: POWER,
    uncertain,
    meterOnly,
    unsure: unsure ? UNSURE : null,
  }
  const span = { from: month?.span.from ?? instant(0), to: month?.span.to ?? instant(0) }
  return {
    month: month?.id ?? '',
    span,
    coverage: refused ? 0.5 : 1,
    claim: refused ? null : claim,
    reason: refused ? SILENT : null,
    step: null,
    findings: 0,
  }
}

function savingOf(loads: Readonly<Record<string, readonly Wish[]>>): Saving {
  const [measure] = savingPark({ stems: ['park/a'] }).measures
  if (measure === undefined) throw new Error('no measure')
  const place = (site: string) => ({ site, building: null, floor: null, zone: null })
  return {
    measure,
    findings: [],
    loads: Object.entries(loads).map(([id, months]) => ({
      energy: `${id}/energy`,
      power: `${id}/power`,
      place: place(id.split('/')[0] ?? ''),
      months: months.map((m, i) => monthOf(i, m)),
      baselineHash: null,
      schedule: null,
      findings: [],
    })),
  }
}

const grid = (from: string, to: string | null, value: number): Factor => ({
  id: `grid/${from}`,
  kind: 'grid.co2',
  set: 'own',
  region: null,
  value,
  unit: 'tCO2/MWh',
  from,
  to,
  publisher: 'p',
  document: 'd',
  note: '',
  verified: false,
  recordedAt: instant(1),
})

const inputs = (savings: readonly Saving[] | null, period: string, factors: readonly Factor[] = factorsOf('report-2020', [])) => ({
  ...figureInputs({
    points: [
      { id: 'park/a/energy', quantity: 'energy' },
      { id: 'shop/b/energy', quantity: 'energy' },
    ],
    totals: {},
    factors,
    period,
  }),
  savings,
})
const figure = (savings: readonly Saving[] | null, id: 'savings.energy' | 'savings.ghg', period = '2026'): Figure =>
  computeFigure(inputs(savings, period), id, null) as Figure

describe('savings as figures', () => {
  it('are the signed sum of the claims within the boundary', () => {
    const saving = savingOf({ 'park/a': [{ kWh: 100 }, { kWh: -30 }], 'park/b': [{ kWh: 0.5 }], 'shop/b': [{ kWh: 7000 }] })
    expect(figure([saving], 'savings.energy')).toMatchObject({ value: 70.5, coverage: 1, boundary: 'park', missing: [] })
  })

  it('add uncertainties of one key with their signs, others as squares', () => {
    const part = (key: string, kWh: number): UncertainPart => ({ key, mWh: kWh * MWH_PER_KWH })
    const saving = savingOf({
      'park/a': [{ uncertain: [part('meter', 3)] }, { uncertain: [part('meter', -1)] }, { uncertain: [part('meter', 2)] }],
      'park/b': [{ uncertain: [part('other', 3)] }],
    })
    expect(figure([saving], 'savings.energy').interval90).toBeCloseTo(1.6448536269514722 * 5, 9)
  })

  it('have no interval as soon as one claim has none', () => {
    const saving = savingOf({ 'park/a': [{ uncertain: [{ key: 'a', mWh: 1 }] }, { unsure: true }] })
    expect(figure([saving], 'savings.energy').interval90).toBeNull()
    expect(figure([saving], 'savings.ghg').interval90).toBeNull()
  })

  it('are priced by the factor of each month', () => {
    const factors = [grid('2026-01-01', '2026-02-01', 0.5), grid('2026-02-01', null, 0.7)]
    const saving = savingOf({ 'park/a': [{ kWh: 1000, uncertain: [{ key: 'a', mWh: MWH_PER_KWH }] }, { kWh: 3000 }] })
    const ghg = computeFigure(inputs([saving], '2026', factors), 'savings.ghg', null)
    expect(ghg?.value).toBeCloseTo(0.5 + 3 * 0.7, 12)
    expect(ghg?.factors).toEqual(['grid/2026-01-01', 'grid/2026-02-01'])
    expect(ghg?.interval90).toBeCloseTo((1.6448536269514722 * (0.5 + 3 * 0.7)) / 4000, 12)
  })

  it('are priced by the factor of each day where it changes within a month: by what was saved before and after, else by days', () => {
    const factors = [grid('2026-01-01', '2026-01-11', 0.5), grid('2026-01-11', null, 0.7)]
    const saving = savingOf({ 'park/a': [{ kWh: 3100 }] })
    const frame = inputs([saving], '2026-01', factors)
    const months = slicePeriod(frame.campus.timezone, frame.period.span, changeDays(frame.campus, factors))
    const cut = { ...frame, period: { ...frame.period, months } }
    expect(months.map((m) => m.id)).toEqual(['2026-01-01/2026-01-10', '2026-01-11/2026-01-31'])
    const byDays = computeFigure(cut, 'savings.ghg', null)
    expect(byDays?.value).toBeCloseTo(1 * 0.5 + 2.1 * 0.7, 12)
    expect(byDays?.estimated).toBeGreaterThan(0.99)
    const parts = [500, 2600].map((kWh) => [savingOf({ 'park/a': [{ kWh }] })])
    const slicedSavings = new Map(months.map((m, i) => [m.span.from, parts[i] ?? []]))
    const byClaims = computeFigure({ ...cut, slicedSavings }, 'savings.ghg', null)
    expect(byClaims?.value).toBeCloseTo(0.5 * 0.5 + 2.6 * 0.7, 12)
    expect(byClaims?.factors).toEqual(['grid/2026-01-01', 'grid/2026-01-11'])
  })

  it('tell when they are negative, and of which loads nothing is claimed', () => {
    const saving = savingOf({ 'park/a': [{ kWh: -20 }, { refused: true }] })
    const told = figure([saving], 'savings.energy')
    expect(told.value).toBe(-20)
    expect(told.coverage).toBeCloseTo(31 / 59, 12)
    expect(told.remarks).toMatchObject([
      { code: 'negative-saving', message: { code: 'above-baseline', values: { measure: 'lighting', kWh: 20 } } },
    ])
  })

  it('are missing with the reason when nothing is claimed', () => {
    const saving = savingOf({ 'park/a': [{ refused: true }] })
    const reasons = (savings: readonly Saving[] | null, id: 'savings.energy' | 'savings.ghg' = 'savings.energy'): string[] => {
      const { value, missing } = figure(savings, id)
      expect(value).toBeNull()
      return missing.map((m) => renderMessage(m, 'en'))
    }
    expect(reasons([saving])).toEqual(['lighting: park/a/energy has no baseline'])
    expect(reasons([saving], 'savings.ghg')).toEqual(['lighting: park/a/energy has no baseline'])
    expect(reasons([savingOf({ 'shop/b': [{}] })])).toEqual(['no measure has a load in "park"'])
    expect(reasons(null)).toEqual(['no measure is named in the campus file'])
  })
})

describe('the view of savings', () => {
  it('has each load and month with the reason why nothing is claimed', () => {
    const view = savingsView(inputs([savingOf({ 'park/a': [{ kWh: 100 }, { refused: true }], 'shop/b': [{ kWh: 50 }] })], '2026-Q1'), null)
    const [measure] = view.measures
    expect(measure?.loads.map((l) => [l.energy, l.saving])).toEqual([
      ['park/a/energy', 100],
      ['shop/b/energy', 50],
    ])
    expect(measure?.loads[0]?.months.map((m) => [m.month, m.saving, m.reason_code, m.reason])).toEqual([
      ['2026-01', 100, null, null],
      ['2026-02', null, 'no-baseline', 'park/a/energy has no baseline'],
    ])
    expect(measure?.months.map((m) => [m.month, m.saving])).toEqual([
      ['2026-01', 150],
      ['2026-02', null],
    ])
    expect(measure?.avoided_hours).toBeCloseTo(150, 9)
    expect(view.total.saving).toBe(150)
  })
})

describe('a remark beside savings', () => {
  const finding = (point: string) =>
    ({ code: 'rated-power', message: { code: 'rated-stands-in', values: { point, watts: 900, months: '2026-01' } } }) as const
  const exact = { code: 'interval-partial', message: { code: 'class-not-stated', values: { point: 'park/a/energy' } } } as const
  const refused = (reason: SavingMessage): SavingFinding => ({
    code: 'insufficient-data',
    message: { code: 'not-claimed', values: { month: '2026-01', reason } },
  })

  /** A measure of loads in the park, each with its own findings. */
  function savingWith(id: string, own: readonly SavingFinding[], loads: Readonly<Record<string, readonly SavingFinding[]>>): Saving {
    const saving = savingOf(Object.fromEntries(Object.keys(loads).map((stem) => [stem, [{ kWh: 10 }]])))
    return {
      measure: { ...saving.measure, id },
      findings: own,
      loads: saving.loads.map((load, i) => ({ ...load, findings: Object.values(loads)[i] ?? [] })),
    }
  }
  const sentences = (savings: readonly Saving[], id: 'savings.energy' | 'savings.ghg' = 'savings.energy', language: Language = 'en') =>
    figure(savings, id)
      .remarks.filter((r) => r.code !== 'provisional-factor')
      .map((r) => renderMessage(r.message, language))

  it('stands once in a report when several measures have it, with their names', () => {
    const savings = ['lighting', 'basins', 'garage'].map((id) => savingWith(id, [exact], { [`park/${id}`]: [] }))
    const once = 'lighting, basins, garage: no accuracy_class of park/a/energy is stated: the interval leaves its meter out'
    expect(sentences(savings)).toEqual([once])
    expect(sentences(savings, 'savings.ghg')).toEqual([once])
    expect(sentences(savings, 'savings.energy', 'zh-Hans')).toEqual([
      'lighting, basins, garage:未注明 park/a/energy 的 accuracy_class:区间未计入其计量表误差',
    ])
  })

  it('counts the loads of all measures that have the same', () => {
    const savings = [
      savingWith('lighting', [], { 'park/a': [finding('park/a/power')], 'park/b': [finding('park/b/power')] }),
      savingWith('basins', [], { 'park/c': [finding('park/c/power')], 'shop/d': [finding('shop/d/power')] }),
    ]
    const first = 'park/a/power: no hour at full output was found, the rated power of 900 W stands in for 2026-01'
    expect(sentences(savings)).toEqual([`lighting, basins: ${first}; the same of 2 more loads`])
    expect(sentences(savings, 'savings.energy', 'zh-Hant')).toEqual([
      'lighting, basins:park/a/power:未找到滿負荷小時,2026-01 以額定功率 900 W 代替;另有 2 個負荷情況相同',
    ])
  })

  it('keeps apart what differs: years of a calendar, reasons of loads', () => {
    const years = (text: string) => ({ code: 'calendar-unknown', message: { code: 'no-calendar', values: { years: text } } }) as const
    const savings = [
      savingWith('lighting', [years('2026')], { 'park/a': [refused(SILENT)] }),
      savingWith('basins', [years('2025, 2026')], { 'park/b': [refused({ code: 'in-commissioning', values: { point: 'park/b/power' } })] }),
    ]
    expect(sentences(savings)).toEqual([
      'lighting: holidays of 2026 are counted as plain days: no calendar is chosen (campus.calendar)',
      'lighting: nothing is claimed for 2026-01: park/a/energy has no baseline',
      'basins: holidays of 2025, 2026 are counted as plain days: no calendar is chosen (campus.calendar)',
      'basins: nothing is claimed for 2026-01: park/b/power is in commissioning',
    ])
  })

  it('stands in the view in the language asked for, with the same codes and numbers', () => {
    const savings = [savingWith('lighting', [exact], { 'park/a': [finding('park/a/power'), refused(SILENT)] })]
    const [en, hans, hant] = LANGUAGES.map((language) => savingsView(inputs(savings, '2026-Q1'), null, language))
    const facts = (view: SavingsView | undefined): unknown =>
      JSON.parse(
        JSON.stringify(view, (key, value: unknown) => (['sentence', 'reason', 'baseline', 'language'].includes(key) ? null : value)),
      )
    expect(facts(hans)).toEqual(facts(en))
    expect(facts(hant)).toEqual(facts(en))
    expect(en?.measures[0]?.findings[0]).toEqual({
      code: 'interval-partial',
      sentence: 'no accuracy_class of park/a/energy is stated: the interval leaves its meter out',
    })
    expect(hans?.measures[0]?.loads[0]?.findings[1]).toEqual({
      code: 'insufficient-data',
      sentence: '2026-01 未认定节能量:park/a/energy 没有基线',
    })
    expect(hant?.language).toBe('zh-Hant')
    expect(savingsView(inputs(null, '2026-Q1'), null, 'zh-Hans').missing).toEqual(['园区文件未列出节能措施:请在 `measures` 下添加'])
  })
})
