/** What stands beside the figures: the year before, completeness, disclosure, targets, doubts; in three languages and always the same bytes. */

import { describe, expect, it } from 'vitest'
import { effectiveEntries, type Entry, FIGURE_IDS, instant } from '../../../../src/domain/index.ts'
import { compared } from '../../../../src/figures/document/comparison.ts'
import { figuresOf } from '../../../../src/figures/formulas/compute.ts'
import { completenessRow, sourcesOf } from '../../../../src/figures/document/completeness.ts'
import { boundaryOf } from '../../../../src/figures/inputs/boundary.ts'
import { checkReport } from '../../../../src/figures/checks/checks.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import type { FigureInputs } from '../../../../src/figures/inputs/figure-inputs.ts'
import { reportCsv } from '../../../../src/figures/document/report-csv.ts'
import type { Report } from '../../../../src/figures/document/report.ts'
import { targetsOf } from '../../../../src/figures/document/targets.ts'
import { renderMessage } from '../../../../src/figures/messages/reasons.ts'
import type { Language } from '../../../../src/figures/messages/language.ts'
import { factOf, ledgerOf, type LedgerWish, monthsOf2026 } from '../../../support/fixtures/figure-inputs.ts'
import { savingPark } from '../../../support/fixtures/saving-park.ts'
import { wholeAccounts } from '../../../support/fixtures/whole-campus.ts'

async function reported(language: Language = 'en'): Promise<Report> {
  const report = await (await wholeAccounts()).report('2026-03', null, language)
  if ('unknown' in report) throw new Error(report.unknown)
  return report
}

const POINTS: LedgerWish['points'] = [
  { id: 'park/main', quantity: 'energy', role: 'main-meter' },
  { id: 'shop/main', quantity: 'energy', role: 'main-meter' },
  { id: 'park/tap', quantity: 'volume', role: 'tap-inlet' },
]
const CALENDAR: FigureInputs['calendar'] = {
  typeOf: (day) => ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 'weekend' : 'workday'),
  knows: () => true,
}

const ledger = (more: Partial<LedgerWish> = {}): FigureInputs =>
  ledgerOf({
    points: POINTS,
    totals: { 'park/main': 10_000, 'shop/main': 1000, 'park/tap': 500 },
    factors: factorsOf('report-2020', []),
    kinds: { shop: 'shop' },
    period: '2026-03',
    calendar: CALENDAR,
    ...more,
  })

const doubtsIn = (l: FigureInputs, language: Language = 'en'): string[] => {
  const all = boundaryOf(l.campus, 'all')
  const doubts = checkReport(l, figuresOf(l, null), all === null ? [] : sourcesOf(l, all))
  return doubts.map((d) => `${d.code}: ${renderMessage(d.sentence, language)}`)
}

describe('a report', () => {
  it('has every figure once, in the fixed order, in every language with the same numbers', async () => {
    const [en, hans, hant] = [await reported(), await reported('zh-Hans'), await reported('zh-Hant')]
    const numbers = (r: Report): unknown => r.figures.map(({ id, value, published, coverage }) => [id, value, published, coverage])
    expect(en.figures.map((f) => f.id)).toEqual(FIGURE_IDS)
    expect(numbers(hans)).toEqual(numbers(en))
    expect(numbers(hant)).toEqual(numbers(en))
    expect(hans.figures[0]?.name).toBe('综合能源消耗总量')
    expect(hant.figures.find((f) => f.id === 'electricity.maximum-demand')?.findings[0]?.sentence).toContain('最大值出現於')
  })

  it('is the same bytes from the same inputs', async () => {
    expect(JSON.stringify(await reported())).toBe(JSON.stringify(await reported()))
  })

  it('as CSV has a line for each figure and no cell that a spreadsheet would run', async () => {
    const csv = reportCsv({ ...(await reported()), boundary: null })
    const lines = csv.trimEnd().split('\r\n')
    expect(lines).toHaveLength(FIGURE_IDS.length + 1)
    expect(lines[0]).toContain('id,boundary,value,unit,published')
    expect(lines.slice(1).every((l) => !/(^|,)[=+@]/.test(l))).toBe(true)
  })

  it('says when it is to date, and is missing with that reason when its period lies ahead', () => {
    const during = ledger({ now: Date.parse('2026-03-20T00:00:00Z') })
    const remarks = figuresOf(during, null).find((f) => f.id === 'energy.total')?.remarks
    expect(remarks?.map((r) => r.sentence)).toContain('to date: 2026-03 is not over')
    const ahead = figuresOf(ledger({ now: Date.parse('2026-02-20T00:00:00Z') }), null)
    expect(ahead.every((f) => f.value === null)).toBe(true)
    expect(ahead[0]?.missing.map((m) => renderMessage(m, 'en'))).toEqual(['2026-03 has not begun'])
  })
})

describe('the comparison with another period', () => {
  const then = ledger({ totals: { 'park/main': 8000, 'park/tap': 500 }, period: '2026-02' })

  it('leaves out on both sides what was not there then, and says so', () => {
    const now = ledger()
    const total = compared(now, then, figuresOf(now, null), { period: '2026-02', language: 'en' }).figures.find(
      (f) => f.id === 'energy.total',
    )
    expect(total).toMatchObject({ value: 8, now: 10, without: ['shop'], boundary: 'all' })
    expect(total?.change_percent).toBeCloseTo(25, 12)
    expect(total?.notes).toEqual(['shop was not there in 2026-02: both sides are without it'])
  })

  it('has no change for a period that is not over, and none from 0', () => {
    const now = ledger({ now: Date.parse('2026-03-20T00:00:00Z') })
    const row = (l: FigureInputs, other: FigureInputs) =>
      compared(l, other, figuresOf(l, null), { period: '2026-02', language: 'en' }).figures.find((f) => f.id === 'water.tap')
    expect(row(now, then)).toMatchObject({
      change_percent: null,
      notes: expect.arrayContaining(['2026-03 is to date: it is compared when it is over']),
    })
    const dry = ledger({ totals: { 'park/main': 8000, 'park/tap': 0 }, period: '2026-02' })
    expect(row(ledger(), dry)).toMatchObject({ value: 0, change_percent: null })
  })

  it('goes to the year before and to the base year that the campus has set', async () => {
    const { comparison } = await reported()
    expect(comparison).toMatchObject({ prior: { period: '2025-03' }, base: { period: '2025-03' }, base_note: null })
    const shop = comparison.prior.figures.find((f) => f.id === 'shops.energy.per-area')
    expect(shop).toMatchObject({ value: null, change_percent: null })
  })
})

describe('the completeness table', () => {
  const rows = (l: FigureInputs) => {
    const all = boundaryOf(l.campus, 'all')
    return all === null ? [] : sourcesOf(l, all).map((s) => completenessRow(s, 'en'))
  }
  const row = (l: FigureInputs, source: string) => rows(l).find((r) => r.source === source)

  it('names every source once, with the sites that have it and those that have not', () => {
    const sources = rows(ledger()).map((r) => r.source)
    expect(new Set(sources).size).toBe(sources.length)
    for (const source of [
      'electricity',
      'gas',
      'heat',
      'diesel',
      'refrigerant',
      'tap-water',
      'rain-water',
      'food-waste',
      'data-centre',
      'scope-3',
    ])
      expect(sources).toContain(source)
    expect(row(ledger(), 'tap-water')).toMatchObject({ status: 'included', sites: ['park'], without: ['shop'] })
    expect(row(ledger(), 'gas')).toMatchObject({ status: 'not-estimated', why: expect.stringContaining('completeness:') })
  })

  it('takes a statement where nothing is there, and tells when one is contradicted', () => {
    const completeness = [
      { source: 'gas', status: 'not-occurring', why: 'all-electric canteen' },
      { source: 'electricity', status: 'elsewhere', why: 'landlord' },
    ] as const
    const l = ledger({ completeness })
    expect(row(l, 'gas')).toMatchObject({ status: 'not-occurring', why: 'all-electric canteen' })
    expect(row(l, 'electricity')?.status).toBe('included')
    expect(doubtsIn(l).join('\n')).toContain('statement-contradicted: the campus file says that electricity is elsewhere')
  })
})

describe('a target', () => {
  it('is held against the figure of its boundary, in proportion to the days of the period', () => {
    const facts = [factOf('target.energy.indirect', 'park', 120, '2026-01-01', '2027-01-01')]
    const [row] = targetsOf(ledger({ facts }), 'en')
    expect(row).toMatchObject({ id: 'energy.indirect', boundary: 'park', target: 120, value: 10, unit: 'MWh', met: true })
    expect(row?.due).toBeCloseTo((120 * 31) / 365, 9)
    expect(row?.distance).toBeCloseTo(10 - (120 * 31) / 365, 9)
  })

  it('for a share is the whole share, and more is better', () => {
    const facts = [factOf('target.water.non-traditional-share', 'park', 30, '2026-01-01', '2027-01-01')]
    const [row] = targetsOf(
      ledger({
        facts,
        points: [...POINTS, { id: 'park/grey', quantity: 'volume', role: 'reclaimed-inlet' }],
        totals: { 'park/tap': 500, 'park/grey': 200 },
      }),
      'en',
    )
    expect(row).toMatchObject({ due: 30, met: false })
    expect(row?.value).toBeCloseTo(100 * (200 / 700), 9)
  })

  it('of a figure that is missing says why', () => {
    const [row] = targetsOf(ledger({ facts: [factOf('target.ghg.scope1', 'all', 1, '2026-03-01', '2026-04-01')] }), 'en')
    expect(row).toMatchObject({ value: null, distance: null, met: null })
    expect(row?.notes.join()).toContain('no entry')
  })
})

describe('the disclosure index', () => {
  it('has every line with the figures that answer it and their values', async () => {
    const { disclosure, figures } = await reported()
    const lines = disclosure.map((d) => `${d.framework} ${d.line}`)
    for (const line of ['HKEX A1.1', 'HKEX A1.6', 'HKEX A2.4', 'GRI 302-1', 'GRI 303-3', 'GRI 305-2', 'GRI 306-3'])
      expect(lines).toContain(line)
    for (const { figures: answers } of disclosure) for (const a of answers) expect(a.value).toBe(figures.find((f) => f.id === a.id)?.value)
  })
})

describe('before a report is signed it tells', () => {
  it('that a weighing is an exact multiple of the working days, and a yield a round share', () => {
    const food = factOf('food-waste', 'park', 7.5 * 22, '2026-03-01', '2026-04-01')
    const compost = factOf('fertiliser', 'park', 16.5, '2026-03-01', '2026-04-01')
    const said = doubtsIn(ledger({ facts: [food, compost] }))
    expect(said.join('\n')).toContain('multiple-of-days: food-waste of park, 165 t, is exactly 7.5 t x 22 working days')
    expect(said.join('\n')).toContain('round-share: fertiliser is exactly 10 % of food-waste')
    const weighed = doubtsIn(
      ledger({
        facts: [
          { ...food, value: 164.37 },
          { ...compost, value: 17.02 },
        ],
      }),
    ).join('\n')
    expect(weighed).not.toContain('multiple-of-days')
    expect(weighed).not.toContain('round-share')
  })

  it('that a factor is meant for projects or is a lower bound, and what the default rows would give', () => {
    const gas = { id: 'park/gas', quantity: 'volume', role: 'gas-meter' } as const
    const said = doubtsIn(ledger({ points: [...POINTS, gas], totals: { 'park/main': 10_000, 'park/gas': 100 } })).join('\n')
    expect(said).toContain('margin-in-inventory: ghg.scope2 is priced with grid.co2/CN-NORTH/2019-cm50')
    expect(said).toMatch(/would be 5\.31 tCO2e \(-25\.5 %\)/)
    expect(said).toContain('lower-bound-factor: ghg.scope1')
    expect(doubtsIn(ledger({ factors: factorsOf('default', []) })).join('\n')).not.toMatch(/margin-in-inventory|lower-bound/)
  })

  it('that savings and purchased electricity are priced differently', () => {
    const campus = savingPark({ stems: ['park/lamps'] })
    const [measure] = campus.measures
    const march = monthsOf2026()[2]
    if (measure === undefined || march === undefined) throw new Error('no measure')
    const power = { watts: 1000, source: 'rated', window: null, hours: 0, scatter: null } as const
    const claim = {
      counterfactual: 2e9,
      metered: 1e9,
      baselineHours: 2000,
      power,
      uncertain: [],
      unsure: { code: 'no-scatter', values: {} } as const,
    }
    const months = [{ month: '2026-03', span: march.span, coverage: 1, claim, reason: null, findings: 0 }]
    const load = {
      energy: 'park/lamps/energy',
      power: 'park/lamps/power',
      place: { site: 'park', building: null, floor: null, zone: null },
    }
    const savings = [{ measure, findings: [], loads: [{ ...load, months, findings: [] }] }]
    const l = { ...ledger({ grids: { shop: 'CN-SOUTH' } }), savings }
    expect(doubtsIn(l).join('\n')).toContain('two-factors: savings are priced at 0.7119 t/MWh')
  })

  it('that a total is told for sites that have nothing in it, and that what is divided does not fit', () => {
    const facts: Entry[] = effectiveEntries([factOf('head-count', 'park', 100, '2025-01-01')])
    const l = ledger({ facts, totals: { 'park/main': 10_000, 'shop/main': 9000, 'park/tap': 500 } })
    expect(doubtsIn(l).join('\n')).toContain('boundary-gap: water.total is told for "all", but nothing of shop is in it')
    const implied = (language: Language): string | undefined => doubtsIn(l, language).find((d) => d.startsWith('implied-heads'))
    expect(implied('en')).toBe(
      'implied-heads: published energy.per-person (offices) implies 181 to 200 persons when energy.total (all) is divided by it, the entries of offices say 100',
    )
    expect(implied('zh-Hans')).toContain('energy.per-person(范围 offices)与 energy.total(范围 all)推算人数为 181 至 200')
    expect(implied('zh-Hant')).toContain('energy.per-person(範圍 offices)與 energy.total(範圍 all)推算人數為 181 至 200')
  })

  it('that meals do not fit the head count', () => {
    const facts = [factOf('head-count', 'park', 100, '2025-01-01'), factOf('meals', 'park', 22 * 100 * 4, '2026-03-01', '2026-04-01')]
    expect(doubtsIn(ledger({ facts })).join('\n')).toContain('meals-and-heads: 8800 meals on 22 working days are 4.00 a day and person')
  })

  it('nothing at all when nothing is known, and what is weak otherwise', () => {
    expect(doubtsIn(ledger({ totals: {}, facts: [] }))).toEqual([])
    const said = doubtsIn(
      ledger({ totals: { 'park/main': [0, 0, 10_000] }, period: '2026', now: instant(Date.parse('2027-01-10T00:00:00Z')) }),
    )
    expect(said.some((s) => s.startsWith('left-open: gas is left open'))).toBe(true)
  })
})
