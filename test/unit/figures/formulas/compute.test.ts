/** Figures over a inputs by hand: formulas, boundaries, what is missing and why, and what a change moves. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, type Entry, type Factor, FIGURE_IDS, FIGURES, type FigureId, type Span } from '../../../../src/domain/index.ts'
import { type Figure, computeFigure, computeFigures } from '../../../../src/figures/formulas/compute.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import type { FigureInputs, Quarters } from '../../../../src/figures/inputs/figure-inputs.ts'
import { renderMessage } from '../../../../src/figures/messages/message.ts'
import { bucketOf, entryOf, figureInputs, type InputsWish, monthsOf2026 } from '../../../support/fixtures/figure-inputs.ts'
import { pointOf } from '../../../support/fixtures/campus.ts'

const POINTS: InputsWish['points'] = [
  { id: 'park/a/main/energy', quantity: 'energy', role: 'main-meter' },
  { id: 'park/b/main/energy', quantity: 'energy', role: 'main-meter' },
  { id: 'park/a/1/lobby/energy', quantity: 'energy' },
  { id: 'park/gas', quantity: 'volume', role: 'gas-meter' },
  { id: 'park/tap', quantity: 'volume', role: 'tap-inlet' },
  { id: 'park/reclaimed', quantity: 'volume', role: 'reclaimed-inlet' },
  { id: 'city/main', quantity: 'energy', role: 'main-meter' },
  { id: 'shop/main', quantity: 'energy', role: 'main-meter' },
  { id: 'park/solar/water', quantity: 'volume', role: 'solar-hot-water' },
  { id: 'park/hot/water', quantity: 'volume', role: 'hot-water' },
]

const FACTS = [
  entryOf('head-count', 'park', 1000, '2025-01-01'),
  entryOf('head-count', 'park', 1300, '2026-07-01'),
  entryOf('head-count', 'city', 200, '2025-01-01'),
  entryOf('floor-area', 'park', 20_000, '2025-01-01'),
  entryOf('floor-area', 'city', 5000, '2025-01-01'),
  entryOf('floor-area', 'shop', 800, '2025-01-01'),
  entryOf('waste.hazardous', 'park', 0.25, '2026-01-01', '2027-01-01'),
  entryOf('waste.non-hazardous', 'park', 300, '2026-01-01', '2027-01-01'),
  entryOf('food-waste', 'park', 100, '2026-01-01', '2027-01-01'),
  entryOf('fertiliser', 'park', 10, '2026-01-01', '2027-01-01'),
]

const TOTALS: Record<string, number | number[]> = {
  'park/a/main/energy': Array.from({ length: 12 }, (_, i) => 10_000 + 1000 * i),
  'park/b/main/energy': 20_000,
  'park/a/1/lobby/energy': 500,
  'park/gas': 4000,
  'park/tap': 900,
  'park/reclaimed': 300,
  'city/main': 5000,
  'shop/main': 3000,
  'park/solar/water': 50,
  'park/hot/water': 200,
}

const FACTORS = factorsOf('report-2020', [])

const inputs = (more: Partial<InputsWish> = {}): FigureInputs =>
  figureInputs({
    points: POINTS,
    totals: TOTALS,
    entries: FACTS,
    factors: FACTORS,
    kinds: { shop: 'shop' },
    grids: { city: 'CN-EAST', shop: 'CN-SOUTH' },
    ...more,
  })

const value = (l: FigureInputs, id: FigureId, boundary: string | null = null): number | null =>
  computeFigure(l, id, boundary)?.value ?? null
const figure = (l: FigureInputs, id: FigureId): Figure => computeFigure(l, id, null) as Figure
const whyNot = (l: FigureInputs, id: FigureId): string[] => figure(l, id).missing.map((reason) => renderMessage(reason, 'en'))

const PARK_KWH = 186_000 + 240_000
const GAS_MWH = (48_000 * 38.931) / 3600

describe('figures of a year', () => {
  it('are each there once, with unit and boundary', () => {
    const all = computeFigures(inputs(), null)
    expect(all.map((f) => f.id)).toEqual(FIGURE_IDS)
    for (const f of all) expect(f.unit).toBe(FIGURES[f.id].unit)
    expect(all.find((f) => f.id === 'solar.hot-water')?.boundary).toBe('park')
  })

  it('add energy up from main meters, not from meters below them, gas by its calorific value', () => {
    expect(value(inputs(), 'energy.indirect')).toBeCloseTo((PARK_KWH + 60_000 + 36_000) / 1000, 9)
    expect(value(inputs(), 'energy.direct')).toBeCloseTo(GAS_MWH, 9)
    expect(value(inputs(), 'energy.total')).toBeCloseTo((PARK_KWH + 96_000) / 1000 + GAS_MWH, 9)
    expect(value(inputs(), 'energy.indirect', 'park/a')).toBeCloseTo(186, 9)
  })

  it('count a block once when the incomer above it is a main meter too, and by its own meter when the block is asked for', () => {
    const points = POINTS.map((p) => (p.id === 'park/a/main/energy' ? { ...p, parent: 'park/b/main/energy' } : p))
    expect(value(inputs({ points }), 'energy.indirect', 'park')).toBeCloseTo(240, 9)
    expect(value(inputs({ points }), 'energy.indirect', 'park/a')).toBeCloseTo(186, 9)
  })

  it('price electricity at the factor of each site, gas at its heat', () => {
    const grid = (PARK_KWH * 0.7119 + 60_000 * 0.58955 + 36_000 * 0.50885) / 1000
    expect(value(inputs(), 'ghg.scope2')).toBeCloseTo(grid, 9)
    expect(value(inputs(), 'ghg.scope1')).toBeCloseTo((GAS_MWH * 54_315.6 * 0.0036) / 1000, 9)
    expect(figure(inputs(), 'ghg.scope2').factors).toEqual([
      'grid.co2/CN-NORTH/2019-cm50',
      'grid.co2/CN-EAST/2019-cm50',
      'grid.co2/CN-SOUTH/2019-cm50',
    ])
  })

  it('divide by the mean of month-end head counts and the area of the same boundary', () => {
    const heads = (6 * 1000 + 6 * 1300) / 12 + 200
    expect(value(inputs(), 'energy.per-person')).toBeCloseTo(((PARK_KWH + 60_000) / 1000 + GAS_MWH) / heads, 9)
    expect(value(inputs(), 'shops.energy.per-area')).toBeCloseTo(36 / 800, 12)
    expect(value(inputs(), 'waste.hazardous.per-person')).toBeCloseTo(250 / heads, 12)
    expect(value(inputs(), 'waste.non-hazardous')).toBe(400)
  })

  it('state shares in per cent', () => {
    expect(value(inputs(), 'water.non-traditional-share')).toBeCloseTo(25, 12)
    expect(value(inputs(), 'solar.share')).toBeCloseTo(25, 12)
  })

  it('mean a season over its days with a draw', () => {
    const point = pointOf({ id: 'park/solar/water', quantity: 'volume' })
    const first = monthsOf2026()[5]?.span.from ?? 0
    const day = (i: number, drawn: number) => {
      const from = (first + i * 86_400_000) as ReturnType<typeof bucketOf>['start']
      return bucketOf(point, { from, to: (from + 86_400_000) as typeof from }, drawn)
    }
    const seasons = { summer: [monthsOf2026()[5]?.span ?? { from: 0, to: 0 }] } as InputsWish['seasons']
    const days = { 'park/solar/water': [day(0, 12), day(1, 0), day(2, 10), day(40, 100)] }
    expect(value(inputs({ days, ...(seasons ? { seasons } : {}) }), 'solar.hot-water.summer-day')).toBeCloseTo(11, 12)
    expect(whyNot(inputs({ days }), 'solar.hot-water.winter-day')).toEqual(['the campus file names no season "winter"'])
  })
})

describe('a boundary or a role that holds in part', () => {
  it('of a building takes no entries of its site', () => {
    for (const id of ['waste.hazardous', 'energy.per-person', 'ghg.per-area'] as const) {
      expect(value(inputs(), id, 'park/a'), id).toBeNull()
    }
  })

  it('counts a meter in the months in which it plays the role', () => {
    const july = monthsOf2026()[6]?.span.from ?? null
    const l = inputs()
    const points = l.campus.points.map((p) =>
      p.id === 'park/b/main/energy' ? { ...p, role: [{ value: 'main-meter', from: july, to: null }] } : p,
    )
    const dated = { ...l, campus: { ...l.campus, points } }
    expect(value(dated, 'energy.indirect', 'park')).toBeCloseTo((186_000 + 6 * 20_000) / 1000, 9)
  })

  it('adds no meter that took over from another to the demand of both', () => {
    const quarters = (from: number, to: number): Quarters => {
      const count = (Date.parse('2027-01-01T00:00:00+08:00') - Date.parse('2026-01-01T00:00:00+08:00')) / 900_000
      const inside = (i: number): boolean => i >= from && i < to
      return {
        value: Float64Array.from({ length: count }, (_, i) => (inside(i) ? 1 : Number.NaN)),
        measured: Float64Array.from({ length: count }, (_, i) => (inside(i) ? 900_000 : 0)),
      } as unknown as Quarters
    }
    const half = 181 * 96
    const l = inputs({ quarters: { 'park/a/main/energy': quarters(0, half + 96), 'park/b/main/energy': quarters(half - 96, 365 * 96) } })
    const july = monthsOf2026()[6]?.span.from ?? null
    const roles: Readonly<Record<string, (typeof l.campus.points)[number]['role']>> = {
      'park/a/main/energy': [{ value: 'main-meter', from: null, to: july }],
      'park/b/main/energy': [{ value: 'main-meter', from: july, to: null }],
    }
    const points = l.campus.points
      .map((p) => ({ ...p, role: roles[p.id] ?? p.role }))
      .filter((p) => p.id in roles || p.quantity !== 'energy')
    const dated = { ...l, campus: { ...l.campus, points } }
    expect(value(dated, 'electricity.maximum-demand', 'park')).toBe(4)
    expect(computeFigure(dated, 'electricity.maximum-demand', 'park')?.coverage).toBeCloseTo(1, 2)
  })
})

describe('what is missing', () => {
  it('is null with the reason, never 0', () => {
    const none = inputs({ totals: {}, entries: [] })
    for (const f of computeFigures(none, null)) {
      expect(f.value, f.id).toBeNull()
      expect(f.missing.length, f.id).toBeGreaterThan(0)
    }
  })

  it('names the entry that an intensity lacks', () => {
    const l = inputs({ entries: FACTS.filter((f) => !(f.key === 'head-count' && f.site === 'city')) })
    expect(figure(l, 'energy.per-person').value).toBeNull()
    expect(whyNot(l, 'energy.per-person').join()).toContain('head-count of city')
    expect(figure(l, 'energy.total').value).not.toBeNull()
  })

  it('lowers the coverage of a sum and names the meter that was silent', () => {
    const l = inputs({ totals: { ...TOTALS, 'park/b/main/energy': [] } })
    expect(value(l, 'energy.indirect')).toBeCloseTo((186_000 + 96_000) / 1000, 9)
    expect(figure(l, 'energy.indirect').coverage).toBeNull()
    const past = { ...inputs({ totals: { ...TOTALS, 'park/b/main/energy': [] } }), pastRate: () => 20_000 / (31 * DAY) }
    const known = 186_000 + 96_000
    expect(figure(past, 'energy.indirect').coverage).toBeCloseTo(known / (known + (20_000 / 31) * 365), 12)
    expect(figure(l, 'energy.indirect').remarks.map((r) => r.message)).toContainEqual({
      code: 'no-data',
      values: { point: 'park/b/main/energy', month: '2026-03' },
    })
  })

  it('is not a factor that ended: the latest earlier one stands in, and that is said', () => {
    const ended: Factor[] = FACTORS.map((f) => (f.kind === 'grid.co2' ? { ...f, to: '2026-07-01' } : f))
    const provisional = figure(inputs({ factors: ended }), 'ghg.scope2')
    expect(provisional.value).toBeCloseTo(value(inputs(), 'ghg.scope2') ?? 0, 9)
    expect(provisional.remarks.filter((r) => r.code === 'provisional-factor').length).toBeGreaterThan(0)
    expect(whyNot(inputs({ factors: [] }), 'ghg.scope2')[0]).toContain('no factor grid.co2')
  })
})

describe('bills', () => {
  const billed = { ...TOTALS }
  delete billed['shop/main']
  const points = POINTS.filter((p) => p.id !== 'shop/main')

  it('stand where there is no meter; a part of one is split by days and said to be estimated', () => {
    const bill = entryOf('bill.electricity', 'shop', 3600, '2026-03-17', '2026-04-16')
    const entry = (period: string) =>
      inputs({ points: [...points, { id: 'shop/light', quantity: 'power' }], totals: billed, entries: [...FACTS, bill], period })
    expect(value(entry('2026'), 'energy.indirect', 'shops')).toBeCloseTo(3.6, 12)
    const march = computeFigure(entry('2026-03'), 'energy.indirect', 'shops')
    expect(march?.value).toBeCloseTo((3.6 * 15) / 30, 12)
    expect(march?.estimated).toBe(1)
    expect(computeFigure(entry('2026'), 'energy.indirect', 'shops')?.estimated).toBe(0)
  })

  it('with a hole between them leave these days unknown: less coverage, and the days are named; missing where there is nothing else', () => {
    const bill = (from: string, to: string) => entryOf('bill.electricity', 'shop', 3100, from, to)
    const holed = [bill('2026-01-01', '2026-02-01'), bill('2026-02-01', '2026-03-01'), bill('2026-04-11', '2026-05-01')]
    const entry = (period: string, facts: readonly Entry[] = holed) =>
      inputs({ points: [...points, { id: 'shop/light', quantity: 'power' }], totals: billed, entries: [...FACTS, ...facts], period })
    const whys = (f: Figure | null) => (f?.missing ?? []).map((m) => renderMessage(m, 'en'))
    const at = (period: string, facts?: readonly Entry[]) => computeFigure(entry(period, facts), 'energy.indirect', 'shops')
    expect(at('2026-02')?.coverage).toBe(1)
    expect(at('2026-03')).toMatchObject({ value: null, coverage: 0 })
    expect(whys(at('2026-03'))).toEqual(['no entry for bill.electricity of shop from 2026-03-01 to 2026-04-01'])
    expect(at('2026-04')?.coverage).toBeCloseTo(20 / 30, 12)
    expect(at('2026-04')?.remarks.map((r) => r.message)).toContainEqual({
      code: 'entry-gap',
      values: { key: 'bill.electricity', site: 'shop', from: '2026-04-01', to: '2026-04-11' },
    })
    expect(at('2026')?.coverage).toBeCloseTo(9300 / (3100 + 3100 + 4650 + (9300 / 79) * 276), 12)
    // Before the first of all there is nothing to have a hole in.
    expect(whys(at('2026-01', [bill('2026-04-11', '2026-05-01')]))).toContain('no entry for bill.electricity (shop)')
    const twice = at('2026-01', [...holed, { ...bill('2026-01-11', '2026-02-01'), id: 'again', reference: 'B' }])
    expect(twice?.remarks.map((r) => r.message)).toContainEqual({
      code: 'entries-overlap',
      values: { key: 'bill.electricity', site: 'shop', from: '2026-01-11', to: '2026-02-01' },
    })
  })

  it('of what comes by lorry have no holes, and neither has waste that is fetched now and then', () => {
    const facts = [
      entryOf('bill.diesel', 'shop', 100, '2026-03-01', '2026-03-02'),
      entryOf('waste.hazardous', 'shop', 1, '2026-03-01', '2026-03-02'),
    ]
    const of = (id: FigureId) => computeFigure(inputs({ entries: [...FACTS, ...facts] }), id, 'shop')
    expect(of('waste.hazardous')?.remarks.map((r) => r.code)).toEqual([])
    expect(of('energy.direct')?.remarks.map((r) => r.code)).not.toContain('entry-gap')
  })

  it('are held against the meters where there are some, and told when they differ by more than 2 %', () => {
    // 100 kWh a day.
    const between = (_point: string, { from, to }: Span): number => (100 * (to - from)) / DAY
    const bill = (...bills: [kwh: number, from: string, to: string][]) =>
      inputs({ between, entries: [...FACTS, ...bills.map(([kwh, from, to]) => entryOf('bill.electricity', 'shop', kwh, from, to))] })
    const told = (l: FigureInputs) =>
      figure(l, 'energy.indirect')
        .remarks.filter((r) => r.code === 'bill-differs')
        .map((r) => renderMessage(r.message, 'en'))
    expect(told(bill([37_200, '2026-01-01', '2027-01-01']))).toEqual([])
    expect(told(bill([37_300, '2026-01-01', '2027-01-01']))).toEqual([
      'bill.electricity of shop from 2026-01-01 to 2027-01-01 is 2.2 % above what its meters counted in these days',
    ])
    expect(value(bill([37_300, '2026-01-01', '2027-01-01']), 'energy.indirect')).toBe(value(inputs(), 'energy.indirect'))
    // Not aligned to months, and reaching out of the period: each over its own days.
    expect(told(bill([2800, '2026-02-10', '2026-03-10'], [2800, '2025-12-10', '2026-01-07']))).toEqual([])
    expect(told(bill([1400, '2026-02-10', '2026-03-10']))[0]).toContain('50.0 % below')
    // Two suppliers share the days; the same bill entered twice does not.
    expect(told(bill([1400, '2026-02-10', '2026-03-10'], [1400, '2026-02-10', '2026-03-10']))).toEqual([])
    expect(told(bill([2800, '2026-02-10', '2026-03-10'], [2800, '2026-02-11', '2026-03-10']))[0]).toContain('100.0 % above')
  })

  it('are held against nothing where the meters do not know all of their days', () => {
    const l = inputs({ between: () => null, entries: [...FACTS, entryOf('bill.electricity', 'shop', 9e9, '2026-01-01', '2027-01-01')] })
    expect(figure(l, 'energy.indirect').remarks.map((r) => r.code)).not.toContain('bill-differs')
  })
})

describe('a change', () => {
  const unrelated: FigureId[] = ['water.total', 'waste.hazardous', 'solar.share', 'energy.direct', 'ghg.scope1', 'shops.energy.per-area']

  it('of 1,000 kWh on one meter moves energy by 1 MWh, greenhouse gas by its factor, and nothing that has nothing to do with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), (month) => {
        const before = TOTALS['park/a/main/energy'] as number[]
        const after = inputs({ totals: { ...TOTALS, 'park/a/main/energy': before.map((kwh, i) => (i === month ? kwh + 1000 : kwh)) } })
        const moved = (id: FigureId): number => (value(after, id) ?? 0) - (value(inputs(), id) ?? 0)
        expect(moved('energy.total')).toBeCloseTo(1, 9)
        expect(moved('ghg.total')).toBeCloseTo(0.7119, 9)
        for (const id of unrelated) expect(moved(id), id).toBe(0)
      }),
      { numRuns: 12 },
    )
  })

  it('of period: twelve months sum to the year', () => {
    const ids: FigureId[] = ['energy.total', 'ghg.total', 'water.total', 'waste.non-hazardous', 'solar.hot-water']
    for (const id of ids) {
      const months = monthsOf2026().map((m) => value(inputs({ period: m.id }), id) ?? 0)
      expect(
        months.reduce((a, b) => a + b, 0),
        id,
      ).toBeCloseTo(value(inputs(), id) ?? 0, 6)
    }
  })

  it('of the factor set re-prices the same energy', () => {
    const average = inputs({ factors: factorsOf('default', []) })
    expect(value(average, 'energy.total')).toBe(value(inputs(), 'energy.total'))
    expect(value(average, 'ghg.scope2')).toBeCloseTo((PARK_KWH * 0.6361 + 60_000 * 0.55 + 36_000 * 0.4042) / 1000, 9)
  })
})

describe('what a figure is made of', () => {
  it('gives the figure when it is added up by hand', () => {
    const f = figure(inputs(), 'energy.indirect')
    const kwh = f.inputs.reduce((total, i) => total + (i.kind === 'meter' ? i.value : 0), 0)
    expect(kwh / 1000).toBeCloseTo(f.value ?? 0, 9)
    expect(f.inputs).toHaveLength(48)
  })
})

describe('a refrigerant', () => {
  it('has no energy: where there is no fuel either, its missing entry is no reason', () => {
    const bare = inputs({ points: POINTS.filter((p) => p.id !== 'park/gas') })
    const told = (id: FigureId): string => (computeFigure(bare, id, null)?.missing ?? []).map((m) => renderMessage(m, 'en')).join('; ')
    expect(told('energy.direct')).toContain('bill.diesel')
    expect(told('energy.direct')).not.toContain('refrigerant')
    expect(told('ghg.scope1')).toContain('refrigerant')
  })
})

describe('a fuel', () => {
  const burnt = (facts: InputsWish['entries'] = [], more: Partial<InputsWish> = {}): Figure | null =>
    computeFigure(inputs({ entries: [...FACTS, ...(facts ?? [])], ...more }), 'air.nox', 'park')
  const diesel = entryOf('bill.diesel', 'park', 100, '2026-03-01', '2026-05-01')

  it('without a factor is left out by its share of the energy; what burnt none of it is whole', () => {
    const alone = burnt()
    const both = burnt([diesel])
    expect(alone?.coverage).toBe(1)
    expect(both?.value).toBe(alone?.value)
    const gas = (12 * 4000 * 38.931) / 3600
    const share = (100 * 42.705) / 3600 / (gas + (100 * 42.705) / 3600)
    expect(both?.coverage).toBeCloseTo(1 - share, 9)
    expect(both?.remarks.map((r) => [r.code, renderMessage(r.message, 'en')])).toEqual([
      ['factor-missing', 'no factor diesel.nox for 2026-03 - 2026-04: 1.186 MWh of diesel is left out'],
    ])
  })

  it('without a factor and without any other fuel is missing for want of the factor, by its name', () => {
    const only = burnt([diesel], { points: POINTS.filter((p) => p.id !== 'park/gas') })
    expect(only?.value).toBeNull()
    expect(only?.missing.map((m) => renderMessage(m, 'en'))).toContain('no factor diesel.nox for 2026-03')
  })

  it('without a factor of greenhouse gas is told as a missing factor too, not as a silent meter', () => {
    const facts = [...FACTS, diesel]
    const factors = FACTORS.filter((f) => f.kind !== 'diesel.ch4')
    const codes = computeFigure(inputs({ entries: facts, factors }), 'ghg.scope1', 'park')?.remarks.map((r) => r.code)
    expect(codes).toContain('factor-missing')
    expect(codes).not.toContain('meter-silent')
  })
})
