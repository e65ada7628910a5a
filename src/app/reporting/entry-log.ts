/** Entries that are appended and never changed: one record holds one entry, several made at once, or the withdrawal of one. Folded in memory. */

import type { Withdrawal } from '../../domain/index.ts'
import type { Clock, Records } from '../../ports/index.ts'

export interface LogEntry {
  readonly id: string
  readonly withdrawn?: Withdrawal
}

interface Withdrawn extends Withdrawal {
  readonly withdraws: string
}

export interface EntryLog<T extends LogEntry> {
  /** In the order they were recorded; a withdrawn one says so. */
  read(): Promise<readonly T[]>
  /** One append, so that all are there or none. */
  append(entries: readonly T[]): Promise<void>
  /** Null when there is no such entry that still stands. */
  withdraw(id: string, reason: string, author: string): Promise<T | null>
}

export function createEntryLog<T extends LogEntry>(stream: string, parts: { records: Records; clock: Clock }): EntryLog<T> {
  const { records, clock } = parts
  const known: T[] = []
  const at = new Map<string, number>()
  let seen = 0

  function take(body: T | Withdrawn): void {
    if (!('withdraws' in body)) {
      at.set(body.id, known.length)
      known.push(body)
      return
    }
    const { withdraws, ...withdrawn } = body
    const index = at.get(withdraws)
    const entry = index === undefined ? undefined : known[index]
    if (index !== undefined && entry !== undefined) known[index] = { ...entry, withdrawn }
  }

  /** What has been recorded since the last look is added to what is known. */
  async function read(): Promise<readonly T[]> {
    for (const record of await records.read(stream, seen)) {
      if (record.seq <= seen) continue
      const body = record.body as T | Withdrawn | readonly T[]
      for (const one of Array.isArray(body) ? (body as readonly T[]) : [body as T | Withdrawn]) take(one)
      seen = record.seq
    }
    return [...known]
  }

  return {
    read,
    async append(entries) {
      const [first] = entries
      if (first !== undefined) await records.append(stream, first.id, clock.now(), entries.length === 1 ? first : entries)
    },
    async withdraw(id, reason, author) {
      const entry = (await read()).find((e) => e.id === id && e.withdrawn === undefined)
      if (entry === undefined) return null
      const body: Withdrawn = { withdraws: id, author, reason, at: clock.now() }
      await records.append(stream, `${id}/withdrawn`, body.at, body)
      return (await read()).find((e) => e.id === id) ?? null
    },
  }
}
