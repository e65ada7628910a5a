/** A bucket table of an earlier version gets the columns that it lacks. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { BUCKET_COLUMNS, BUCKET_TABLE } from './bucket-rows.ts'

/**
 * Copies the table when a column is missing: rows are appended by position, so the order of the columns has to be that of BUCKET_COLUMNS. A
 * missing number is 0. The caller checkpoints afterwards: DuckDB's log does not replay a changed table reliably.
 */
export async function widenBucketTable(connection: DuckDBConnection): Promise<void> {
  const present = new Set((await (await connection.run("SELECT name FROM pragma_table_info('bucket')")).getRows()).map((row) => row[0]))
  const wanted = BUCKET_COLUMNS.split(', ')
  if (wanted.every((name) => present.has(name))) return
  const values = wanted.map((name) => (present.has(name) ? name : `0 AS ${name}`)).join(', ')
  await connection.run('BEGIN')
  await connection.run('ALTER TABLE bucket RENAME TO bucket_of_earlier_version')
  await connection.run(BUCKET_TABLE)
  await connection.run(`INSERT INTO bucket SELECT ${values} FROM bucket_of_earlier_version`)
  await connection.run('DROP TABLE bucket_of_earlier_version')
  await connection.run('COMMIT')
}
