/** Point names by number. Numbers are given once and never change; new ones are written in the transaction that first uses them. */

import type { DuckDBConnection } from '@duckdb/node-api'

export interface Dictionary {
  nameOf(id: number): string
  /** Numbers of the names that are known. */
  idsOf(names: readonly string[]): number[]
  /** The number of a name, given if need be; new names are written by `writeNew`. */
  idFor(name: string): number
  /** Writes names not yet written, inside the caller's transaction; what it returns is to be called after the commit. */
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
    idsOf: (wanted) => wanted.flatMap((name) => ids.get(name) ?? []),
    idFor(name) {
      const known = ids.get(name)
      if (known !== undefined) return known
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
