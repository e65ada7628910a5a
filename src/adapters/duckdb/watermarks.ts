/** The numbers that say how far the store has come, one row each, written in the transaction they belong to. */

import type { DuckDBConnection } from '@duckdb/node-api'

export type MarkName = 'offset' | 'rolled-up' | 'compacted' | 'bucket-write' | 'bucket-compacted'

export interface Marks {
  get(name: MarkName): number
  /** Inside the caller's transaction; what it returns makes the value visible here and is to be called after the commit. */
  set(connection: DuckDBConnection, name: MarkName, value: number): Promise<() => void>
}

export async function loadMarks(connection: DuckDBConnection): Promise<Marks> {
  const rows = (await (await connection.run('SELECT name, value FROM mark')).getRows()) as [string, number][]
  const values = new Map(rows)
  return {
    get: (name) => values.get(name) ?? 0,
    async set(connection, name, value) {
      await connection.run(`UPDATE mark SET value = ${value} WHERE name = '${name}'`)
      return () => void values.set(name, value)
    },
  }
}

export const MARK_NAMES: readonly MarkName[] = ['offset', 'rolled-up', 'compacted', 'bucket-write', 'bucket-compacted']
