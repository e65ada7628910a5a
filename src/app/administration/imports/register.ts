/** The imports there were, folded from their records: opened, stored, undone. */

import type { Instant } from '../../../domain/index.ts'
import { createProjection } from '../../../kernel/index.ts'
import type { Records } from '../../../ports/index.ts'

const STREAM = 'imports'

/** What an import stored. */
export interface ImportTotals {
  readonly readings: number
  /** Readings that took the place of others. */
  readonly replaced: number
  readonly from: Instant | null
  readonly to: Instant | null
}

export interface KeptReadings {
  readonly point: string
  readonly readings: number
  /** The later import whose rows stand there now; null: readings of another origin. */
  readonly import: string | null
}

export interface ImportUndo {
  readonly by: string
  readonly at: Instant
  /** Readings that came back. */
  readonly restored: number
  /** Readings that are gone, because nothing stood there before. */
  readonly removed: number
  /** Readings that something later replaced: they stay. */
  readonly kept: readonly KeptReadings[]
}

export interface ImportEntry extends ImportTotals {
  readonly id: string
  /** Name of the file; null: rows of a program. */
  readonly file: string | null
  readonly by: string
  readonly opened: Instant
  readonly state: 'open' | 'stored' | 'undoing' | 'undone'
  readonly points: readonly string[]
  readonly undone: ImportUndo | null
}

type Change =
  | { readonly opened: Pick<ImportEntry, 'file' | 'by' | 'points'> }
  | { readonly stored: ImportTotals & Pick<ImportEntry, 'points'> }
  | { readonly undoing: { readonly by: string } }
  | { readonly undone: ImportUndo }

export interface ImportRegister {
  /** In the order in which they were opened. */
  list(): Promise<readonly ImportEntry[]>
  find(id: string): Promise<ImportEntry | null>
  open(about: Pick<ImportEntry, 'file' | 'by' | 'points'>, at: Instant): Promise<ImportEntry>
  record(id: string, change: Exclude<Change, { opened: unknown }>, at: Instant): Promise<ImportEntry>
  /** Ids of imports whose rows are taken back: a replay of the archive leaves them out. */
  undoneIds(): Promise<ReadonlySet<string>>
}

const NO_ROWS: ImportTotals = { readings: 0, replaced: 0, from: null, to: null }

export function createImportRegister(records: Records): ImportRegister {
  const entries = new Map<string, ImportEntry>()

  const projection = createProjection(records, STREAM, ({ id, at, body }) => {
    const change = body as Change
    const entry = entries.get(id)
    if ('opened' in change) entries.set(id, { id, opened: at, state: 'open', undone: null, ...NO_ROWS, ...change.opened })
    else if (entry !== undefined) entries.set(id, changed(entry, change))
  })

  async function find(id: string): Promise<ImportEntry | null> {
    await projection.refresh()
    return entries.get(id) ?? null
  }

  async function append(id: string, change: Change, at: Instant): Promise<ImportEntry> {
    await records.append(STREAM, id, at, change)
    const entry = await find(id)
    if (entry === null) throw new Error(`the import "${id}" was never opened`)
    return entry
  }

  return {
    find,
    async list() {
      await projection.refresh()
      return [...entries.values()]
    },
    async open(about, at) {
      await projection.refresh()
      return append(`import-${entries.size + 1}`, { opened: about }, at)
    },
    record: append,
    async undoneIds() {
      await projection.refresh()
      return new Set([...entries.values()].filter((e) => e.state === 'undoing' || e.state === 'undone').map((e) => e.id))
    },
  }
}

function changed(entry: ImportEntry, change: Exclude<Change, { opened: unknown }>): ImportEntry {
  if ('stored' in change) return { ...entry, state: 'stored', ...change.stored }
  if ('undoing' in change) return { ...entry, state: 'undoing' }
  return { ...entry, state: 'undone', undone: change.undone }
}
