/** Entries and factor rows as people make them: what is refused, what is warned about, what counts. */

import { describe, expect, it } from 'vitest'
import { instant, QUARTER } from '../../../../src/domain/index.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { accountsOf, readReport, requestBy } from '../../../support/fakes/reporting.ts'
import { columnsFrom, createMemoryReadings } from '../../../support/fakes/memory-store.ts'
import { bucketOf, monthsOf2026 } from '../../../support/fixtures/figure-inputs.ts'

const CAMPUS = campusOf([{ id: 'park/main/energy', quantity: 'energy', role: 'main-meter' }])
const SITE = { ...CAMPUS.sites[0], grid: 'CN-NORTH' } as (typeof CAMPUS.sites)[number]

async function openReporting() {
  const campus = { ...CAMPUS, sites: [SITE] }
  const point = campus.points[0] as (typeof campus.points)[number]
  const buckets = monthsOf2026().flatMap((m, i) => {
    const edge = { time: m.span.to, value: (i + 1) * 1e9 }
    const last = { from: instant(m.span.to - QUARTER), to: m.span.to }
    return [
      { ...bucketOf(point, m.span, 1000), edge },
      { ...bucketOf(point, last, 0.25), step: '15m' as const, edge },
    ]
  })
  const readings = createMemoryReadings()
  const [begin] = monthsOf2026()
  const first = { point: point.id, time: begin?.span.from ?? 0, value: 0, quality: 0 }
  await readings.commit({ rows: columnsFrom([first]), seq: Float64Array.of(1), offset: 1 })
  return accountsOf(campus, createHandClock('2027-01-10T00:00:00Z'), buckets, { readings })
}

const head = { key: 'head-count', site: 'park', value: 1200, from: '2026-01-01' }

describe('an entry', () => {
  it.each([
    [{ ...head, value: -5 }, 'value', 'below 0'],
    [{ ...head, site: 'nowhere' }, 'site', 'there are: park'],
    [{ ...head, key: 'headcount' }, 'key', 'head-count'],
    [{ ...head, from: '2026-02-30' }, 'from', 'is no date'],
    [{ ...head, key: 'food-waste' }, 'to', 'the day after its last day'],
    [{ ...head, key: 'food-waste', to: '2026-01-01' }, 'to', 'is not after'],
    [{ ...head, key: 'target.energy', to: '2027-01-01' }, 'key', 'target.<figure>'],
  ])('that cannot be is refused with what is wrong: %j', async (entry, path, words) => {
    const said = await (await openReporting()).addEntry(requestBy('ann'), entry)
    expect(said).toMatchObject({ faults: [{ path }] })
    expect(JSON.stringify(said)).toContain(words)
  })

  it('that is unlikely needs a note, and is then taken with a warning', async () => {
    const accounts = await openReporting()
    await accounts.addEntry(requestBy('ann'), head)
    const leap = { ...head, value: 5000, from: '2026-01-02' }
    expect(await accounts.addEntry(requestBy('ann'), leap)).toMatchObject({ faults: [{ path: 'note' }] })
    const taken = await accounts.addEntry(requestBy('ann'), { ...leap, note: 'block C moved in' })
    expect(taken).toMatchObject({ entry: { value: 5000, note: 'block C moved in', author: 'ann' } })
    expect(JSON.stringify(taken)).toContain('from 1200')
  })

  it('of more people than a place holds needs a note, whichever of the two is entered first', async () => {
    const area = { key: 'floor-area', site: 'park', value: 3000, from: '2026-01-01' }
    const first = await openReporting()
    await first.addEntry(requestBy('ann'), area)
    expect(await first.addEntry(requestBy('ann'), head)).toMatchObject({
      faults: [{ path: 'note', message: expect.stringContaining('2.5 m2 each') }],
    })
    expect(await first.addEntry(requestBy('ann'), { ...head, note: 'three shifts' })).toMatchObject({
      warnings: [expect.stringContaining('2.5 m2')],
    })
    const second = await openReporting()
    await second.addEntry(requestBy('ann'), head)
    expect(await second.addEntry(requestBy('ann'), area)).toMatchObject({ faults: [{ path: 'note' }] })
    expect(await second.addEntry(requestBy('ann'), { ...area, value: 3600 })).toMatchObject({ warnings: [] })
  })

  it('of a bill without a number is taken with a warning', async () => {
    const bill = { key: 'bill.gas', site: 'park', value: 900, from: '2026-01-01', to: '2026-02-01' }
    expect(await (await openReporting()).addEntry(requestBy('ann'), bill)).toMatchObject({
      warnings: [expect.stringContaining('no invoice number')],
    })
  })

  it('overwrites nothing: of the same thing the last one counts, the others stay in the list', async () => {
    const accounts = await openReporting()
    await accounts.addEntry(requestBy('ann'), head)
    await accounts.addEntry(requestBy('bob'), { ...head, value: 1300 })
    expect((await accounts.entries(requestBy())).map((f) => [f.value, f.author, f.counts])).toEqual([
      [1200, 'ann', false],
      [1300, 'bob', true],
    ])
  })

  it('is warned about when it overlaps with another bill', async () => {
    const accounts = await openReporting()
    const bill = { key: 'bill.gas', site: 'park', value: 900, from: '2026-01-10', to: '2026-02-10', reference: 'A-1' }
    await accounts.addEntry(requestBy('ann'), bill)
    expect(
      JSON.stringify(await accounts.addEntry(requestBy('ann'), { ...bill, from: '2026-02-01', to: '2026-03-01', reference: 'A-2' })),
    ).toContain('both count')
    expect(await accounts.addEntry(requestBy('ann'), { ...bill, value: 950 })).toMatchObject({ warnings: [expect.stringContaining('A-2')] })
  })

  it('makes an intensity known', async () => {
    const accounts = await openReporting()
    const perPerson = async () => {
      const report = await readReport(accounts, '2026', null)
      return 'figures' in report ? report.figures.find((f) => f.id === 'energy.per-person') : undefined
    }
    expect(await perPerson()).toMatchObject({ value: null, missing: [expect.stringContaining('add the entry `head-count`')] })
    await accounts.addEntry(requestBy('ann'), head)
    expect((await perPerson())?.value).toBeCloseTo(12 / 1200, 12)
  })
})

describe('a factor row', () => {
  const row = { kind: 'grid.co2', value: 0.5, region: 'CN-NORTH', publisher: 'the supplier', document: 'contract of 2026' }

  it('shows what it would move before it is written, and moves it then', async () => {
    const accounts = await openReporting()
    const preview = await accounts.previewFactor(requestBy(), row, '2026')
    const moved = 'moved' in preview ? preview.moved : []
    expect(moved.map((m) => m.id)).toEqual(['ghg.total', 'ghg.scope2'])
    expect(moved[1]?.after).toBeCloseTo(6, 12)
    const before = await readReport(accounts, '2026', null)
    await accounts.addFactor(requestBy('ann'), row)
    const after = await readReport(accounts, '2026', null)
    const scope2 = (r: typeof after) => ('figures' in r ? (r.figures.find((f) => f.id === 'ghg.scope2')?.value ?? 0) : 0)
    expect(scope2(before)).toBeCloseTo(moved[1]?.before ?? 0, 12)
    expect(scope2(after)).toBeCloseTo(6, 12)
  })

  it('far from what there is, or of a grid that nobody knows, needs a note', async () => {
    const accounts = await openReporting()
    const kilograms = { ...row, value: 500 }
    expect(await accounts.addFactor(requestBy('ann'), kilograms)).toMatchObject({
      faults: [{ path: 'note', message: expect.stringContaining('is the unit right?') }],
    })
    expect(await accounts.addFactor(requestBy('ann'), { ...row, region: 'CN-NRTH' })).toMatchObject({
      faults: [{ path: 'note', message: expect.stringContaining('no site lies in the grid "CN-NRTH"') }],
    })
    expect(await accounts.addFactor(requestBy('ann'), { ...kilograms, note: 'a coal plant of our own' })).toHaveProperty('factor')
  })

  it('without a source, of an unknown kind or below 0 is refused', async () => {
    const accounts = await openReporting()
    const said = await accounts.addFactor(requestBy('ann'), { ...row, kind: 'grid', value: -1, document: ' ' })
    expect('faults' in said && said.faults.map((f) => f.path)).toEqual(['kind', 'value', 'document'])
  })
})

describe('an explanation', () => {
  it('holds the registers at both ends, whose difference is the total', async () => {
    const e = await (await openReporting()).explain(requestBy(), 'energy.total', { period: '2026-03', boundary: null })
    if ('unknown' in e) throw new Error(e.unknown)
    expect(e.meters).toMatchObject([{ point: 'park/main/energy', total: 1000, first: { index: 2000 }, last: { index: 3000 }, restarts: 0 }])
    expect(e).toMatchObject({ formula: 'energy.indirect + energy.direct', code_version: 'test' })
  })

  it('holds the first reading of all where there was none before the period', async () => {
    const e = await (await openReporting()).explain(requestBy(), 'energy.total', { period: '2026', boundary: null })
    if ('unknown' in e) throw new Error(e.unknown)
    expect(e.meters).toMatchObject([{ total: 12_000, first: { index: 0 }, last: { index: 12_000 }, restarts: 0 }])
  })

  it('names the valid figures, periods and boundaries when a request names another', async () => {
    const accounts = await openReporting()
    expect(await accounts.explain(requestBy(), 'energy', { period: '2026', boundary: null })).toMatchObject({
      unknown: expect.stringContaining('energy.total'),
    })
    expect(await readReport(accounts, '2026-13', null)).toMatchObject({ unknown: expect.stringContaining('2026-Q1') })
    expect(await readReport(accounts, '2026', 'moon')).toMatchObject({ unknown: expect.stringContaining('offices') })
  })
})
