/** Entries in numbers, entries taken out, instruments, targets and the base year; factor rows taken out and their conditions. */

import { describe, expect, it } from 'vitest'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'
import { createEntryStore } from '../../../../src/app/reporting/entry-store.ts'
import type { EntryDraft } from '../../../../src/figures/entries/entry-draft.ts'
import { accountsOf, requestBy } from '../../../support/fakes/reporting.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'

const CAMPUS = campusOf([{ id: 'park/main/energy', quantity: 'energy', role: 'main-meter' }])
const clock = createHandClock('2027-01-10T00:00:00Z')
const accounts = () => accountsOf(CAMPUS, clock)

const head: EntryDraft = { key: 'head-count', site: 'park', value: 1200, from: '2026-01-01' }
const bill = (month: number, value: number): EntryDraft => {
  const two = (n: number): string => String(n).padStart(2, '0')
  return { key: 'bill.gas', site: 'park', value, from: `2026-${two(month)}-01`, to: `2026-${two(month + 1)}-01` }
}

describe('several entries at once', () => {
  it('are written in one append, in their order', async () => {
    const records = createMemoryRecords()
    const store = createEntryStore({ records, clock, campus: () => CAMPUS })
    await store.addEntries(requestBy('ann'), [head])
    await store.addEntries(requestBy('ann'), [bill(1, 100), bill(2, 110), bill(3, 120)])
    expect(await records.read('facts')).toHaveLength(2)
    expect((await store.entries()).map((f) => [f.id, f.value])).toEqual([
      ['entry-1', 1200],
      ['entry-2', 100],
      ['entry-3', 110],
      ['entry-4', 120],
    ])
    const again = createEntryStore({ records, clock, campus: () => CAMPUS })
    expect(await again.entries()).toEqual(await store.entries())
  })

  it('continue the numbers of records that were named fact, which can still be withdrawn', async () => {
    const records = createMemoryRecords()
    const former = createEntryStore({ records: createMemoryRecords(), clock, campus: () => CAMPUS })
    const [stored] = [await former.addEntries(requestBy('ann'), [head])].flatMap((answer) => ('faults' in answer ? [] : answer))
    await records.append('facts', 'fact-1', clock.now(), { ...stored?.entry, id: 'fact-1' })
    const store = createEntryStore({ records, clock, campus: () => CAMPUS })
    await store.addEntries(requestBy('ann'), [bill(1, 100)])
    expect((await store.entries()).map((e) => e.id)).toEqual(['fact-1', 'entry-2'])
    expect(await store.withdrawEntry({ ...requestBy('eve'), reason: 'typing error' }, 'fact-1')).toMatchObject({ id: 'fact-1' })
  })

  it('are all refused when one of them is wrong, each fault with its number', async () => {
    const a = await accounts()
    const answer = await a.addEntries(requestBy('ann'), [head, { ...head, value: -1 }, { ...head, key: 'heads' }])
    expect('faults' in answer && answer.faults.map((f) => f.path)).toEqual(['1/value', '2/key'])
    expect(await a.entries(requestBy())).toEqual([])
  })

  it('are checked against each other as if they were recorded one after another', async () => {
    const a = await accounts()
    const answer = await a.addEntries(requestBy('ann'), [head, { ...head, value: 6000, from: '2026-01-02' }])
    expect(answer).toMatchObject({ faults: [{ path: '1/note', message: expect.stringContaining('from 1200') }] })
  })

  it('are recorded in one call when there are hundreds', async () => {
    const a = await accounts()
    const many = Array.from({ length: 600 }, (_, i): EntryDraft => ({ ...bill(1, i + 1), reference: `A-${i}` }))
    const answer = await a.addEntries(requestBy('importer'), many)
    expect('entries' in answer && answer.entries.length).toBe(600)
  })
})

describe('an entry that is withdrawn', () => {
  it('counts no longer, stays in the list with who and why, and what it had replaced counts again', async () => {
    const a = await accounts()
    await a.addEntry(requestBy('ann'), head)
    await a.addEntry(requestBy('bob'), { ...head, value: 1300 })
    expect(await a.withdrawEntry(requestBy('eve', 'typing error'), 'entry-2')).toMatchObject({ entry: { id: 'entry-2', counts: false } })
    expect(
      (await a.entries(requestBy())).map((f) => [f.value, f.counts, f.withdrawn?.reason ?? null, f.withdrawn?.author ?? null]),
    ).toEqual([
      [1200, true, null, null],
      [1300, false, 'typing error', 'eve'],
    ])
    expect(await a.withdrawEntry(requestBy('eve', 'again'), 'entry-2')).toMatchObject({
      unknown: expect.stringContaining('withdrawn already'),
    })
    expect(await a.withdrawEntry(requestBy('eve', 'none'), 'entry-9')).toMatchObject({ unknown: expect.stringContaining('"entry-9"') })
  })

  it('may be a factor row, but not a shipped one', async () => {
    const a = await accounts()
    const row = { kind: 'grid.co2', value: 0.4, publisher: 'supplier', document: 'contract' }
    const made = await a.addFactor(requestBy('ann'), row)
    const id = 'factor' in made ? made.factor.id : ''
    const ids = async (all: boolean): Promise<string[]> => {
      const answer = await a.factors(requestBy(), { set: null, all })
      return 'factors' in answer ? answer.factors.map((f) => f.id) : []
    }
    expect(await ids(false)).toContain(id)
    expect(await a.withdrawFactor(requestBy('eve', 'wrong contract'), id)).toMatchObject({
      factor: { withdrawn: { reason: 'wrong contract' } },
    })
    expect(await ids(false)).not.toContain(id)
    expect(await ids(true)).toContain(id)
    expect(await a.withdrawFactor(requestBy('eve', 'no'), 'water.density/one')).toMatchObject({ unknown: expect.any(String) })
  })
})

describe('an entry that is special', () => {
  const claim: EntryDraft = { key: 'instrument.i-rec', site: 'park', value: 100, from: '2026-01-01', to: '2027-01-01' }

  it('as an instrument says what it conveys, where it is retired, and when it was made', async () => {
    const a = await accounts()
    expect(await a.addEntry(requestBy('ann'), claim)).toMatchObject({ faults: [{ path: 'factor' }, { path: 'reference' }] })
    const full = { ...claim, factor: 0, reference: 'I-REC 4711', vintage: '2023' }
    const made = await a.addEntry(requestBy('ann'), full)
    expect(made).toMatchObject({ entry: { unit: 'MWh', factor: 0, vintage: '2023' }, warnings: [expect.stringContaining('3 years')] })
    expect(await a.addEntry(requestBy('ann'), { ...head, factor: 1 })).toMatchObject({ faults: [{ path: 'factor' }] })
    expect(await a.addEntry(requestBy('ann'), { ...full, vintage: 'last' })).toMatchObject({ faults: [{ path: 'vintage' }] })
  })

  it('as a target has the boundary of its figure unless it says another, and the figure’s unit', async () => {
    const a = await accounts()
    const target: EntryDraft = { key: 'target.energy.per-person', value: 2, from: '2026-01-01', to: '2027-01-01' }
    expect(await a.addEntry(requestBy('ann'), target)).toMatchObject({ entry: { site: 'offices', unit: 'MWh/person' } })
    expect(await a.addEntry(requestBy('ann'), { ...target, site: 'park' })).toMatchObject({ entry: { site: 'park' } })
    expect(await a.addEntry(requestBy('ann'), { ...target, site: 'moon' })).toMatchObject({ faults: [{ path: 'site' }] })
  })

  it('as the base year is the campus’s, and a year', async () => {
    const a = await accounts()
    expect(await a.addEntry(requestBy('ann'), { key: 'base-year', value: 2020, from: '2020-01-01' })).toMatchObject({
      entry: { site: 'test', unit: 'year' },
    })
    expect(await a.addEntry(requestBy('ann'), { key: 'base-year', value: 20.5, from: '2020-01-01' })).toMatchObject({
      faults: [{ path: 'value' }],
    })
  })

  it('as a thousand people more at once needs a note, whatever the share', async () => {
    const a = await accounts()
    await a.addEntry(requestBy('ann'), { ...head, value: 19_000 })
    const more = { ...head, value: 24_000, from: '2026-01-02' }
    expect(await a.addEntry(requestBy('ann'), more)).toMatchObject({ faults: [{ path: 'note' }] })
    expect(await a.addEntry(requestBy('ann'), { ...more, note: 'merger' })).toMatchObject({ warnings: [expect.stringContaining('19000')] })
  })

  it('of a carrier is in the unit of the carrier', async () => {
    const a = await accounts()
    const of = async (key: string): Promise<string> => {
      const answer = await a.addEntry(requestBy('ann'), { ...bill(5, 10), key })
      return 'entry' in answer ? answer.entry.unit : JSON.stringify(answer)
    }
    expect([await of('bill.heat'), await of('bill.diesel'), await of('bill.rain-water')]).toEqual(['kWh', 'kg', 'm3'])
    expect(await of('bill.coal')).toContain('bill.electricity')
  })
})

describe('a calorific value per m3', () => {
  it('states at which temperature and pressure a cubic metre is meant', async () => {
    const a = await accounts()
    const row = { kind: 'gas.ncv', value: 35.5, region: 'park', from: '2026-07-01', publisher: 'supplier', document: 'certificate' }
    expect(await a.addFactor(requestBy('ann'), row)).toMatchObject({ faults: [{ path: 'conditions' }] })
    expect(await a.addFactor(requestBy('ann'), { ...row, conditions: '20 Cel, 101.325 kPa' })).toMatchObject({
      factor: { unit: 'MJ/m3', conditions: '20 Cel, 101.325 kPa' },
    })
    expect(await a.addFactor(requestBy('ann'), { ...row, kind: 'diesel.ncv' })).toMatchObject({ factor: { unit: 'MJ/kg' } })
    expect(await a.addFactor(requestBy('ann'), { ...row, kind: 'coal.ncv' })).toMatchObject({ faults: [{ path: 'kind' }] })
  })
})
