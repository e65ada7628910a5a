/** Entries that are appended and never changed: one record holds one entry, several added at once, or the withdrawal of one. Folded in memory. */

import type { Withdrawal } from '../../domain/index.ts'
import { createProjection } from '../../kernel/index.ts'
import type { Clock, Records } from '../../ports/index.ts'

export interface LogEntry {
  readonly id: string
  readonly withdrawn?: Withdrawal
}

interface WithdrawalRecord extends Withdrawal {
  readonly withdraws: string
}

export interface EntryLog<T extends LogEntry> {
  /** In the order they were recorded; a withdrawn one says so. */
  read(): Promise<readonly T[]>
  /** One append, so that all are there or none. */
  append(added: readonly T[]): Promise<void>
  /** Null when no such entry is recorded, or it is withdrawn already. */
  withdraw(id: string, reason: string, author: string): Promise<T | null>
}

export function createEntryLog<T extends LogEntry>(stream: string, parts: { records: Records; clock: Clock }): EntryLog<T> {
  const { records, clock } = parts
  const entries: T[] = []
  const at = new Map<string, number>()

  function fold(body: T | WithdrawalRecord): void {
    if (!('withdraws' in body)) {
      at.set(body.id, entries.length)
      entries.push(body)
      return
    }
    const { withdraws, ...withdrawn } = body
    const index = at.get(withdraws)
    const entry = index === undefined ? undefined : entries[index]
    if (index !== undefined && entry !== undefined) entries[index] = { ...entry, withdrawn }
  }

  const log = createProjection(records, stream, ({ body }) => {
    const recorded = body as T | WithdrawalRecord | readonly T[]
    for (const one of Array.isArray(recorded) ? (recorded as readonly T[]) : [recorded as T | WithdrawalRecord]) fold(one)
  })

  async function read(): Promise<readonly T[]> {
    await log.refresh()
    return [...entries]
  }

  return {
    read,
    async append(added) {
      const [first] = added
      if (first !== undefined) await records.append(stream, first.id, clock.now(), added.length === 1 ? first : added)
    },
    async withdraw(id, reason, author) {
      const entry = (await read()).find((e) => e.id === id && e.withdrawn === undefined)
      if (entry === undefined) return null
      const body: WithdrawalRecord = { withdraws: id, author, reason, at: clock.now() }
      await records.append(stream, `${id}/withdrawn`, body.at, body)
      return (await read()).find((e) => e.id === id) ?? null
    },
  }
}
