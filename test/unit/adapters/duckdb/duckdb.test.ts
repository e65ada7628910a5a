/** What is DuckDB's own affair: its logs, its lock, its names, and writes that fail. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDuckdb } from '../../../../src/adapters/duckdb/duckdb.ts'
import { newRows } from '../../../../src/adapters/duckdb/readings/new-rows.ts'
import { storeError } from '../../../../src/adapters/duckdb/session.ts'
import { encodeBuckets, instant, span } from '../../../../src/domain/index.ts'
import { PortError } from '../../../../src/ports/index.ts'
import { bucketOf } from '../../../contract/suites/buckets-suite.ts'
import { batch, plain, type Row } from '../../../contract/suites/readings-rows.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

const ALL = span(0, 1e13)
const T0 = Date.UTC(2026, 2, 1)
const path = (): string => join(tempFolder(), 'a folder of "its" own', "store's.duckdb")
const rows = (count: number, from = 1): Row[] => Array.from({ length: count }, (_, i) => ['a', T0 + from + i, i, from + i])

describe('the embedded store', () => {
  it('creates its folder, and leaves no log file when it is closed', async () => {
    const file = path()
    const store = await openDuckdb({ path: file })
    expect(store.recovered).toBe(false)
    await store.readings.commit(batch(rows(3)))
    await store.close()
    expect(existsSync(`${file}.wal`)).toBe(false)
    const again = await openDuckdb({ path: file })
    expect(again.recovered).toBe(false)
    expect(await again.readings.offset()).toBe(3)
    await again.close()
  })

  it.each(['.wal', '.wal.checkpoint', '.wal.recovery'])(
    'sets a log %s of an unclean stop aside, unread: the journal replays',
    async (end) => {
      const file = path()
      const store = await openDuckdb({ path: file })
      await store.readings.commit(batch(rows(3)))
      await store.close()
      writeFileSync(file + end, 'whatever a crash has left')
      const again = await openDuckdb({ path: file })
      expect(again.recovered).toBe(true)
      expect(await again.readings.offset()).toBe(3)
      expect((await again.readings.scan({ span: ALL })).length).toBe(3)
      await again.close()
    },
  )

  it('resolves a checkpoint to the offset that the file holds: later readings are not in it', async () => {
    const file = path()
    const store = await openDuckdb({ path: file })
    await store.readings.commit(batch(rows(3)))
    await store.buckets.write([bucketOf('a', T0)], 3)
    expect(await store.checkpoint()).toBe(3)
    await store.readings.commit(batch(rows(3, 4)))
    const copy = path()
    await (await openDuckdb({ path: copy })).close()
    writeFileSync(copy, readFileSync(file))
    const copied = await openDuckdb({ path: copy })
    expect(await copied.readings.offset()).toBe(3)
    expect((await copied.readings.scan({ span: ALL })).length).toBe(3)
    expect(await copied.buckets.rolledUpTo()).toBe(3)
    await copied.close()
    await store.close()
  })

  it.each([
    ['', {}],
    [', and attaches its file again at each', { maxTableBytes: -1 }],
  ])('checkpoints beside commits and reads that go on%s', async (_, held) => {
    const store = await openDuckdb({ path: path(), ...held })
    const work: Promise<unknown>[] = []
    for (let i = 0; i < 20; i++) {
      work.push(store.readings.commit(batch(rows(10, 1 + i * 10))))
      work.push(store.buckets.write([bucketOf('a', T0, { total: i })], i))
      work.push(store.readings.scan({ span: ALL }))
      if (i % 4 === 0) work.push(store.checkpoint())
      if (i % 7 === 0) work.push(store.readings.compact())
    }
    await Promise.all(work)
    expect(await store.readings.count()).toBe(200)
    expect((await store.buckets.read({ step: '15m', span: ALL })).map((b) => b.total)).toEqual([19])
    await store.close()
  })

  it('is locked for another process while it is open, and free when it is closed', async () => {
    const file = path()
    const probe = `const { DuckDBInstance } = await import('@duckdb/node-api'); await DuckDBInstance.create(${JSON.stringify(file)})`
    const open = () => spawnSync(process.execPath, ['--input-type=module', '-e', probe], { encoding: 'utf8' })
    const store = await openDuckdb({ path: file })
    expect(open().stderr).toContain('Could not set lock')
    await store.close()
    expect(open().stderr).toBe('')
  })

  it('stores point ids in any script', async () => {
    const file = path()
    const ids = ["o'clock", '楼/电表', 'é', 'a"b', 'a\\b', '%', '😀', ' ']
    const store = await openDuckdb({ path: file })
    await store.readings.commit(batch(ids.map((id, i): Row => [id, T0, i, i + 1])))
    await store.close()
    const again = await openDuckdb({ path: file })
    for (const [i, id] of ids.entries())
      expect(plain(await again.readings.scan({ span: ALL, points: [id] }))).toEqual([[id, T0, i, 'good']])
    await again.close()
  })

  it('keeps rows, offset and names when a commit fails, and goes on', async () => {
    const store = await openDuckdb({ path: ':memory:' })
    const broken = batch(rows(3))
    const wrong = { ...broken, rows: { ...broken.rows, names: ['new'], value: 'no numbers' as unknown as Float64Array } }
    await expect(store.readings.commit(wrong)).rejects.toBeInstanceOf(PortError)
    expect(await store.readings.offset()).toBe(0)
    expect(await store.readings.latest()).toEqual([])
    await store.readings.commit(batch([['new', T0, 1, 1]]))
    expect(plain(await store.readings.scan({ span: ALL }))).toEqual([['new', T0, 1, 'good']])
    await store.close()
  })

  it('does not move the watermark when a large write of buckets fails', async () => {
    const store = await openDuckdb({ path: ':memory:' })
    await store.buckets.write([bucketOf('a', T0)], 5)
    const many = encodeBuckets(Array.from({ length: 5000 }, (_, i) => bucketOf('b', T0 + i * 900_000)))
    await expect(store.buckets.writeColumns({ ...many, columns: ['no numbers' as unknown as Float64Array] }, 9)).rejects.toBeInstanceOf(
      PortError,
    )
    expect(await store.buckets.rolledUpTo()).toBe(5)
    await store.buckets.writeColumns(many, 9)
    expect(await store.buckets.rolledUpTo()).toBe(9)
    expect(await store.buckets.read({ step: '15m', span: ALL })).toHaveLength(5001)
    await store.close()
  })

  it('removes replaced rows of readings and buckets once', async () => {
    const store = await openDuckdb({ path: ':memory:' })
    for (let i = 1; i <= 5; i++) await store.readings.commit(batch([['a', T0, i, i]]))
    for (let i = 1; i <= 5; i++) {
      await store.buckets.write([bucketOf('a', T0, { total: i })])
      await store.buckets.flush()
    }
    expect(await store.readings.compact()).toBe(8)
    expect(await store.readings.compact()).toBe(0)
    expect(plain(await store.readings.scan({ span: ALL })).map((r) => r[2])).toEqual([5])
    expect((await store.buckets.read({ step: '15m', span: ALL })).map((b) => b.total)).toEqual([5])
    await store.close()
  })
})

describe('the rows of a batch that are new', () => {
  it('are those after the offset, with their columns in step', () => {
    const given = batch([
      ['a', T0, 1, 4],
      ['b', T0, 2, 6],
      ['a', T0 + 1, 3, 5],
      ['b', T0 + 1, 4, 7, 3],
    ])
    const { rows: kept, seq, offset } = newRows(given, 5)
    expect(plain(kept)).toEqual([
      ['b', T0, 2, 'good'],
      ['b', T0 + 1, 4, 'bad'],
    ])
    expect([...seq]).toEqual([6, 7])
    expect(offset).toBe(7)
    expect(newRows(given, 0).rows).toBe(given.rows)
    expect(newRows(given, 9).rows.length).toBe(0)
  })
})

describe('an error of the store', () => {
  it('tells whether the same call may succeed later', () => {
    expect(storeError(new Error('IO Error: Could not set lock on file'))).toMatchObject({ code: 'locked', retry: false })
    expect(storeError(new Error('IO Error: No space left on device'))).toMatchObject({ code: 'full', retry: true })
    expect(storeError(new Error('Out of Memory Error'))).toMatchObject({ code: 'full', retry: true })
    const damaged = 'IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 0'
    expect(storeError(new Error(damaged))).toMatchObject({ code: 'corrupt', retry: false, message: expect.stringContaining(damaged) })
    expect(storeError('anything')).toMatchObject({ code: 'unavailable', retry: true, message: 'the store failed: anything' })
    const own = new PortError('refused', 'as it was')
    expect(storeError(own)).toBe(own)
  })
})

describe('an instant', () => {
  it('behind every reading has no reading after it', async () => {
    const store = await openDuckdb({ path: ':memory:' })
    await store.readings.commit(batch(rows(2)))
    expect((await store.readings.firstFrom(['a'], instant(T0 + 1e9))).size).toBe(0)
    await store.close()
  })
})
