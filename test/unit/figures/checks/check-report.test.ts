/** Plausibility checks before a report is signed: each by its code and exact numbers; their sentences once. */

import { describe, expect, it } from 'vitest'
import { effectiveEntries, type Entry, instant } from '../../../../src/domain/index.ts'
import type { PlausibilityCheck } from '../../../../src/figures/checks/check.ts'
import { checkReport } from '../../../../src/figures/checks/check-report.ts'
import { sourcesOf } from '../../../../src/figures/document/completeness.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigures } from '../../../../src/figures/formulas/compute.ts'
import { boundaryOf } from '../../../../src/figures/inputs/boundary.ts'
import type { FigureInputs } from '../../../../src/figures/inputs/figure-inputs.ts'
import type { Language } from '../../../../src/figures/messages/language.ts'
import { renderMessage } from '../../../../src/figures/messages/message.ts'
import { entryOf, figureInputs, type InputsWish, monthsOf2026 } from '../../../support/fixtures/figure-inputs.ts'
import { savingPark } from '../../../support/fixtures/saving-park.ts'

const POINTS: InputsWish['points'] = [
  { id: 'park/main', quantity: 'energy', role: 'main-meter' },
  { id: 'shop/main', quantity: 'energy', role: 'main-meter' },
  { id: 'park/tap', quantity: 'volume', role: 'tap-inlet' },
]
const CALENDAR: FigureInputs['calendar'] = {
  typeOf: (day) => ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 'weekend' : 'workday'),
  knows: () => true,
}

const marchInputs = (more: Partial<InputsWish> = {}): FigureInputs =>
  figureInputs({
    points: POINTS,
    totals: { 'park/main': 10_000, 'shop/main': 1000, 'park/tap': 500 },
    factors: factorsOf('report-2020', []),
    kinds: { shop: 'shop' },
    period: '2026-03',
    calendar: CALENDAR,
    ...more,
  })

function check(inputs: FigureInputs): PlausibilityCheck[] {
  const all = boundaryOf(inputs.campus, 'all')
  return checkReport({
    inputs,
    figures: computeFigures(inputs, null),
    sources: all === null ? [] : sourcesOf(inputs, all),
    history: [],
  })
}

const found = (inputs: FigureInputs, code: PlausibilityCheck['code']) => check(inputs).filter((c) => c.code === code)
const codes = (inputs: FigureInputs) => check(inputs).map((c) => c.code)

describe('a plausibility check', () => {
  it('finds a weighing that is an exact multiple of the working days, and a yield that is a round share', () => {
    const food = entryOf('food-waste', 'park', 7.5 * 22, '2026-03-01', '2026-04-01')
    const compost = entryOf('fertiliser', 'park', 16.5, '2026-03-01', '2026-04-01')
    const estimated = marchInputs({ entries: [food, compost] })
    const values = { key: 'food-waste', site: 'park', value: 165, unit: 't', each: 7.5, days: 22 }
    expect(found(estimated, 'multiple-of-days')).toContainEqual({ code: 'multiple-of-days', values })
    expect(found(estimated, 'round-share')).toEqual([
      { code: 'round-share', values: { part: 'fertiliser', whole: 'food-waste', percent: 10 } },
    ])
    const weighed = marchInputs({
      entries: [
        { ...food, value: 164.37 },
        { ...compost, value: 17.02 },
      ],
    })
    expect(codes(weighed)).not.toContain('multiple-of-days')
    expect(codes(weighed)).not.toContain('round-share')
  })

  it('finds a factor that is meant for projects or is a lower bound, with what the default rows would give', () => {
    const gas = { id: 'park/gas', quantity: 'volume', role: 'gas-meter' } as const
    const priced = marchInputs({ points: [...POINTS, gas], totals: { 'park/main': 10_000, 'park/gas': 100 } })
    const [margin] = found(priced, 'margin-in-inventory')
    expect(margin?.values).toMatchObject({ figure: 'ghg.scope2', factor: 'grid.co2/CN-NORTH/2019-cm50', digits: 2, unit: 'tCO2e' })
    expect(margin && renderMessage(margin, 'en')).toMatch(/would be 6\.36 tCO2e \(-10\.6 %\)/)
    expect(found(priced, 'lower-bound-factor')).toMatchObject([{ values: { figure: 'ghg.scope1' } }])
    expect(codes(marchInputs({ factors: factorsOf('default', []) }))).not.toContain('margin-in-inventory')
  })

  it('finds savings and purchased electricity at different factors', () => {
    const campus = savingPark({ stems: ['park/lamps'] })
    const [measure] = campus.measures
    const march = monthsOf2026()[2]
    if (measure === undefined || march === undefined) throw new Error('no measure')
    const power = { watts: 1000, source: 'rated', window: null, hours: 0, scatter: null, running: 0 } as const
    const unsure = { code: 'no-scatter', values: {} } as const
    const claim = { counterfactual: 2e9, metered: 1e9, baselineHours: 2000, power, uncertain: [], unsure, meterOnly: false }
    const months = [{ month: '2026-03', span: march.span, coverage: 1, claim, reason: null, step: null, findings: 0 }]
    const place = { site: 'park', building: null, floor: null, zone: null }
    const load = { energy: 'park/lamps/energy', power: 'park/lamps/power', place, months, baselineHash: null, schedule: null, findings: [] }
    const inputs = { ...marchInputs({ grids: { shop: 'CN-SOUTH' } }), savings: [{ measure, findings: [], loads: [load] }] }
    const [factors] = found(inputs, 'two-factors')
    expect(factors?.values['saved']).toBeCloseTo(0.7119, 9)
    expect(factors?.values['bought']).toBeCloseTo((10 * 0.7119 + 0.50885) / 11, 9)
  })

  it('finds a total with sites that have nothing in it, and published numbers that imply another head count', () => {
    const entries: Entry[] = effectiveEntries([entryOf('head-count', 'park', 100, '2025-01-01')])
    const inputs = marchInputs({ entries, totals: { 'park/main': 10_000, 'shop/main': 9000, 'park/tap': 500 } })
    expect(found(inputs, 'boundary-gap')).toContainEqual({
      code: 'boundary-gap',
      values: { figure: 'water.total', boundary: 'all', without: 'shop' },
    })
    const [heads] = found(inputs, 'implied-heads')
    const render = (language: Language): string => (heads === undefined ? '' : renderMessage(heads, language))
    expect(render('en')).toBe(
      'published energy.per-person (offices) implies 181 to 200 persons when energy.total (all) is divided by it, the entries of offices say 100',
    )
    expect(render('zh-Hans')).toContain('energy.per-person(范围 offices)与 energy.total(范围 all)推算人数为 181 至 200')
    expect(render('zh-Hant')).toContain('energy.per-person(範圍 offices)與 energy.total(範圍 all)推算人數為 181 至 200')
  })

  it('finds meals that do not fit the head count', () => {
    const entries = [entryOf('head-count', 'park', 100, '2025-01-01'), entryOf('meals', 'park', 22 * 100 * 4, '2026-03-01', '2026-04-01')]
    expect(found(marchInputs({ entries }), 'meals-and-heads')).toEqual([
      { code: 'meals-and-heads', values: { meals: 8800, days: 22, each: 4, site: 'park', heads: 100 } },
    ])
  })

  it('finds a statement of the campus file that its own data contradict', () => {
    const completeness = [{ source: 'electricity', status: 'elsewhere', why: 'landlord' }] as const
    expect(found(marchInputs({ completeness }), 'statement-contradicted')).toEqual([
      { code: 'statement-contradicted', values: { source: 'electricity', status: 'elsewhere' } },
    ])
  })

  it('finds nothing when no figure has a value, and sources that are left open otherwise', () => {
    expect(check(marchInputs({ totals: {}, entries: [] }))).toEqual([])
    const year = marchInputs({ totals: { 'park/main': [0, 0, 10_000] }, period: '2026', now: instant(Date.parse('2027-01-10T00:00:00Z')) })
    expect(found(year, 'left-open')).toContainEqual({ code: 'left-open', values: { source: 'gas' } })
    // Meters that never counted anything are missing beside it: nothing tells how much.
    expect(found(year, 'coverage-unknown').length).toBeGreaterThan(0)
  })
})
