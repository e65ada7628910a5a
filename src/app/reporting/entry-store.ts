/** The books: facts and factor rows as they were recorded, never overwritten. Kept in the record log, folded in memory. */

import { type Campus, carriersOf, effectiveEntries, type Entry, type Factor, FACTOR_SETS, formatIn, instant } from '../../domain/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import { type EntryFault, examineFact, type EntryDraft, type NewFact } from '../../figures/entries/entry-draft.ts'
import { examineFactor, type FactorDraft, unlikelyFactor } from '../../figures/factors/factor-draft.ts'
import { factorsOf } from '../../figures/factors/factor-table.ts'
import type { Clock, Records } from '../../ports/index.ts'
import { createEntryLog } from './entry-log.ts'

export interface Recorded {
  readonly fact: Entry
  readonly warnings: readonly string[]
}
type Faulty = { readonly faults: readonly EntryFault[] }

export interface EntryStore {
  /** In the order they were recorded; a withdrawn one says so. */
  facts(): Promise<readonly Entry[]>
  factors(): Promise<readonly Factor[]>
  /** All of them in one append, or none. */
  addFacts(entries: readonly EntryDraft[], author: string): Promise<readonly Recorded[] | Faulty>
  addFactor(entry: FactorDraft, author: string): Promise<{ factor: Factor } | Faulty>
  /** Null when there is no such entry that still stands. */
  withdrawFact(id: string, reason: string, author: string): Promise<Entry | null>
  withdrawFactor(id: string, reason: string, author: string): Promise<Factor | null>
}

export function createEntryStore(parts: { records: Records; clock: Clock; campus: () => Campus }): EntryStore {
  const { clock, campus } = parts
  const facts = createEntryLog<Entry>('facts', parts)
  const factors = createEntryLog<Factor>('factors', parts)
  // Serial: the number of an entry, and the entries it is checked against, stand still meanwhile.
  const { run: alone } = createSerialQueue()

  async function addFacts(entries: readonly EntryDraft[], author: string): Promise<readonly Recorded[] | Faulty> {
    const known = await facts.read()
    const examined = examineAll(entries, campus(), known)
    if ('faults' in examined) return examined
    const recordedAt = clock.now()
    const made = examined.map(({ fact, warnings }, i) => ({
      fact: { id: `fact-${known.length + 1 + i}`, ...fact, author, recordedAt },
      warnings,
    }))
    await facts.append(made.map((m) => m.fact))
    return made
  }

  async function addFactor(entry: FactorDraft, author: string): Promise<{ factor: Factor } | Faulty> {
    const known = await factors.read()
    const examined = examineFactor(entry, carriersOf(campus().accounting?.carriers ?? []))
    if (!examined.ok) return { faults: examined.faults }
    const rows = FACTOR_SETS.flatMap((set) => factorsOf(set, known))
    const grids = campus().sites.flatMap((site) => site.grid ?? [])
    const unlikely = unlikelyFactor(examined.factor, rows, grids)
    if (unlikely.length > 0 && !entry.note?.trim())
      return { faults: [{ path: 'note', message: `${unlikely.join('; ')}: if that is right, say why with a note` }] }
    const recordedAt = clock.now()
    const { kind, region, note: said } = examined.factor
    const id = `${kind}${region === null ? '' : `/${region}`}/recorded-${known.length + 1}`
    const note = `${said}${said === '' ? '' : '; '}recorded by ${author} on ${formatIn(campus().timezone, recordedAt).slice(0, 10)}`
    const factor: Factor = { id, ...examined.factor, note, recordedAt }
    await factors.append([factor])
    return { factor }
  }

  return {
    facts: () => facts.read(),
    factors: () => factors.read(),
    addFacts: (entries, author) => alone(() => addFacts(entries, author)),
    addFactor: (entry, author) => alone(() => addFactor(entry, author)),
    withdrawFact: (id, reason, author) => alone(() => facts.withdraw(id, reason, author)),
    withdrawFactor: (id, reason, author) => alone(() => factors.withdraw(id, reason, author)),
  }
}

/** Keys whose entries are looked at together. */
const companyOf = (key: string): string => (key === 'floor-area' ? 'head-count' : key)

/** Entries after one another: each is held against those before it. Faults name the entry when there are several. */
function examineAll(
  entries: readonly EntryDraft[],
  campus: Campus,
  known: readonly Entry[],
): readonly { fact: NewFact; warnings: readonly string[] }[] | Faulty {
  const faults: EntryFault[] = []
  const made: { fact: NewFact; warnings: readonly string[] }[] = []
  const byKey = new Map<string, Entry[]>()
  const asked = new Set(entries.map((e) => companyOf(e.key)))
  for (const fact of known) {
    const company = companyOf(fact.key)
    const same = byKey.get(company) ?? []
    if (asked.has(company)) same.push(fact)
    byKey.set(company, same)
  }
  for (const [i, entry] of entries.entries()) {
    const same = byKey.get(companyOf(entry.key)) ?? []
    const examined = examineFact(entry, campus, effectiveEntries(same))
    if (!examined.ok) {
      faults.push(...examined.faults.map((f) => (entries.length === 1 ? f : { ...f, path: `${i}/${f.path}` })))
      continue
    }
    made.push(examined)
    byKey.set(companyOf(entry.key), [...same, { id: '', ...examined.fact, author: '', recordedAt: instant(0) }])
  }
  return faults.length > 0 ? { faults } : made
}
