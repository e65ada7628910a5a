/** Entries in numbers, entries taken out, instruments, targets and the base year; factor rows taken out and their conditions. */

import { describe, expect, it } from 'vitest'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'
import { createEntryStore } from '../../../src/app/reporting/entry-store.ts'
import type { EntryDraft } from '../../../src/figures/entries/entry-draft.ts'
import { accountsOf } from '../../support/fakes/reporting.ts'
import { campusOf } from '../../support/fixtures/campus.ts'
import { createHandClock } from '../../support/fakes/clock.ts'

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
    const books = createEntryStore({ records, clock, campus: () => CAMPUS })
    await books.addFacts([head], 'ann')
    await books.addFacts([bill(1, 100), bill(2, 110), bill(3, 120)], 'ann')
    expect(await records.read('facts')).toHaveLength(2)
    expect((await books.facts()).map((f) => [f.id, f.value])).toEqual([
      ['fact-1', 1200],
      ['fact-2', 100],
      ['fact-3', 110],
      ['fact-4', 120],
    ])
    const again = createEntryStore({ records, clock, campus: () => CAMPUS })
    expect(await again.facts()).toEqual(await books.facts())
  })

  it('are all refused when one of them is wrong, each fault with its number', async () => {
    const a = await accounts()
    const said = await a.addFacts([head, { ...head, value: -1 }, { ...head, key: 'heads' }], 'ann')
    expect('faults' in said && said.faults.map((f) => f.path)).toEqual(['1/value', '2/key'])
    expect(await a.facts()).toEqual([])
  })

  it('are held against each other as if they came one after another', async () => {
    const a = await accounts()
    const said = await a.addFacts([head, { ...head, value: 6000, from: '2026-01-02' }], 'ann')
    expect(said).toMatchObject({ faults: [{ path: '1/note', message: expect.stringContaining('from 1200') }] })
  })

  it('of hundreds are no work', async () => {
    const a = await accounts()
    const many = Array.from({ length: 600 }, (_, i): EntryDraft => ({ ...bill(1, i + 1), reference: `A-${i}` }))
    const said = await a.addFacts(many, 'importer')
    expect('facts' in said && said.facts.length).toBe(600)
  })
})

describe('an entry that is withdrawn', () => {
  it('counts no longer, stays in the list with who and why, and what it had replaced counts again', async () => {
    const a = await accounts()
    await a.addFact(head, 'ann')
    await a.addFact({ ...head, value: 1300 }, 'bob')
    expect(await a.withdrawFact('fact-2', 'typing error', 'eve')).toMatchObject({ fact: { id: 'fact-2', counts: false } })
    expect((await a.facts()).map((f) => [f.value, f.counts, f.withdrawn?.reason ?? null, f.withdrawn?.author ?? null])).toEqual([
      [1200, true, null, null],
      [1300, false, 'typing error', 'eve'],
    ])
    expect(await a.withdrawFact('fact-2', 'again', 'eve')).toMatchObject({ unknown: expect.stringContaining('withdrawn already') })
    expect(await a.withdrawFact('fact-9', 'none', 'eve')).toMatchObject({ unknown: expect.stringContaining('"fact-9"') })
  })

  it('may be a factor row, but not a shipped one', async () => {
    const a = await accounts()
    const row = { kind: 'grid.co2', value: 0.4, publisher: 'supplier', document: 'contract' }
    const made = await a.addFactor(row, 'ann')
    const id = 'factor' in made ? made.factor.id : ''
    const ids = async (all: boolean): Promise<string[]> => {
      const said = await a.factors(null, all)
      return 'factors' in said ? said.factors.map((f) => f.id) : []
    }
    expect(await ids(false)).toContain(id)
    expect(await a.withdrawFactor(id, 'wrong contract', 'eve')).toMatchObject({ factor: { withdrawn: { reason: 'wrong contract' } } })
    expect(await ids(false)).not.toContain(id)
    expect(await ids(true)).toContain(id)
    expect(await a.withdrawFactor('water.density/one', 'no', 'eve')).toMatchObject({ unknown: expect.any(String) })
  })
})

describe('an entry that is special', () => {
  const claim: EntryDraft = { key: 'instrument.i-rec', site: 'park', value: 100, from: '2026-01-01', to: '2027-01-01' }

  it('as an instrument says what it conveys, where it is retired, and when it was made', async () => {
    const a = await accounts()
    expect(await a.addFact(claim, 'ann')).toMatchObject({ faults: [{ path: 'factor' }, { path: 'reference' }] })
    const full = { ...claim, factor: 0, reference: 'I-REC 4711', vintage: '2023' }
    const made = await a.addFact(full, 'ann')
    expect(made).toMatchObject({ fact: { unit: 'MWh', factor: 0, vintage: '2023' }, warnings: [expect.stringContaining('3 years')] })
    expect(await a.addFact({ ...head, factor: 1 }, 'ann')).toMatchObject({ faults: [{ path: 'factor' }] })
    expect(await a.addFact({ ...full, vintage: 'last' }, 'ann')).toMatchObject({ faults: [{ path: 'vintage' }] })
  })

  it('as a target has the boundary of its figure unless it says another, and the figure’s unit', async () => {
    const a = await accounts()
    const target: EntryDraft = { key: 'target.energy.per-person', value: 2, from: '2026-01-01', to: '2027-01-01' }
    expect(await a.addFact(target, 'ann')).toMatchObject({ fact: { site: 'offices', unit: 'MWh/person' } })
    expect(await a.addFact({ ...target, site: 'park' }, 'ann')).toMatchObject({ fact: { site: 'park' } })
    expect(await a.addFact({ ...target, site: 'moon' }, 'ann')).toMatchObject({ faults: [{ path: 'site' }] })
  })

  it('as the base year is the campus’s, and a year', async () => {
    const a = await accounts()
    expect(await a.addFact({ key: 'base-year', value: 2020, from: '2020-01-01' }, 'ann')).toMatchObject({
      fact: { site: 'test', unit: 'year' },
    })
    expect(await a.addFact({ key: 'base-year', value: 20.5, from: '2020-01-01' }, 'ann')).toMatchObject({ faults: [{ path: 'value' }] })
  })

  it('as a thousand people more at once needs a note, whatever the share', async () => {
    const a = await accounts()
    await a.addFact({ ...head, value: 19_000 }, 'ann')
    const more = { ...head, value: 24_000, from: '2026-01-02' }
    expect(await a.addFact(more, 'ann')).toMatchObject({ faults: [{ path: 'note' }] })
    expect(await a.addFact({ ...more, note: 'merger' }, 'ann')).toMatchObject({ warnings: [expect.stringContaining('19000')] })
  })

  it('of a carrier is in the unit of the carrier', async () => {
    const a = await accounts()
    const of = async (key: string): Promise<string> => {
      const said = await a.addFact({ ...bill(5, 10), key }, 'ann')
      return 'fact' in said ? said.fact.unit : JSON.stringify(said)
    }
    expect([await of('bill.heat'), await of('bill.diesel'), await of('bill.rain-water')]).toEqual(['kWh', 'kg', 'm3'])
    expect(await of('bill.coal')).toContain('bill.electricity')
  })
})

describe('a calorific value per m3', () => {
  it('states at which temperature and pressure a cubic metre is meant', async () => {
    const a = await accounts()
    const row = { kind: 'gas.ncv', value: 35.5, region: 'park', from: '2026-07-01', publisher: 'supplier', document: 'certificate' }
    expect(await a.addFactor(row, 'ann')).toMatchObject({ faults: [{ path: 'conditions' }] })
    expect(await a.addFactor({ ...row, conditions: '20 Cel, 101.325 kPa' }, 'ann')).toMatchObject({
      factor: { unit: 'MJ/m3', conditions: '20 Cel, 101.325 kPa' },
    })
    expect(await a.addFactor({ ...row, kind: 'diesel.ncv' }, 'ann')).toMatchObject({ factor: { unit: 'MJ/kg' } })
    expect(await a.addFactor({ ...row, kind: 'coal.ncv' }, 'ann')).toMatchObject({ faults: [{ path: 'kind' }] })
  })
})
