import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { openDuckdb } from '../../../../../src/adapters/duckdb/duckdb.ts'
import { BUCKET_FIELDS, instant, QUARTER, span } from '../../../../../src/domain/index.ts'
import { bucketOf } from '../../../../contract/suites/buckets-suite.ts'
import { tempFolder } from '../../../../support/process/temp-folder.ts'

const T0 = Date.UTC(2026, 2, 1)
const ALL = span(0, 1e13)
/** Columns that version 1 of the table did not have. */
const LATER = new Set(['still', 'past'])
const SQL = { int: 'INTEGER', double: 'DOUBLE', byte: 'UTINYINT' }

/** A store whose bucket table is that of version 1, with one bucket. */
async function writeVersion1(path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  const fields = BUCKET_FIELDS.filter((f) => !LATER.has(f.name))
  const bucket = bucketOf('a', T0)
  await connection.run('CREATE TABLE point (id INTEGER, name VARCHAR)')
  await connection.run("INSERT INTO point VALUES (0, 'a')")
  await connection.run(`CREATE TABLE bucket (point INTEGER, ${fields.map((f) => `${f.name} ${SQL[f.type]}`).join(', ')}, w DOUBLE)`)
  await connection.run(`INSERT INTO bucket VALUES (0, ${fields.map((f) => f.of(bucket)).join(', ')}, 1)`)
  connection.closeSync()
  instance.closeSync()
}

describe('a bucket table of version 1', () => {
  it('keeps its buckets, takes new ones, and is a table of this version when it is opened again', async () => {
    const path = join(tempFolder(), 'data', 'store.duckdb')
    await writeVersion1(path)
    const next = bucketOf('a', T0 + QUARTER, { edge: { time: instant(T0 + QUARTER + 5000), value: 7, movedAt: instant(T0), past: 99 } })
    const store = await openDuckdb({ path })
    expect(await store.buckets.read({ step: '15m', span: ALL })).toEqual([bucketOf('a', T0)])
    await store.buckets.write([next])
    await store.close()
    const again = await openDuckdb({ path })
    expect(await again.buckets.read({ step: '15m', span: ALL })).toEqual([bucketOf('a', T0), next])
    expect((await again.buckets.edgeStates(['a'], instant(T0 + 2 * QUARTER))).get('a')).toEqual(next.edge)
    await again.close()
  })
})
