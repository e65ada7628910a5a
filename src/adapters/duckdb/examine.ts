/** Proves that DuckDB works in a folder, in a file of its own: the store belongs to the process that has it open. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { errorText } from '../../kernel/index.ts'

export interface ExaminedDuckdb {
  readonly version: string | null
  readonly failure: string | null
}

/** Never rejects. `name` without an ending is that of the file, which is gone afterwards. */
export async function examineDuckdb(folder: string, name: string): Promise<ExaminedDuckdb> {
  const file = join(folder, `${name}.duckdb`)
  try {
    const instance = await DuckDBInstance.create(file)
    try {
      const connection = await instance.connect()
      await connection.run('CREATE TABLE probe (v BIGINT)')
      await connection.run('INSERT INTO probe VALUES (42)')
      const [[read, version] = []] = (await connection.runAndReadAll('SELECT v, version() FROM probe')).getRows()
      await connection.run('DELETE FROM probe')
      const [[left] = []] = (await connection.runAndReadAll('SELECT count(*) FROM probe')).getRows()
      connection.closeSync()
      if (read !== 42n) return { version: String(version), failure: `a row that was written to "${file}" is not there` }
      return { version: String(version), failure: left === 0n ? null : `a row that was deleted from "${file}" is still there` }
    } finally {
      instance.closeSync()
    }
  } catch (error) {
    return { version: null, failure: `a store in "${folder}" cannot be used: ${errorText(error)}` }
  } finally {
    for (const end of ['', '.wal']) rmSync(file + end, { force: true })
  }
}
