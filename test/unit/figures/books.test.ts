/** Entries and factor rows as people make them: what is refused, what is warned about, what counts. */

import { describe, expect, it } from 'vitest'
import { instant, QUARTER } from '../../../src/domain/index.ts'
import { campusOf } from '../../support/fixtures/campus.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { accountsOf } from '../../support/fakes/reporting.ts'
import { columnsFrom, createMemoryReadings } from '../../support/fakes/memory-store.ts'
import { bucketOf, monthsOf2026 } from '../../support/fixtures/figure-inputs.ts'

const CAMPUS = campusOf([{ id: 'park/main/energy', quantity: 'energy', role: 'main-meter' }])
const SITE = { ...CAMPUS.sites[0], grid: 'CN-NORTH' } as (typeof CAMPUS.sites)[number]

async function books() {
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
    const said = await (await books()).addFact(entry, 'ann')
    expect(said).toMatchObject({ faults: [{ path }] })
    expect(JSON.stringify(said)).toContain(words)
  })

  it('that is unlikely needs a note, and is then taken with a warning', async () => {
    const accounts = await books()
    await accounts.addFact(head, 'ann')
    const leap = { ...head, value: 5000, from: '2026-01-02' }
    expect(await accounts.addFact(leap, 'ann')).toMatchObject({ faults: [{ path: 'note' }] })
    const taken = await accounts.addFact({ ...leap, note: 'block C moved in' }, 'ann')
    expect(taken).toMatchObject({ fact: { value: 5000, note: 'block C moved in', author: 'ann' } })
    expect(JSON.stringify(taken)).toContain('from 1200')
  })

  it('of more people than a place holds needs a note, whichever of the two is entered first', async () => {
    const area = { key: 'floor-area', site: 'park', value: 3000, from: '2026-01-01' }
    const first = await books()
    await first.addFact(area, 'ann')
    expect(await first.addFact(head, 'ann')).toMatchObject({ faults: [{ path: 'note', message: expect.stringContaining('2.5 m2 each') }] })
    expect(await first.addFact({ ...head, note: 'three shifts' }, 'ann')).toMatchObject({ warnings: [expect.stringContaining('2.5 m2')] })
    const second = await books()
    await second.addFact(head, 'ann')
    expect(await second.addFact(area, 'ann')).toMatchObject({ faults: [{ path: 'note' }] })
    expect(await second.addFact({ ...area, value: 3600 }, 'ann')).toMatchObject({ warnings: [] })
  })

  it('of a bill without a number is taken with a warning', async () => {
    const bill = { key: 'bill.gas', site: 'park', value: 900, from: '2026-01-01', to: '2026-02-01' }
    expect(await (await books()).addFact(bill, 'ann')).toMatchObject({ warnings: [expect.stringContaining('no invoice number')] })
  })

  it('overwrites nothing: of the same thing the last one counts, the others stay in the list', async () => {
    const accounts = await books()
    await accounts.addFact(head, 'ann')
    await accounts.addFact({ ...head, value: 1300 }, 'bob')
    expect((await accounts.facts()).map((f) => [f.value, f.author, f.counts])).toEqual([
      [1200, 'ann', false],
      [1300, 'bob', true],
    ])
  })

  it('is warned about when it overlaps with another bill', async () => {
    const accounts = await books()
    const bill = { key: 'bill.gas', site: 'park', value: 900, from: '2026-01-10', to: '2026-02-10', reference: 'A-1' }
    await accounts.addFact(bill, 'ann')
    expect(JSON.stringify(await accounts.addFact({ ...bill, from: '2026-02-01', to: '2026-03-01', reference: 'A-2' }, 'ann'))).toContain(
      'both count',
    )
    expect(await accounts.addFact({ ...bill, value: 950 }, 'ann')).toMatchObject({ warnings: [expect.stringContaining('A-2')] })
  })

  it('makes an intensity known', async () => {
    const accounts = await books()
    const perPerson = async () => {
      const report = await accounts.report('2026', null)
      return 'figures' in report ? report.figures.find((f) => f.id === 'energy.per-person') : undefined
    }
    expect(await perPerson()).toMatchObject({ value: null, missing: [expect.stringContaining('campus fact set head-count')] })
    await accounts.addFact(head, 'ann')
    expect((await perPerson())?.value).toBeCloseTo(12 / 1200, 12)
  })
})

describe('a factor row', () => {
  const row = { kind: 'grid.co2', value: 0.5, region: 'CN-NORTH', publisher: 'the supplier', document: 'contract of 2026' }

  it('shows what it would move before it is written, and moves it then', async () => {
    const accounts = await books()
    const preview = await accounts.previewFactor(row, '2026')
    const moved = 'moved' in preview ? preview.moved : []
    expect(moved.map((m) => m.id)).toEqual(['ghg.total', 'ghg.scope2'])
    expect(moved[1]?.after).toBeCloseTo(6, 12)
    const before = await accounts.report('2026', null)
    await accounts.addFactor(row, 'ann')
    const after = await accounts.report('2026', null)
    const scope2 = (r: typeof after) => ('figures' in r ? (r.figures.find((f) => f.id === 'ghg.scope2')?.value ?? 0) : 0)
    expect(scope2(before)).toBeCloseTo(moved[1]?.before ?? 0, 12)
    expect(scope2(after)).toBeCloseTo(6, 12)
  })

  it('far from what there is, or of a grid that nobody knows, needs a note', async () => {
    const accounts = await books()
    const kilograms = { ...row, value: 500 }
    expect(await accounts.addFactor(kilograms, 'ann')).toMatchObject({
      faults: [{ path: 'note', message: expect.stringContaining('is the unit right?') }],
    })
    expect(await accounts.addFactor({ ...row, region: 'CN-NRTH' }, 'ann')).toMatchObject({
      faults: [{ path: 'note', message: expect.stringContaining('no site lies in the grid "CN-NRTH"') }],
    })
    expect(await accounts.addFactor({ ...kilograms, note: 'a coal plant of our own' }, 'ann')).toHaveProperty('factor')
  })

  it('without a source, of an unknown kind or below 0 is refused', async () => {
    const accounts = await books()
    const said = await accounts.addFactor({ ...row, kind: 'grid', value: -1, document: ' ' }, 'ann')
    expect('faults' in said && said.faults.map((f) => f.path)).toEqual(['kind', 'value', 'document'])
  })
})

describe('an explanation', () => {
  it('holds the registers at both ends, whose difference is the total', async () => {
    const e = await (await books()).explain('energy.total', '2026-03', null)
    if ('unknown' in e) throw new Error(e.unknown)
    expect(e.meters).toMatchObject([{ point: 'park/main/energy', total: 1000, first: { index: 2000 }, last: { index: 3000 }, restarts: 0 }])
    expect(e).toMatchObject({ formula: 'energy.indirect + energy.direct', code_version: 'test' })
  })

  it('holds the first reading of all where there was none before the period', async () => {
    const e = await (await books()).explain('energy.total', '2026', null)
    if ('unknown' in e) throw new Error(e.unknown)
    expect(e.meters).toMatchObject([{ total: 12_000, first: { index: 0 }, last: { index: 12_000 }, restarts: 0 }])
  })

  it('says which words it knows', async () => {
    const accounts = await books()
    expect(await accounts.explain('energy', '2026', null)).toMatchObject({ unknown: expect.stringContaining('energy.total') })
    expect(await accounts.report('2026-13', null)).toMatchObject({ unknown: expect.stringContaining('2026-Q1') })
    expect(await accounts.report('2026', 'moon')).toMatchObject({ unknown: expect.stringContaining('offices') })
  })
})
