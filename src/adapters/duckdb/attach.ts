/**
 * The database file, attached to an instance in memory. While a process appends, DuckDB pins a block or more for every 122,880 rows and never frees
 * it (1.5.5: 2 bytes a row with commits of 48,000 rows): after 84 million rows a limit of 192 MB was used up, and every query failed.
 * Detaching and attaching the file again frees all of it within 4 ms.
 */

import type { DuckDBConnection } from '@duckdb/node-api'

const MEMORY = ':memory:'
/** Memory for tables above which the file is attached again; blocks that are lost are read from the system's cache. */
const MAX_TABLE_BYTES = 32 * 1024 * 1024

export const isInMemory = (path: string): boolean => path === MEMORY

/** Directs statements of these connections at the file. */
export async function attach(path: string, connections: readonly DuckDBConnection[]): Promise<void> {
  if (isInMemory(path)) return
  await connections[0]?.run(`ATTACH '${path.replaceAll("'", "''")}' AS store`)
  for (const connection of connections) await connection.run('USE store')
}

/** Attaches the file again when its tables take more than `maxBytes` of memory. Call it after a checkpoint, while no statement runs. */
export async function reattach(path: string, connections: readonly DuckDBConnection[], maxBytes = MAX_TABLE_BYTES): Promise<void> {
  const [first] = connections
  if (isInMemory(path) || first === undefined || (await tableBytes(first)) <= maxBytes) return
  for (const connection of connections) await connection.run('USE memory')
  await first.run('DETACH store')
  await attach(path, connections)
}

async function tableBytes(connection: DuckDBConnection): Promise<number> {
  const result = await connection.run(`SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'BASE_TABLE'`)
  return Number((await result.getRows())[0]?.[0] ?? 0)
}
