/** Numbers of point names. A number is assigned once and never changes; it is written in the transaction that first uses it. */

import type { DuckDBConnection } from '@duckdb/node-api'

export interface Dictionary {
  nameOf(id: number): string
  /** Numbers of those names that have one. */
  idsOf(names: readonly string[]): number[]
  /** The number of a name; a new name gets the next number, and `writeNew` writes it. */
  idFor(name: string): number
  /** Writes new names inside the caller's transaction. Call the returned function after the commit. */
  writeNew(connection: DuckDBConnection): Promise<() => void>
}

export async function loadDictionary(connection: DuckDBConnection): Promise<Dictionary> {
  const rows = (await (await connection.run('SELECT id, name FROM point ORDER BY id')).getRows()) as [number, string][]
  const names: string[] = []
  const ids = new Map<string, number>()
  for (const [id, name] of rows) {
    names[id] = name
    ids.set(name, id)
  }
  let written = names.length
  return {
    nameOf: (id) => names[id] ?? '',
    idsOf: (list) => list.flatMap((name) => ids.get(name) ?? []),
    idFor(name) {
      const assigned = ids.get(name)
      if (assigned !== undefined) return assigned
      const id = names.push(name) - 1
      ids.set(name, id)
      return id
    },
    async writeNew(connection) {
      const upTo = names.length
      if (written === upTo) return () => undefined
      const appender = await connection.createAppender('point')
      for (let id = written; id < upTo; id++) {
        appender.appendInteger(id)
        appender.appendVarchar(names[id] ?? '')
        appender.endRow()
      }
      appender.closeSync()
      return () => {
        written = upTo
      }
    },
  }
}
