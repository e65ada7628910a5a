/** Claims by hand as figures: sums, intervals, prices by month, what is told beside them. */

import { describe, expect, it } from 'vitest'
import {
  type ClaimedMonth,
  type Factor,
  instant,
  MWH_PER_KWH,
  type Saving,
  type SavingMonth,
  type UncertainPart,
} from '../../../src/domain/index.ts'
import { type Figure, figureOf } from '../../../src/figures/compute.ts'
import { factorsOf } from '../../../src/figures/factor-table.ts'
import { sentenceIn } from '../../../src/figures/words/reasons.ts'
import { savingsView } from '../../../src/figures/savings-view.ts'
import { ledgerOf, monthsOf2026 } from '../../support/ledger.ts'
import { savingPark } from '../../support/saving-park.ts'

const POWER = { watts: 1000, source: 'measured', window: '2026-01', hours: 100, scatter: 1 } as const

interface Wish {
  readonly kWh?: number
  readonly uncertain?: readonly UncertainPart[]
  readonly unsure?: string
  readonly refused?: string
}

/** A month whose baseline used 1,000 kWh. */
function monthOf(index: number, { kWh = 100, uncertain = [], unsure, refused }: Wish): SavingMonth {
  const month = monthsOf2026()[index]
  const claim: ClaimedMonth = {
    counterfactual: 1000 * MWH_PER_KWH,
    metered: (1000 - kWh) * MWH_PER_KWH,
    baselineHours: 1000,
    power: POWER,
    uncertain,
    unsure: unsure ?? null,
  }
  const span = { from: month?.span.from ?? instant(0), to: month?.span.to ?? instant(0) }
  return {
    month: month?.id ?? '',
    span,
    coverage: refused === undefined ? 1 : 0.5,
    claim: refused === undefined ? claim : null,
    reason: refused ?? null,
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

const ledger = (savings: readonly Saving[] | null, period: string, factors: readonly Factor[] = factorsOf('report-2020', [])) => ({
  ...ledgerOf({
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
  figureOf(ledger(savings, period), id, null) as Figure

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
    const saving = savingOf({ 'park/a': [{ uncertain: [{ key: 'a', mWh: 1 }] }, { unsure: 'no class' }] })
    expect(figure([saving], 'savings.energy').interval90).toBeNull()
    expect(figure([saving], 'savings.ghg').interval90).toBeNull()
  })

  it('are priced by the factor of each month', () => {
    const factors = [grid('2026-01-01', '2026-02-01', 0.5), grid('2026-02-01', null, 0.7)]
    const saving = savingOf({ 'park/a': [{ kWh: 1000, uncertain: [{ key: 'a', mWh: MWH_PER_KWH }] }, { kWh: 3000 }] })
    const ghg = figureOf(ledger([saving], '2026', factors), 'savings.ghg', null)
    expect(ghg?.value).toBeCloseTo(0.5 + 3 * 0.7, 12)
    expect(ghg?.factors).toEqual(['grid/2026-01-01', 'grid/2026-02-01'])
    expect(ghg?.interval90).toBeCloseTo((1.6448536269514722 * (0.5 + 3 * 0.7)) / 4000, 12)
  })

  it('tell when they are negative, and of which loads nothing is claimed', () => {
    const saving = savingOf({ 'park/a': [{ kWh: -20 }, { refused: 'insufficient data' }] })
    const told = figure([saving], 'savings.energy')
    expect(told.value).toBe(-20)
    expect(told.coverage).toBeCloseTo(31 / 59, 12)
    expect(told.remarks).toEqual([{ code: 'negative-saving', sentence: 'lighting used 20.0 kWh more than its baseline' }])
  })

  it('are missing with the reason when nothing is claimed', () => {
    const saving = savingOf({ 'park/a': [{ refused: 'park/a/energy is silent' }] })
    expect(figure([saving], 'savings.energy')).toMatchObject({ value: null, missing: ['lighting: park/a/energy is silent'] })
    expect(figure([saving], 'savings.ghg')).toMatchObject({ value: null, missing: ['lighting: park/a/energy is silent'] })
    expect(figure([savingOf({ 'shop/b': [{}] })], 'savings.energy').missing.map((m) => sentenceIn(m, 'en'))).toEqual([
      'no measure has a load in "park"',
    ])
    expect(figure(null, 'savings.energy').missing.map((m) => sentenceIn(m, 'en'))).toEqual(['no measure is named in the campus file'])
  })
})

describe('the view of savings', () => {
  it('has each load and month with the reason why nothing is claimed', () => {
    const view = savingsView(
      ledger([savingOf({ 'park/a': [{ kWh: 100 }, { refused: 'silent' }], 'shop/b': [{ kWh: 50 }] })], '2026-Q1'),
      null,
    )
    const [measure] = view.measures
    expect(measure?.loads.map((l) => [l.energy, l.saving])).toEqual([
      ['park/a/energy', 100],
      ['shop/b/energy', 50],
    ])
    expect(measure?.loads[0]?.months.map((m) => [m.month, m.saving, m.reason])).toEqual([
      ['2026-01', 100, null],
      ['2026-02', null, 'silent'],
    ])
    expect(measure?.months.map((m) => [m.month, m.saving])).toEqual([
      ['2026-01', 150],
      ['2026-02', null],
    ])
    expect(measure?.avoided_hours).toBeCloseTo(150, 9)
    expect(view.total.saving).toBe(150)
  })
})
