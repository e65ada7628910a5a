/**
 * The database file, attached to an instance in memory. While a process appends, DuckDB pins a block or more for every 122,880 rows and never gives
 * it back (1.5.5: 2 bytes a row with commits of 48,000 rows): after 84 million rows a limit of 192 MB was used up, and every query failed.
 * Detaching and attaching again, 4 ms, lets go of all of it.
 */

import type { DuckDBConnection } from '@duckdb/node-api'

const MEMORY = ':memory:'
/** Of what DuckDB holds of tables; what it only caches is read again from the system's cache. */
const HELD_BYTES = 32 * 1024 * 1024

export const isInMemory = (path: string): boolean => path === MEMORY

/** Statements of these connections mean the file from now on. */
export async function attach(path: string, connections: readonly DuckDBConnection[]): Promise<void> {
  if (isInMemory(path)) return
  await connections[0]?.run(`ATTACH '${path.replaceAll("'", "''")}' AS store`)
  for (const connection of connections) await connection.run('USE store')
}

/** After a checkpoint, with nothing under way: takes the file up anew when much of it is held in memory. */
export async function reattach(path: string, connections: readonly DuckDBConnection[], most = HELD_BYTES): Promise<void> {
  const [first] = connections
  if (isInMemory(path) || first === undefined || (await heldBytes(first)) <= most) return
  for (const connection of connections) await connection.run('USE memory')
  await first.run('DETACH store')
  await attach(path, connections)
}

async function heldBytes(connection: DuckDBConnection): Promise<number> {
  const held = await connection.run(`SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'BASE_TABLE'`)
  return Number((await held.getRows())[0]?.[0] ?? 0)
}
