/** What every store of readings does. Run over each adapter by the files beside this folder. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, type Instant, instant, MINUTE, REPLACED_CODE, type Span, span } from '../../../src/domain/index.ts'
import { createReplacedFinder } from '../../../src/ingest/replaced.ts'
import type { Readings } from '../../../src/ports/index.ts'
import { createMemoryReadings } from '../../support/fakes/memory-store.ts'
import { BAD, batch, GOOD, plain, type Row, spans, SUSPECT } from './readings-rows.ts'
import { afterReopen, type OpenStore, type StoreTraits, withStore } from './store.ts'

const T0 = Date.UTC(2026, 2, 1, 8)
const ALL: Span = span(Date.UTC(1960, 0, 1), Date.UTC(2100, 0, 1))
const byPoint = (a: { point: string }, b: { point: string }): number => (a.point < b.point ? -1 : 1)
const latestOf = async (readings: Readings) => [...(await readings.latest())].sort(byPoint)

export function describeReadings(name: string, open: OpenStore, traits: StoreTraits = {}): void {
  const given = (use: (readings: Readings) => Promise<void>) => () => withStore(open, ({ readings }) => use(readings))

  describe(`readings in ${name}`, () => {
    it(
      'are empty at first: no rows, no points, offset 0, no changes',
      given(async (readings) => {
        expect(await readings.offset()).toBe(0)
        expect(await readings.scan({ span: ALL })).toMatchObject({ names: [], length: 0 })
        expect(await readings.latest()).toEqual([])
        expect(await readings.changes(0)).toEqual({ changes: [], upTo: 0 })
        expect((await readings.firstFrom(['a/b'], instant(0))).size).toBe(0)
        expect(await readings.count()).toBe(0)
        await readings.remove(['a/b'])
        expect(await readings.compact()).toBe(0)
      }),
    )

    it(
      'are read back as written, sorted by point and time, with the sorted names of the points that occur',
      given(async (readings) => {
        const rows: Row[] = [
          ['site/b', T0 + 2, 3, 3, SUSPECT],
          ['site/a', T0 + 1, 2, 2],
          ['site/b', T0, 1.5, 1],
          ['site/a', T0, -7, 4, BAD],
        ]
        await readings.commit(batch(rows))
        const all = await readings.scan({ span: ALL })
        expect(all.names).toEqual(['site/a', 'site/b'])
        expect(plain(all)).toEqual([
          ['site/a', T0, -7, 'bad'],
          ['site/a', T0 + 1, 2, 'good'],
          ['site/b', T0, 1.5, 'good'],
          ['site/b', T0 + 2, 3, 'suspect'],
        ])
        expect((await readings.scan({ span: ALL, points: ['site/b', 'site/none'] })).names).toEqual(['site/b'])
      }),
    )

    it(
      'keep the mark of a value that replaced another, and the old value is found before it is overwritten',
      given(async (readings) => {
        const finder = createReplacedFinder(readings)
        const commit = async (rows: readonly Row[]) => {
          const own = batch(rows)
          const replaced = await finder.mark(own)
          await readings.commit(own)
          return replaced
        }
        expect(await commit([0, 1, 2].map((i): Row => ['a', T0 + i * HOUR, i, i + 1]))).toEqual([])
        expect(await commit([['a', T0 + HOUR, 7, 4]])).toEqual([{ point: 'a', time: T0 + HOUR, old: 1, value: 7 }])
        expect(await commit([['a', T0 + HOUR, 7, 5]])).toEqual([])
        const { value, quality } = await readings.scan({ span: ALL })
        expect([[...value].slice(0, 3), [...quality].slice(0, 3)]).toEqual([
          [0, 7, 2],
          [0, REPLACED_CODE, 0],
        ])
      }),
    )

    it(
      'are read over a closed-open span, and an empty list of points gives none',
      given(async (readings) => {
        await readings.commit(batch([0, 1, 2, 3].map((i): Row => ['a', T0 + i, i, i + 1])))
        const times = async (from: number, to: number) => [...(await readings.scan({ span: span(from, to) })).time]
        expect(plain(await readings.scan({ span: span(T0 + 1, T0 + 3) })).map((r) => r[2])).toEqual([1, 2])
        expect(await times(T0, T0)).toEqual([])
        expect(await times(T0 + 3, T0 + 1)).toEqual([])
        expect(await times(T0 + 4, T0 + DAY)).toEqual([])
        expect(await readings.scan({ span: ALL, points: [] })).toMatchObject({ names: [], length: 0 })
        expect(plain(await readings.scan({ span: span(-8.64e15, 8.64e15) }))).toHaveLength(4)
      }),
    )

    it(
      'are stored once per point and time: the greatest sequence wins in any order of rows',
      given(async (readings) => {
        await readings.commit(
          batch([
            ['a', T0, 10, 3],
            ['a', T0, 11, 5],
            ['a', T0, 12, 4],
            ['b', T0, 20, 6, BAD],
            ['b', T0, 21, 2],
          ]),
        )
        expect(plain(await readings.scan({ span: ALL }))).toEqual([
          ['a', T0, 11, 'good'],
          ['b', T0, 20, 'bad'],
        ])
        await readings.commit(batch([['a', T0, 30, 7]]))
        expect(plain(await readings.scan({ span: ALL, points: ['a'] }))).toEqual([['a', T0, 30, 'good']])
        await readings.compact()
        expect(plain(await readings.scan({ span: ALL, points: ['a'] }))).toEqual([['a', T0, 30, 'good']])
        expect(await readings.count()).toBe(2)
      }),
    )

    it(
      'are the same after a batch is committed again',
      given(async (readings) => {
        const rows = [0, 1, 2].map((i): Row => ['a', T0 + i * MINUTE, i, i + 1])
        await readings.commit(batch(rows))
        await readings.commit(batch(rows))
        expect(plain(await readings.scan({ span: ALL }))).toHaveLength(3)
        expect(await readings.offset()).toBe(3)
        await readings.compact()
        expect(await readings.count()).toBe(3)
        expect(plain(await readings.scan({ span: ALL })).map((r) => r[2])).toEqual([0, 1, 2])
      }),
    )

    it(
      'are not changed by rows at or before the offset',
      given(async (readings) => {
        await readings.commit(batch([['a', T0, 1, 5]]))
        await readings.commit(
          batch(
            [
              ['a', T0, 99, 5],
              ['b', T0, 98, 4],
              ['c', T0, 97, 6],
            ],
            6,
          ),
        )
        expect(plain(await readings.scan({ span: ALL }))).toEqual([
          ['a', T0, 1, 'good'],
          ['c', T0, 97, 'good'],
        ])
        expect((await latestOf(readings)).map((l) => l.point)).toEqual(['a', 'c'])
      }),
    )

    it(
      'are the same when half of a batch is stored before a crash and the whole after it',
      given(async (readings) => {
        const rows = [0, 1, 2, 3].map((i): Row => ['a', T0 + i * MINUTE, i, i + 11])
        await readings.commit(batch([['a', T0 - MINUTE, -1, 10]]))
        await readings.commit(batch(rows.slice(0, 2), 10))
        expect(await readings.offset()).toBe(10)
        await readings.commit(batch(rows, 20))
        expect(await readings.offset()).toBe(20)
        await readings.compact()
        expect(await readings.count()).toBe(5)
        expect(spans(await readings.changes(10))).toEqual([['a', T0, T0 + 3 * MINUTE]])
      }),
    )

    it(
      'move the offset without rows, and not with refused rows',
      given(async (readings) => {
        await readings.commit(batch([], 17))
        expect(await readings.offset()).toBe(17)
        expect(await readings.changes(0)).toEqual({ changes: [], upTo: 17 })
        expect(await readings.scan({ span: ALL })).toMatchObject({ length: 0 })
      }),
    )

    it(
      'are readable as soon as the offset covers them, during further commits',
      given(async (readings) => {
        const writing = { done: false }
        const written = (async () => {
          for (let i = 1; i <= 30; i++) await readings.commit(batch([['a', T0 + i, i, i]]))
          writing.done = true
        })()
        while (!writing.done) {
          const offset = await readings.offset()
          const { length } = await readings.scan({ span: ALL })
          expect(length).toBeGreaterThanOrEqual(offset)
        }
        await written
        expect((await readings.scan({ span: ALL })).length).toBe(30)
      }),
    )

    it(
      'list changes after a sequence by point and UTC day, with first and last instant, sorted by day and point',
      given(async (readings) => {
        const day = Date.UTC(2026, 2, 2)
        await readings.commit(
          batch([
            ['b', day + HOUR, 1, 1],
            ['a', day - 1, 1, 2],
            ['a', day, 1, 3],
            ['a', day + 5 * HOUR, 1, 4],
            ['a', day + 3 * HOUR, 1, 5],
          ]),
        )
        expect(await readings.changes(0)).toEqual({
          changes: [
            { point: 'a', from: day - 1, to: day - 1 },
            { point: 'a', from: day, to: day + 5 * HOUR },
            { point: 'b', from: day + HOUR, to: day + HOUR },
          ],
          upTo: 5,
        })
        await readings.commit(batch([['a', day + 4 * HOUR, 2, 6]]))
        expect(await readings.changes(5)).toEqual({
          changes: [{ point: 'a', from: day + 4 * HOUR, to: day + 4 * HOUR }],
          upTo: 6,
        })
        expect(await readings.changes(6)).toEqual({ changes: [], upTo: 6 })
        if (traits.changes === 'covering') return
        expect(spans(await readings.changes(3))).toEqual([['a', day + 3 * HOUR, day + 5 * HOUR]])
        await readings.compact()
        expect(spans(await readings.changes(3))).toEqual([['a', day + 3 * HOUR, day + 5 * HOUR]])
      }),
    )

    it(
      'list a value replaced at the same instant among the changes',
      given(async (readings) => {
        await readings.commit(batch([['a', T0, 1, 1]]))
        await readings.changes(0)
        await readings.commit(batch([['a', T0, 2, 2]]))
        expect(spans(await readings.changes(1))).toEqual([['a', T0, T0]])
        await readings.compact()
        expect(spans(await readings.changes(1))).toEqual([['a', T0, T0]])
      }),
    )

    it(
      'give for each point the first reading at or after an instant that is not bad',
      given(async (readings) => {
        await readings.commit(
          batch([
            ['a', T0, 1, 1, BAD],
            ['a', T0 + 1, 1, 2, SUSPECT],
            ['a', T0 + 2, 1, 3],
            ['b', T0, 1, 4, BAD],
            ['c', T0 - 1, 1, 5],
            ['d', T0, 1, 6],
          ]),
        )
        const first = await readings.firstFrom(['a', 'b', 'c', 'd', 'none'], instant(T0))
        expect(Object.fromEntries(first)).toEqual({ a: T0 + 1, d: T0 })
        expect((await readings.firstFrom([], instant(T0))).size).toBe(0)
      }),
    )

    it(
      'give as first reading the replacing one, good or bad, and never the replaced one',
      given(async (readings) => {
        await readings.commit(
          batch([
            ['a', T0, 1, 1],
            ['a', T0 + 9, 1, 2],
            ['b', T0, 1, 3, BAD],
          ]),
        )
        await readings.commit(
          batch([
            ['a', T0, 2, 4, BAD],
            ['b', T0, 2, 5, GOOD],
          ]),
        )
        expect(Object.fromEntries(await readings.firstFrom(['a', 'b'], instant(T0)))).toEqual({ a: T0 + 9, b: T0 })
      }),
    )

    it(
      'give as latest of each point the greatest time and then the greatest sequence, in any order of rows',
      given(async (readings) => {
        await readings.commit(
          batch([
            ['a', T0 + 5, 5, 2],
            ['a', T0, 1, 1],
            ['b', T0, 7, 4, BAD],
            ['b', T0, 6, 3],
          ]),
        )
        const expected = [
          { point: 'a', time: T0 + 5, value: 5, quality: 'good' },
          { point: 'b', time: T0, value: 7, quality: 'bad' },
        ]
        expect(await latestOf(readings)).toEqual(expected)
        await readings.commit(batch([['a', T0 + 1, 9, 5]]))
        expect(await latestOf(readings)).toEqual(expected)
        await readings.commit(batch([['a', T0 + 5, 8, 6, SUSPECT]]))
        expect((await latestOf(readings))[0]).toEqual({ point: 'a', time: T0 + 5, value: 8, quality: 'suspect' })
      }),
    )

    it(
      'of removed points are gone from the scan, the latest, the changes and the count',
      given(async (readings) => {
        await readings.commit(
          batch([
            ['a', T0, 1, 1],
            ['b', T0, 2, 2],
            ['ab', T0, 3, 3],
          ]),
        )
        await readings.remove(['a', 'none'])
        expect((await readings.scan({ span: ALL })).names).toEqual(['ab', 'b'])
        expect((await latestOf(readings)).map((l) => l.point)).toEqual(['ab', 'b'])
        expect(spans(await readings.changes(0)).map((c) => c[0])).toEqual(['ab', 'b'])
        expect(await readings.count()).toBe(2)
        expect(await readings.offset()).toBe(3)
        await readings.remove([])
        expect(await readings.count()).toBe(2)
        await readings.commit(batch([['a', T0 + 1, 9, 4]]))
        expect(plain(await readings.scan({ span: ALL, points: ['a'] }))).toEqual([['a', T0 + 1, 9, 'good']])
      }),
    )

    it(
      'are removed by points and span; the rest stays, and the latest is the newest of the rest',
      given(async (readings) => {
        const rows = [T0, T0 + 10, T0 + 20].flatMap((t, i): Row[] => [
          ['a', t, i, 2 * i + 1],
          ['b', t, i, 2 * i + 2],
        ])
        await readings.commit(batch(rows))
        await readings.remove(['a'], span(T0 + 10, T0 + 21))
        expect(plain(await readings.scan({ span: ALL })).map((r) => r.slice(0, 2))).toEqual([
          ['a', T0],
          ['b', T0],
          ['b', T0 + 10],
          ['b', T0 + 20],
        ])
        expect((await latestOf(readings)).map((l) => [l.point, l.time])).toEqual([
          ['a', T0],
          ['b', T0 + 20],
        ])
        await readings.commit(batch([['a', T0 + 5, 9, 7]]))
        expect((await latestOf(readings)).map((l) => l.time)).toEqual([T0 + 5, T0 + 20])
      }),
    )

    it(
      'keep the smallest and the greatest values exactly',
      given(async (readings) => {
        const values = [0, -0, 1e308, -1e308, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, -(2 ** 53), 0.1, 1 / 3, 1e-300, 123456789.123456]
        await readings.commit(batch(values.map((v, i): Row => ['a', T0 + i, v, i + 1])))
        expect(plain(await readings.scan({ span: ALL })).map((r) => r[2])).toEqual(values)
        expect((await readings.latest())[0]?.value).toBe(values.at(-1))
      }),
    )

    it(
      'keep times before 1970 and in the far future',
      given(async (readings) => {
        const times = [Date.UTC(1969, 11, 31, 23, 59, 59, 999), 0, Date.UTC(2099, 11, 31)]
        await readings.commit(batch(times.map((t, i): Row => ['a', t, i, i + 1])))
        expect(plain(await readings.scan({ span: ALL })).map((r) => r[1])).toEqual(times)
        expect(spans(await readings.changes(0)).map((c) => c[1])).toEqual(times)
      }),
    )

    it(
      'keep every valid point id apart',
      given(async (readings) => {
        const ids = ['-', '.', '..', ':', '/', '_', 'a', 'A', 'a/', '/a', 'a//b', 'a.b', 'a:b', '007', '1e3', 'null', 'true', 'NaN']
        ids.push('__proto__', 'constructor', 'toString', 'x'.repeat(200), 'x'.repeat(199))
        await readings.commit(batch(ids.map((id, i): Row => [id, T0, i, i + 1])))
        const all = await readings.scan({ span: ALL })
        expect(all.names).toEqual([...ids].sort())
        for (const [i, id] of ids.entries()) expect(plain(await readings.scan({ span: ALL, points: [id] }))).toEqual([[id, T0, i, 'good']])
        expect((await latestOf(readings)).map((l) => l.point)).toEqual([...ids].sort())
      }),
    )

    it(
      'are committed 100,000 rows at once',
      given(async (readings) => {
        const points = Array.from({ length: 100 }, (_, i) => `site/${i}/energy`)
        const rows = Array.from({ length: 100_000 }, (_, i): Row => {
          const point = points[i % 100] as string
          return [point, T0 + Math.floor(i / 100) * MINUTE, i, i + 1]
        })
        await readings.commit(batch(rows))
        const all = await readings.scan({ span: ALL })
        expect(all.length).toBe(100_000)
        expect(all.names).toEqual([...points].sort())
        expect(all.value.subarray(0, all.length).reduce((sum, v) => sum + v, 0)).toBe((99_999 * 100_000) / 2)
        expect(await readings.count()).toBe(100_000)
        expect(await readings.latest()).toHaveLength(100)
      }),
    )

    it('are the same after the store was closed and opened again', async () => {
      const store = await open()
      await store.readings.commit(
        batch([
          ['a', T0, 1, 1],
          ['b', T0 + DAY, 2, 2, BAD],
          ['a', T0, 3, 4],
          ['a', T0, 5, 3],
        ]),
      )
      const before = {
        rows: plain(await store.readings.scan({ span: ALL })),
        latest: await latestOf(store.readings),
        changes: await store.readings.changes(0),
      }
      if (store.reopen === undefined) return store.close()
      await afterReopen(store, async ({ readings }) => {
        expect(await readings.offset()).toBe(4)
        expect(plain(await readings.scan({ span: ALL }))).toEqual(before.rows)
        expect(await latestOf(readings)).toEqual(before.latest)
        expect(await readings.changes(0)).toEqual(before.changes)
        await readings.commit(batch([['c', T0, 9, 5]]))
        expect((await readings.scan({ span: ALL })).names).toEqual(['a', 'b', 'c'])
      })
    })

    it('equal plain maps after any sequence of operations', async () => {
      await fc.assert(
        fc.asyncProperty(operations, (ops) => withStore(open, ({ readings }) => agree(readings, ops, traits))),
        { numRuns: traits.runs ?? 20 },
      )
    })
  })
}

type Operation =
  | {
      readonly do: 'commit'
      readonly rows: readonly { point: string; slot: number; value: number; quality: number }[]
      readonly turn: number
    }
  | { readonly do: 'again' }
  | { readonly do: 'compact' }
  | { readonly do: 'remove'; readonly points: readonly string[] }

const POINTS = ['p/a', 'p/b', 'p/c', 'p/B']
/** Few instants, over two days, so that keys meet. */
const at = (slot: number): Instant => instant(Date.UTC(2026, 2, 1, 23) + slot * 20 * MINUTE)

const row = fc.record({
  point: fc.constantFrom(...POINTS),
  slot: fc.integer({ min: 0, max: 6 }),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  quality: fc.integer({ min: 0, max: 3 }),
})
const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('commit' as const), rows: fc.array(row, { maxLength: 12 }), turn: fc.nat(11) }) },
    { weight: 1, arbitrary: fc.constantFrom<Operation>({ do: 'again' }, { do: 'compact' }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), points: fc.subarray(POINTS, { maxLength: 2 }) }) },
  ),
  { maxLength: 10 },
)

/** Rows of a batch in an order that is not that of their sequences. */
function turned(rows: readonly Row[], turn: number): Row[] {
  const from = rows.length === 0 ? 0 : turn % rows.length
  return [...rows.slice(from), ...rows.slice(0, from)]
}

async function agree(readings: Readings, ops: readonly Operation[], traits: StoreTraits): Promise<void> {
  const model = createMemoryReadings()
  let seq = 0
  let last = batch([], 0)
  for (const op of ops) {
    const before = seq
    if (op.do === 'commit') {
      const rows = op.rows.map(({ point, slot, value, quality }): Row => [point, at(slot), value, ++seq, quality])
      last = batch(turned(rows, op.turn), ++seq)
    }
    for (const store of [readings, model]) {
      if (op.do === 'commit') await store.commit(last)
      else if (op.do === 'again') await store.commit({ ...last, rows: { ...last.rows } })
      else if (op.do === 'compact') await store.compact()
      else await store.remove(op.points)
    }
    if (op.do === 'remove') last = batch([], seq)
    await same(readings, model, { before, exact: traits.changes !== 'covering' })
  }
  await readings.compact()
  expect(await readings.count()).toBe(await model.count())
}

async function same(readings: Readings, model: Readings, { before, exact }: { before: number; exact: boolean }): Promise<void> {
  const some = { span: span(at(2), at(5)), points: ['p/b', 'p/B'] }
  expect(await readings.offset()).toBe(await model.offset())
  expect(plain(await readings.scan({ span: ALL }))).toEqual(plain(await model.scan({ span: ALL })))
  expect(plain(await readings.scan(some))).toEqual(plain(await model.scan(some)))
  expect(await latestOf(readings)).toEqual(await latestOf(model))
  expect(new Map(await readings.firstFrom(POINTS, at(2)))).toEqual(await model.firstFrom(POINTS, at(2)))
  expect(await readings.changes(before)).toEqual(await model.changes(before))
  if (exact) expect(await readings.changes(0)).toEqual(await model.changes(0))
}
