/** The InfluxDB adapter where a real server refuses, is away, or is fed with text that means something to it. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type InfluxOptions, type InfluxStore, openInflux } from '../../src/adapters/influx/influx.ts'
import { nameFault } from '../../src/adapters/influx/line.ts'
import { type Bucket, DAY, instant, span } from '../../src/domain/index.ts'
import { PortError } from '../../src/ports/index.ts'
import { createEventLog, type EventLog } from '../support/fakes/events.ts'
import { findServer, type RunningServer, startInfluxd, without } from '../support/process/servers.ts'
import { batchOf, type RowSpec, rowsOf } from '../unit/adapters/influx/rows.ts'

const ALL = span(-8.64e15, 8.64e15)
const LEFT_OUT = findServer('influxd') === null && process.env['CI'] !== 'true'

let dir: string
let events: EventLog
let open: InfluxStore[] = []
let databases = 0

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'campus-influx-'))
  events = createEventLog()
})
afterEach(async () => {
  for (const store of open) await store.close()
  open = []
  rmSync(dir, { recursive: true, force: true })
})

async function storeAt(port: number, database: string, more: Partial<InfluxOptions> = {}): Promise<InfluxStore> {
  const store = await openInflux({ url: `influx://127.0.0.1:${port}/${database}`, dir, events, ...more })
  open.push(store)
  return store
}

async function ask(server: RunningServer, database: string, q: string, login = ''): Promise<string> {
  const headers = login === '' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
  const answer = await fetch(`${server.url}/query?db=${database}&epoch=ms`, { method: 'POST', body: new URLSearchParams({ q }), headers })
  return answer.text()
}

const failureOf = (work: Promise<unknown>): Promise<PortError> =>
  work.then(
    () => {
      throw new Error('it went through')
    },
    (error: unknown) => {
      if (error instanceof PortError) return error
      throw error
    },
  )

const BUCKET: Bucket = {
  point: 'a',
  step: '15m',
  start: instant(0),
  end: instant(900_000),
  arithmetic: 'register',
  n: 2,
  total: 9_007_199_254_740_991,
  min: null,
  max: 1e308,
  measured: 900_000,
  coarse: 0,
  bridged: 0.1,
  estimated: 0,
  edge: { time: instant(899_000), value: -0 },
  findings: 5,
  version: 1,
}

describe.skipIf(LEFT_OUT)(`the InfluxDB store under faults${without('influxd')}`, () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startInfluxd()
  })
  afterAll(() => server.stop())
  const fresh = (): string => `campus_${(databases += 1)}`

  it('returns any name and any number unchanged, or refuses it with a reason, and never creates a second point', async () => {
    const database = fresh()
    const store = await storeAt(server.port, database)
    const nasty = fc.constantFrom(
      ' ',
      ',',
      '=',
      '"',
      "'",
      '\\',
      '\n',
      '\r',
      '\t',
      '\0',
      '#',
      'é',
      '😀',
      '\ud800',
      '\u2028',
      '\ufeff',
      'v=1',
      ' 1',
      'x',
    )
    const name = fc.oneof(
      fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
    )
    let seq = 0
    const stored = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, fc.double()), { minLength: 1, maxLength: 12 }), async (values) => {
        const rows = values.map(([point, value]): RowSpec => [point, 1000, value, (seq += 1)])
        const error = await store.readings.commit(batchOf(rows)).then(
          () => null,
          (e: unknown) => e as PortError,
        )
        const refused = new Set(error?.rows.map((r) => r.row))
        if (error !== null) expect(error).toMatchObject({ code: 'refused', retry: false })
        rows.forEach(([point, , value], row) => {
          expect(refused.has(row)).toBe(nameFault(point) !== null || !Number.isFinite(value))
          if (!refused.has(row)) stored.set(point, value)
        })
        const mine = [...new Set(rows.map(([point]) => point).filter((point) => stored.has(point)))]
        const got = rowsOf(await store.readings.scan({ span: ALL, points: mine }))
        expect(got).toEqual(mine.sort(byUnits).map((point) => [point, 1000, stored.get(point), 0]))
      }),
      { numRuns: 60 },
    )
    expect(rowsOf(await store.readings.scan({ span: ALL })).map((r) => r[0])).toEqual([...stored.keys()].sort(byUnits))
    expect(await ask(server, database, 'SHOW MEASUREMENTS')).toContain('"values":[["reading"]]')
    expect(await ask(server, database, 'SHOW TAG KEYS')).toContain('"values":[["point"]]')
    expect(await ask(server, database, 'SHOW FIELD KEYS')).toContain('"values":[["q","integer"],["v","float"]]')
  })

  it('changes nothing when it queries with names that would end a query', async () => {
    const store = await storeAt(server.port, fresh())
    await store.readings.commit(batchOf([['a', 1, 1, 1]]))
    const evil = ["' OR '1' = '1", '\\', "\\'; DROP MEASUREMENT reading --", '$p1', "a' --", 'a"', '\n']
    expect((await store.readings.scan({ span: ALL, points: evil })).length).toBe(0)
    expect((await store.readings.firstFrom(evil, instant(0))).size).toBe(0)
    expect((await store.buckets.edgeStates(evil, instant(1e12))).size).toBe(0)
    await store.readings.remove(evil)
    await store.buckets.remove(evil, ALL)
    expect(await store.readings.count()).toBe(1)
  })

  it('isolates the one line that the server refuses, stores its neighbours, and quotes the server', async () => {
    const database = fresh()
    const store = await storeAt(server.port, database)
    await store.readings.count()
    // Somebody wrote text into our field: readings of that week conflict with it.
    await fetch(`${server.url}/write?db=${database}&precision=ms`, { method: 'POST', body: `reading,point=x v="text" ${50 * DAY}` })
    const rows = Array.from({ length: 500 }, (_, i): RowSpec => ['a', i === 321 ? 50 * DAY : i, i, i + 1])
    const error = await failureOf(store.readings.commit(batchOf(rows)))
    expect(error).toMatchObject({ code: 'refused', retry: false })
    expect(error.rows.map((r) => r.row)).toEqual([321])
    expect(error.message).toContain('field type conflict')
    expect(await store.readings.offset()).toBe(0)
    const got = await store.readings.scan({ span: span(0, DAY) })
    expect(got.length).toBe(499)
    await store.readings.commit(batchOf([], 500))
    expect(await store.readings.offset()).toBe(500)
    expect((await store.readings.changes(0)).changes[0]).toEqual({ point: 'a', from: 0, to: 499 })
  })

  it('isolates readings that are older than the retention of the database', async () => {
    const database = fresh()
    const store = await storeAt(server.port, database)
    await store.readings.count()
    await ask(server, database, `ALTER RETENTION POLICY autogen ON ${database} DURATION 52w`)
    const now = Date.now()
    const error = await failureOf(
      store.readings.commit(
        batchOf([
          ['a', now, 1, 1],
          ['a', 1000, 2, 2],
        ]),
      ),
    )
    expect(error.rows).toEqual([{ row: 1, why: expect.stringContaining('retention policy') as string }])
    expect(rowsOf(await store.readings.scan({ span: ALL }))).toEqual([['a', now, 1, 0]])
  })

  it('reports a wrong user or missing rights, loses nothing, and continues once it is corrected', async () => {
    const guarded = await startInfluxd({ http: ['auth-enabled = true'] })
    try {
      await ask(guarded, '', "CREATE USER admin WITH PASSWORD 'root-22' WITH ALL PRIVILEGES")
      await ask(guarded, '', "CREATE USER app WITH PASSWORD 'pa ss:\"wörd'", 'admin:root-22')
      const bare = await storeAt(guarded.port, 'campus')
      const none = await failureOf(bare.readings.commit(batchOf([['a', 1, 1, 1]])))
      const wrong = await storeAt(guarded.port, 'campus', { username: 'app', password: 'geheim-77', dir: join(dir, 'wrong') })
      const wrongly = await failureOf(wrong.readings.commit(batchOf([['a', 1, 1, 1]])))
      const poor = await storeAt(guarded.port, 'campus', { username: 'app', password: 'pa ss:"wörd', dir: join(dir, 'poor') })
      const poorly = await failureOf(poor.readings.commit(batchOf([['a', 1, 1, 1]])))
      for (const error of [none, wrongly, poorly]) expect(error.code).toBe('unauthorized')
      expect(`${wrongly.message}${String(wrongly.cause)}${guarded.log()}${JSON.stringify(events.all)}`).not.toContain('geheim')
      for (const name of ['campus', 'campus_buckets', 'campus_state']) {
        await ask(guarded, '', `CREATE DATABASE ${name}`, 'admin:root-22')
        await ask(guarded, '', `GRANT ALL ON ${name} TO app`, 'admin:root-22')
      }
      await poor.readings.commit(batchOf([['a', 1, 1, 1]]))
      expect(await poor.readings.count()).toBe(1)
      await poor.buckets.write([BUCKET], 1)
      await poor.buckets.remove(['a'], ALL)
      await poor.readings.remove(['a'])
      expect(await poor.readings.count()).toBe(0)
    } finally {
      await guarded.stop()
    }
  })

  it('creates a dropped database again, reports it, and has the lost buckets recomputed', async () => {
    const database = fresh()
    const store = await storeAt(server.port, database)
    await store.readings.commit(batchOf([['a', 1, 1, 1]]))
    await store.buckets.write([BUCKET], 1)
    await ask(server, '', `DROP DATABASE ${database}`)
    await store.readings.commit(batchOf([['a', 2, 2, 2]]))
    expect(rowsOf(await store.readings.scan({ span: ALL }))).toEqual([['a', 2, 2, 0]])
    expect(await store.buckets.rolledUpTo()).toBe(1)
    await ask(server, '', `DROP DATABASE ${database}`)
    expect((await store.readings.scan({ span: ALL })).length).toBe(0)
    await store.readings.commit(batchOf([['a', 3, 3, 3]]))
    await ask(server, '', `DROP DATABASE ${database}_buckets`)
    expect(await store.buckets.read({ step: '15m', span: ALL })).toEqual([])
    expect(await store.buckets.rolledUpTo()).toBe(0)
    expect((await store.readings.changes(0)).changes).toEqual([{ point: 'a', from: 3, to: 3 }])
    const lost = events.of('store-lost').map((e) => [e.level, e.detail])
    expect(lost.length).toBe(3)
    for (const [level, detail] of lost) expect([level, detail]).toEqual(['error', expect.stringContaining('has been created again')])
  })

  it('loses and duplicates nothing when the server is killed in the middle of batches', async () => {
    const mortal = await startInfluxd()
    try {
      const store = await storeAt(mortal.port, 'campus')
      const batches = Array.from({ length: 12 }, (_, b) =>
        batchOf(Array.from({ length: 4000 }, (_, i): RowSpec => [`p${i % 20}`, b * 4000 + i, b + i / 7, b * 4000 + i + 1])),
      )
      let failures = 0
      for (const [b, batch] of batches.entries()) {
        const killed = b % 4 === 2 ? killSoon(mortal) : Promise.resolve()
        for (let done = false; !done; ) {
          const error = await store.readings.commit(batch).then(
            () => null,
            (e: unknown) => e,
          )
          if (error === null) done = true
          else {
            expect(error).toMatchObject({ retry: true })
            failures += 1
            await killed
            await mortal.restart()
          }
        }
        await killed
      }
      const got = rowsOf(await store.readings.scan({ span: ALL }))
      const wanted = batches.flatMap((batch) => rowsOf(batch.rows)).sort((a, b) => byUnits(a[0], b[0]) || a[1] - b[1])
      expect(got).toEqual(wanted)
      expect((await store.readings.changes(0)).changes.length).toBe(20)
      expect(failures).toBeGreaterThan(0)
    } finally {
      await mortal.stop()
    }
  })

  it('starts without its server, reports it, and works without a restart once it is there', async () => {
    const late = await startInfluxd()
    try {
      await late.kill()
      const store = await storeAt(late.port, 'campus')
      expect(await store.readings.offset()).toBe(0)
      const error = await failureOf(store.readings.commit(batchOf([['a', 1, 1, 1]])))
      expect(error).toMatchObject({ code: 'unavailable', retry: true })
      expect(error.message).toMatch(/127\.0\.0\.1.*is InfluxDB running there/)
      await failureOf(store.buckets.rolledUpTo())
      await failureOf(store.readings.latest())
      await late.restart()
      await store.readings.commit(batchOf([['a', 1, 1, 1]]))
      expect((await store.readings.latest()).map((r) => r.point)).toEqual(['a'])
    } finally {
      await late.stop()
    }
  })

  it('splits batches for a server that accepts small bodies only', async () => {
    const narrow = await startInfluxd({ http: ['max-body-size = 5000'] })
    try {
      const store = await storeAt(narrow.port, 'campus')
      await store.readings.commit(batchOf(Array.from({ length: 3000 }, (_, i): RowSpec => ['a', i, i, i + 1])))
      expect(await store.readings.count()).toBe(3000)
    } finally {
      await narrow.stop()
    }
  })

  it('stores once what a stopped server accepted without an answer', async () => {
    const frozen = await startInfluxd()
    try {
      const store = await storeAt(frozen.port, 'campus', { timeoutMs: 300 })
      await store.readings.commit(batchOf([['a', 1, 1, 1]]))
      frozen.process.kill('SIGSTOP')
      const error = await failureOf(store.readings.commit(batchOf([['a', 2, 2, 2]])))
      expect(error).toMatchObject({ code: 'unavailable', retry: true })
      await failureOf(store.readings.scan({ span: ALL }))
      frozen.process.kill('SIGCONT')
      for (let done = false; !done; )
        done = await store.readings.commit(batchOf([['a', 2, 2, 2]])).then(
          () => true,
          () => false,
        )
      expect(rowsOf(await store.readings.scan({ span: ALL }))).toEqual([
        ['a', 1, 1, 0],
        ['a', 2, 2, 0],
      ])
      expect(await store.readings.count()).toBe(2)
    } finally {
      await frozen.stop()
    }
  })

  it('treats everything as changed when its change file is damaged, and reports it', async () => {
    const database = fresh()
    const first = await openInflux({ url: `influx://127.0.0.1:${server.port}/${database}`, dir, events })
    await first.readings.commit(
      batchOf([
        ['a', 5, 1, 1],
        ['a', DAY + 7, 1, 2],
      ]),
    )
    await first.buckets.write([], 2)
    await first.close()
    const path = join(dir, `influx-${database}.log`)
    const bytes = readFileSync(path)
    bytes[12] = (bytes[12] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const again = await storeAt(server.port, database)
    expect(again.recovered).toBe(true)
    expect(events.of('store-recovered').length).toBe(1)
    expect(await again.buckets.rolledUpTo()).toBe(0)
    expect((await again.readings.changes(0)).changes).toEqual([
      { point: 'a', from: 5, to: DAY - 1 },
      { point: 'a', from: DAY, to: DAY + 7 },
    ])
  })

  it('never replaces a newer value with an older one during a replay', async () => {
    const store = await storeAt(server.port, fresh())
    await store.readings.commit(batchOf([['a', 1, 1, 1]]))
    await store.readings.commit(batchOf([['a', 1, 2, 2]]))
    await store.readings.commit({ ...batchOf([['a', 1, 1, 1]]), offset: 2 })
    expect(rowsOf(await store.readings.scan({ span: ALL }))).toEqual([['a', 1, 2, 0]])
  })

  it('replays writes without a recorded offset into the same rows and the same changes', async () => {
    const database = fresh()
    const first = await storeAt(server.port, database)
    const batch = batchOf([
      ['a', 1, 1, 1],
      ['a', 1, 5, 2],
      ['b', DAY, 2, 3],
    ])
    await first.readings.commit({ ...batch, offset: 0 })
    const again = await storeAt(server.port, database, { dir: mkdtempSync(join(dir, 'again-')) })
    await again.readings.commit(batch)
    const rows = [
      ['a', 1, 5, 0],
      ['b', DAY, 2, 0],
    ]
    expect(rowsOf(await again.readings.scan({ span: ALL }))).toEqual(rows)
    expect(await again.readings.count()).toBe(2)
    // The folder is new and the database is not: all that is in it counts as changed.
    expect((await again.readings.changes(0)).changes).toEqual([
      { point: 'a', from: 1, to: 1 },
      { point: 'b', from: DAY, to: DAY },
    ])
    expect((await again.readings.changes(3)).changes).toEqual([])
  })

  it('replaces a bucket completely, also one with more fields', async () => {
    const store = await storeAt(server.port, fresh())
    const emptied: Bucket = { ...BUCKET, n: 0, max: null, total: Infinity, edge: null, findings: 0 }
    await store.buckets.write([BUCKET], 7)
    expect(await store.buckets.read({ step: '15m', span: ALL })).toEqual([BUCKET])
    expect((await store.buckets.edgeStates(['a'], BUCKET.end)).get('a')).toEqual(BUCKET.edge)
    await store.buckets.write([emptied])
    expect(await store.buckets.read({ step: '15m', span: ALL })).toEqual([emptied])
    expect((await store.buckets.edgeStates(['a'], BUCKET.end)).size).toBe(0)
    expect(await store.buckets.rolledUpTo()).toBe(7)
  })
})

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Kills the server while a write is on its way: after its request has been sent, before or after it is answered. */
function killSoon(server: RunningServer): Promise<void> {
  return new Promise((resolve) => setImmediate(() => void server.kill().then(resolve)))
}
