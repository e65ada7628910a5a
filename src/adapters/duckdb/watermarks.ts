/** Watermarks of the store, one row each, written in the transaction they belong to. */

import type { DuckDBConnection } from '@duckdb/node-api'

export type WatermarkName = 'offset' | 'rolled-up' | 'compacted' | 'bucket-write' | 'bucket-compacted'

export interface Watermarks {
  get(name: WatermarkName): number
  /** Writes inside the caller's transaction. Call the returned function after the commit: it makes the value visible to `get`. */
  set(connection: DuckDBConnection, name: WatermarkName, value: number): Promise<() => void>
}

export async function loadWatermarks(connection: DuckDBConnection): Promise<Watermarks> {
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

export const WATERMARK_NAMES: readonly WatermarkName[] = ['offset', 'rolled-up', 'compacted', 'bucket-write', 'bucket-compacted']
