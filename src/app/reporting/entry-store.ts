/** Entries and factor rows as they were recorded, never overwritten. Kept in the record log, folded in memory. */

import {
  billableCarriers,
  type Campus,
  effectiveEntries,
  type Entry,
  type Factor,
  FACTOR_SETS,
  formatIn,
  instant,
  type RequestContext,
} from '../../domain/index.ts'
import type { Faulty, ReasonedContext } from '../../figures/api.ts'
import { type EntryDraft, type EntryFault, examineEntry, type NewEntry } from '../../figures/entries/entry-draft.ts'
import { examineFactor, type FactorDraft, unlikelyFactor } from '../../figures/factors/factor-draft.ts'
import { factorsOf } from '../../figures/factors/factor-table.ts'
import { createSerialQueue, groupBy } from '../../kernel/index.ts'
import type { Clock, Records } from '../../ports/index.ts'
import { createEntryLog } from './entry-log.ts'

export interface StoredEntry {
  readonly entry: Entry
  readonly warnings: readonly string[]
}

/** The author of what is recorded is the principal of the context. */
export interface EntryStore {
  /** In the order they were recorded; a withdrawn one says so. */
  entries(): Promise<readonly Entry[]>
  factors(): Promise<readonly Factor[]>
  /** All of them in one append, or none. Ids are `entry-N`; records from before the rename keep `fact-N`, and N counts on. */
  addEntries(context: RequestContext, drafts: readonly EntryDraft[]): Promise<readonly StoredEntry[] | Faulty>
  addFactor(context: RequestContext, draft: FactorDraft): Promise<{ factor: Factor } | Faulty>
  /** Null when no such entry is recorded, or it is withdrawn already. */
  withdrawEntry(context: ReasonedContext, id: string): Promise<Entry | null>
  withdrawFactor(context: ReasonedContext, id: string): Promise<Factor | null>
}

export function createEntryStore(parts: { records: Records; clock: Clock; campus: () => Campus }): EntryStore {
  const { clock, campus } = parts
  // The streams keep the names they have on disk.
  const entries = createEntryLog<Entry>('facts', parts)
  const factors = createEntryLog<Factor>('factors', parts)
  // Serial on purpose: a second addition meanwhile would take the same number and be checked against the same entries.
  const { run: enqueue } = createSerialQueue()

  async function addEntries({ principal }: RequestContext, drafts: readonly EntryDraft[]): Promise<readonly StoredEntry[] | Faulty> {
    const recorded = await entries.read()
    const examined = examineAll(drafts, campus(), recorded)
    if ('faults' in examined) return examined
    const recordedAt = clock.now()
    const added = examined.map(({ entry, warnings }, i) => ({
      entry: { id: `entry-${recorded.length + 1 + i}`, ...entry, author: principal.key, recordedAt },
      warnings,
    }))
    await entries.append(added.map((a) => a.entry))
    return added
  }

  async function addFactor({ principal }: RequestContext, draft: FactorDraft): Promise<{ factor: Factor } | Faulty> {
    const recorded = await factors.read()
    const examined = examineFactor(draft, billableCarriers(campus().accounting?.carriers ?? []))
    if (!examined.ok) return { faults: examined.faults }
    const rows = FACTOR_SETS.flatMap((set) => factorsOf(set, recorded))
    const grids = campus().sites.flatMap((site) => site.grid ?? [])
    const unlikely = unlikelyFactor(examined.factor, rows, grids)
    if (unlikely.length > 0 && !draft.note?.trim())
      return { faults: [{ path: 'note', message: `${unlikely.join('; ')}: if that is right, say why with a note` }] }
    const recordedAt = clock.now()
    const { kind, region, note: text } = examined.factor
    const id = `${kind}${region === null ? '' : `/${region}`}/recorded-${recorded.length + 1}`
    const origin = `recorded by ${principal.key} on ${formatIn(campus().timezone, recordedAt).slice(0, 10)}`
    const factor: Factor = { id, ...examined.factor, note: `${text}${text === '' ? '' : '; '}${origin}`, recordedAt }
    await factors.append([factor])
    return { factor }
  }

  return {
    entries: () => entries.read(),
    factors: () => factors.read(),
    addEntries: (context, drafts) => enqueue(() => addEntries(context, drafts)),
    addFactor: (context, draft) => enqueue(() => addFactor(context, draft)),
    withdrawEntry: (context, id) => enqueue(() => entries.withdraw(id, context.reason, context.principal.key)),
    withdrawFactor: (context, id) => enqueue(() => factors.withdraw(id, context.reason, context.principal.key)),
  }
}

/** Keys whose entries are checked against each other: people and square metres. */
const checkGroup = (key: string): string => (key === 'floor-area' ? 'head-count' : key)

/** Drafts one after the other: each is checked against the entries before it. Faults name the entry when there are several. */
function examineAll(
  drafts: readonly EntryDraft[],
  campus: Campus,
  recorded: readonly Entry[],
): readonly { entry: NewEntry; warnings: readonly string[] }[] | Faulty {
  const faults: EntryFault[] = []
  const accepted: { entry: NewEntry; warnings: readonly string[] }[] = []
  const groups = new Set(drafts.map((e) => checkGroup(e.key)))
  const earlier = groupBy(
    recorded.filter((e) => groups.has(checkGroup(e.key))),
    (e) => checkGroup(e.key),
  )
  for (const [i, draft] of drafts.entries()) {
    const group = checkGroup(draft.key)
    const before = earlier.get(group) ?? []
    const examined = examineEntry(draft, campus, effectiveEntries(before))
    if (!examined.ok) {
      faults.push(...examined.faults.map((f) => (drafts.length === 1 ? f : { ...f, path: `${i}/${f.path}` })))
      continue
    }
    accepted.push(examined)
    earlier.set(group, [...before, { id: '', ...examined.entry, author: '', recordedAt: instant(0) }])
  }
  return faults.length > 0 ? { faults } : accepted
}
