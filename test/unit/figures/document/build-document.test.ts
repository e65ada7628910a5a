/** The parts of a report document behind its figures: comparison, completeness, targets, disclosure index, references. */

import { describe, expect, it } from 'vitest'
import { buildDocument } from '../../../../src/figures/document/build-document.ts'
import { comparePeriods } from '../../../../src/figures/document/comparison.ts'
import { sourcesOf } from '../../../../src/figures/document/completeness.ts'
import type { ReportDocument } from '../../../../src/figures/document/report-document.ts'
import { targetStatements } from '../../../../src/figures/document/targets.ts'
import { factorsOf } from '../../../../src/figures/factors/factor-table.ts'
import { computeFigures } from '../../../../src/figures/formulas/compute.ts'
import { boundaryOf } from '../../../../src/figures/inputs/boundary.ts'
import type { FigureInputs } from '../../../../src/figures/inputs/figure-inputs.ts'
import { message, renderMessage } from '../../../../src/figures/messages/message.ts'
import { requestBy } from '../../../support/fakes/reporting.ts'
import { entryOf, figureInputs, type InputsWish } from '../../../support/fixtures/figure-inputs.ts'
import { wholeAccounts } from '../../../support/fixtures/whole-campus.ts'

async function readDocument(): Promise<ReportDocument> {
  const document = await (await wholeAccounts()).document(requestBy(), { period: '2026-03', boundary: null })
  if ('unknown' in document) throw new Error(document.unknown)
  return document
}

const document = await readDocument()

const POINTS: InputsWish['points'] = [
  { id: 'park/main', quantity: 'energy', role: 'main-meter' },
  { id: 'shop/main', quantity: 'energy', role: 'main-meter' },
  { id: 'park/tap', quantity: 'volume', role: 'tap-inlet' },
]

const marchInputs = (more: Partial<InputsWish> = {}): FigureInputs =>
  figureInputs({
    points: POINTS,
    totals: { 'park/main': 10_000, 'shop/main': 1000, 'park/tap': 500 },
    factors: factorsOf('report-2020', []),
    kinds: { shop: 'shop' },
    period: '2026-03',
    ...more,
  })

describe('a report document', () => {
  it('is plain JSON without a language: what is not a name of a person or thing is an id, a code or a number', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    expect(document).toMatchObject({ format: 'campus-report-document', version: 3, period: { id: '2026-03' }, to_date: false })
    expect(JSON.stringify(document)).not.toContain('"sentence"')
  })

  it('names every input once; figures refer to inputs, inputs to rows and entries that stand in it', () => {
    const { figures, inputs, factors, entries } = document
    expect(new Set(inputs.map((i) => JSON.stringify(i))).size).toBe(inputs.length)
    expect(figures.flatMap((f) => f.inputs).every((i) => inputs[i] !== undefined)).toBe(true)
    expect(new Set(figures.flatMap((f) => f.inputs)).size).toBe(inputs.length)
    const rows = new Set(factors.map((f) => f.id))
    expect(figures.flatMap((f) => f.factors).filter((id) => !rows.has(id))).toEqual([])
    const ids = new Set(entries.map((e) => e.id))
    expect(inputs.filter((i) => i.kind === 'entry' && !ids.has(i.entry))).toEqual([])
    expect(ids.size).toBeGreaterThan(3)
  })

  it('marks figures of a period that is not over, and gives the reason for each one of a period that lies ahead', () => {
    const during = marchInputs({ now: Date.parse('2026-03-20T00:00:00Z') })
    const remarks = computeFigures(during, null).find((f) => f.id === 'energy.total')?.remarks
    expect(remarks?.map((r) => r.message)).toContainEqual(message('to-date', { period: '2026-03' }))
    const ahead = computeFigures(marchInputs({ now: Date.parse('2026-02-20T00:00:00Z') }), null)
    expect(ahead.every((f) => f.value === null)).toBe(true)
    expect(ahead[0]?.missing).toEqual([message('not-begun', { period: '2026-03' })])
  })
})

describe('the comparison with another period', () => {
  const then = marchInputs({ totals: { 'park/main': 8000, 'park/tap': 500 }, period: '2026-02' })
  const compare = (now: FigureInputs, other: FigureInputs, id: string) =>
    comparePeriods(now, other, computeFigures(now, null), '2026-02').figures.find((f) => f.id === id)

  it('leaves out on both sides what was not there then, and notes it', () => {
    const total = compare(marchInputs(), then, 'energy.total')
    expect(total).toMatchObject({ value: 8, now: 10, without: ['shop'], boundary: 'all' })
    expect(total?.change_percent).toBeCloseTo(25, 12)
    expect(total?.notes).toEqual([message('sites-not-there', { sites: 'shop', period: '2026-02' })])
  })

  it('has no change for a period that is not over, and none from 0', () => {
    const running = compare(marchInputs({ now: Date.parse('2026-03-20T00:00:00Z') }), then, 'water.tap')
    expect(running?.change_percent).toBeNull()
    expect(running?.notes).toContainEqual(message('compared-to-date', { period: '2026-03' }))
    const dry = marchInputs({ totals: { 'park/main': 8000, 'park/tap': 0 }, period: '2026-02' })
    expect(compare(marchInputs(), dry, 'water.tap')).toMatchObject({ value: 0, change_percent: null })
  })

  it('withholds the change where less than 95 % of a side is known, with the reason', () => {
    const known = (share: number): FigureInputs => ({
      ...then,
      month: (point, start) => {
        const bucket = then.month(point, start)
        return bucket && { ...bucket, measured: bucket.measured * share }
      },
    })
    expect(compare(marchInputs(), known(0.96), 'water.tap')).toMatchObject({ withheld: null, change_percent: expect.any(Number) })
    const low = compare(marchInputs(), known(0.9), 'water.tap')
    expect(low).toMatchObject({ value: 500, change_percent: null, withheld: { code: 'withheld-coverage', values: { period: '2026-02' } } })
    expect(low?.notes).toContainEqual(low?.withheld)
    expect(low?.withheld && renderMessage(low.withheld, 'en')).toBe(
      'not compared: 90.0 % of the amount of 2026-02 is known, a comparison needs 95 %',
    )
  })

  it('goes to the year before and to the base year that the campus has set', () => {
    const { comparison } = document
    expect(comparison).toMatchObject({ prior: { period: '2025-03' }, base: { period: '2025-03' }, base_note: null })
    const shop = comparison.prior.figures.find((f) => f.id === 'shops.energy.per-area')
    expect(shop).toMatchObject({ value: null, change_percent: null })
  })

  it('without a base year says how to set one', () => {
    const inputs = marchInputs()
    const frame = { inputs, factorSet: 'report-2020', boundary: null, prior: null, base: null, baseYear: null }
    expect(buildDocument(frame, computeFigures(inputs, null)).comparison).toEqual({
      prior: { period: '2025-03', figures: [] },
      base: null,
      base_note: message('no-base-year'),
    })
  })
})

describe('the completeness of a report', () => {
  const sources = (inputs: FigureInputs) => {
    const all = boundaryOf(inputs.campus, 'all')
    return all === null ? [] : sourcesOf(inputs, all)
  }
  const source = (inputs: FigureInputs, id: string) => sources(inputs).find((s) => s.id === id)

  it('names every source once, with the sites that have it and those that have not', () => {
    const ids = sources(marchInputs()).map((s) => s.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(['electricity', 'gas', 'heat', 'diesel', 'refrigerant']))
    expect(ids).toEqual(expect.arrayContaining(['tap-water', 'rain-water', 'food-waste', 'data-centre', 'scope-3']))
    expect(source(marchInputs(), 'tap-water')).toMatchObject({ status: 'included', sites: ['park'], without: ['shop'] })
    expect(source(marchInputs(), 'gas')).toMatchObject({ status: 'not-estimated', why: message('no-statement') })
  })

  it('takes a statement of the campus file where no meter and no entry is', () => {
    const completeness = [
      { source: 'gas', status: 'not-occurring', why: 'all-electric canteen' },
      { source: 'electricity', status: 'elsewhere', why: 'landlord' },
    ] as const
    const inputs = marchInputs({ completeness })
    expect(source(inputs, 'gas')).toMatchObject({ status: 'not-occurring', why: 'all-electric canteen' })
    expect(source(inputs, 'electricity')?.status).toBe('included')
  })
})

describe('a target', () => {
  it('is compared with the figure of its boundary, in proportion to the days of the period', () => {
    const entries = [entryOf('target.energy.indirect', 'park', 120, '2026-01-01', '2027-01-01')]
    const [target] = targetStatements(marchInputs({ entries }))
    expect(target).toMatchObject({ id: 'energy.indirect', boundary: 'park', target: 120, value: 10, unit: 'MWh', met: true })
    expect(target?.due).toBeCloseTo((120 * 31) / 365, 9)
    expect(target?.distance).toBeCloseTo(10 - (120 * 31) / 365, 9)
    expect(target?.notes).toEqual([message('target-part', { part: (100 * 31) / 365 }), message('target-met')])
  })

  it('for a share is the whole share, and more is better', () => {
    const entries = [entryOf('target.water.non-traditional-share', 'park', 30, '2026-01-01', '2027-01-01')]
    const points: InputsWish['points'] = [...POINTS, { id: 'park/grey', quantity: 'volume', role: 'reclaimed-inlet' }]
    const [target] = targetStatements(marchInputs({ entries, points, totals: { 'park/tap': 500, 'park/grey': 200 } }))
    expect(target).toMatchObject({ due: 30, met: false })
    expect(target?.value).toBeCloseTo(100 * (200 / 700), 9)
  })

  it('of a figure that is missing has the reasons of the figure', () => {
    const [target] = targetStatements(marchInputs({ entries: [entryOf('target.ghg.scope1', 'all', 1, '2026-03-01', '2026-04-01')] }))
    expect(target).toMatchObject({ value: null, distance: null, met: null })
    expect(target?.notes.map((n) => n.code)).toContain('no-entry')
  })
})

describe('the disclosure index', () => {
  it('has every line with the figures that answer it', () => {
    const lines = document.disclosure.map((d) => `${d.framework} ${d.line}`)
    expect(lines).toEqual(expect.arrayContaining(['HKEX A1.1', 'HKEX A1.6', 'HKEX A2.4']))
    expect(lines).toEqual(expect.arrayContaining(['GRI 302-1', 'GRI 303-3', 'GRI 305-2', 'GRI 306-3']))
    expect(document.disclosure.find((d) => d.line === 'A2.4')?.figures).toContain('water.balance')
  })
})
