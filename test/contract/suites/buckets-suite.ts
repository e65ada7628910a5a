/** What every store of buckets does. Run over each adapter by the files beside this folder. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bucket,
  copyBucket,
  DAY,
  decodeBuckets,
  HOUR,
  instant,
  QUARTER,
  type Span,
  span,
  type Step,
  STEPS,
} from '../../../src/domain/index.ts'
import type { BucketQuery, Buckets } from '../../../src/ports/index.ts'
import { createMemoryBuckets } from '../../support/fakes/memory-store.ts'
import { afterReopen, type OpenStore, type StoreTraits, withStore } from './store.ts'

const T0 = Date.UTC(2026, 2, 1)
const ALL: Span = span(Date.UTC(1960, 0, 1), Date.UTC(2100, 0, 1))
const LENGTH: Readonly<Record<Step, number>> = { '15m': QUARTER, '1h': HOUR, '1d': DAY, '1M': 31 * DAY, '1y': 365 * DAY }

/** Plain objects: an adapter may answer with views of its columns. */
const readPlain = async (buckets: Buckets, query: BucketQuery): Promise<Bucket[]> => (await buckets.read(query)).map((b) => copyBucket(b))

/** A bucket that differs in every field from the next one. */
export function bucketOf(point: string, start: number, wish: Partial<Bucket> = {}): Bucket {
  const step = wish.step ?? '15m'
  return {
    point,
    step,
    start: instant(start),
    end: instant(start + LENGTH[step]),
    arithmetic: 'register',
    n: 3,
    total: 1234,
    min: 1,
    max: 9.5,
    measured: 700_000,
    coarse: 100_000,
    bridged: 60_000,
    estimated: 40_000,
    edge: { time: instant(start + 1000), value: 5_000_000 },
    findings: 5,
    version: 1,
    ...wish,
  }
}

export function describeBuckets(name: string, open: OpenStore, traits: StoreTraits = {}): void {
  const given = (use: (buckets: Buckets) => Promise<void>) => () => withStore(open, ({ buckets }) => use(buckets))
  const read = async (buckets: Buckets, step: Step = '15m') => readPlain(buckets, { step, span: ALL })

  describe(`buckets in ${name}`, () => {
    it(
      'are empty at first: no buckets, no edge states, watermark 0',
      given(async (buckets) => {
        for (const step of STEPS) expect(await read(buckets, step)).toEqual([])
        expect((await buckets.edgeStates(['a'], instant(T0))).size).toBe(0)
        expect(await buckets.rolledUpTo()).toBe(0)
        await buckets.remove(['a'], ALL)
        await buckets.write([])
        expect(await buckets.rolledUpTo()).toBe(0)
      }),
    )

    it(
      'are read back with every field as written',
      given(async (buckets) => {
        const full = bucketOf('a', T0)
        const bare = bucketOf('b', T0, { arithmetic: 'gauge', n: 0, total: 0, min: null, max: null, edge: null, findings: 0 })
        const large = bucketOf('c', T0, {
          total: 2 ** 53,
          min: -1e308,
          max: 1e308,
          n: 2 ** 31 - 1,
          findings: 2 ** 16 - 1,
          edge: { time: instant(T0 + QUARTER), value: -0.1, movedAt: instant(T0), past: 2 ** 52 - 1 },
        })
        await buckets.write([large, full, bare])
        expect(await read(buckets)).toEqual([full, bare, large])
        expect(decodeBuckets(await buckets.readColumns({ step: '15m', span: ALL }))).toEqual([full, bare, large])
      }),
    )

    it(
      'are read by step, points and closed-open span of starts, sorted by point and start',
      given(async (buckets) => {
        const rows = ['b', 'a'].flatMap((p) => [2, 0, 1].map((i) => bucketOf(p, T0 + i * QUARTER)))
        await buckets.write([...rows, bucketOf('a', T0, { step: '1h' })])
        const keys = async (query: Parameters<Buckets['read']>[0]) =>
          (await buckets.read(query)).map((b) => [b.point, (b.start - T0) / QUARTER])
        expect(await keys({ step: '15m', span: ALL })).toEqual([
          ['a', 0],
          ['a', 1],
          ['a', 2],
          ['b', 0],
          ['b', 1],
          ['b', 2],
        ])
        expect(await keys({ step: '15m', span: span(T0 + QUARTER, T0 + 2 * QUARTER), points: ['b', 'none'] })).toEqual([['b', 1]])
        expect(await keys({ step: '15m', span: span(T0, T0) })).toEqual([])
        expect(await keys({ step: '15m', span: ALL, points: [] })).toEqual([])
        expect(await keys({ step: '1h', span: ALL })).toEqual([['a', 0]])
        expect(await keys({ step: '1y', span: ALL })).toEqual([])
      }),
    )

    it(
      'are replaced by a later write of the same point, step and start',
      given(async (buckets) => {
        await buckets.write([bucketOf('a', T0, { total: 1 }), bucketOf('a', T0, { step: '1h', total: 2 })])
        await buckets.write([bucketOf('a', T0, { total: 3, edge: null, min: null })])
        await buckets.write([bucketOf('a', T0, { total: 4, n: 0 }), bucketOf('a', T0, { total: 5 })])
        expect((await read(buckets)).map((b) => b.total)).toEqual([5])
        expect((await read(buckets, '1h')).map((b) => b.total)).toEqual([2])
      }),
    )

    it(
      'move the watermark of the roller only with a write that names one',
      given(async (buckets) => {
        await buckets.write([bucketOf('a', T0)], 41)
        expect(await buckets.rolledUpTo()).toBe(41)
        await buckets.write([bucketOf('a', T0 + QUARTER)])
        expect(await buckets.rolledUpTo()).toBe(41)
        await buckets.write([], 42)
        expect(await buckets.rolledUpTo()).toBe(42)
        await buckets.write([], 0)
        expect(await buckets.rolledUpTo()).toBe(0)
      }),
    )

    it(
      'give the edge state of the last quarter hour at or before an instant that has one',
      given(async (buckets) => {
        const closing = (value: number) => ({ time: instant(T0 + value), value })
        await buckets.write([
          bucketOf('a', T0, { edge: closing(1) }),
          bucketOf('a', T0 + QUARTER, { edge: closing(2) }),
          bucketOf('a', T0 + 2 * QUARTER, { edge: null }),
          bucketOf('a', T0 + 3 * QUARTER, { edge: closing(4) }),
          bucketOf('b', T0, { edge: null }),
          bucketOf('c', T0 - 400 * DAY, { edge: closing(7) }),
          bucketOf('d', T0 - DAY, { step: '1d', edge: closing(8) }),
        ])
        const at = async (time: number) => {
          const found = await buckets.edgeStates(['a', 'b', 'c', 'd', 'none'], instant(time))
          return Object.fromEntries([...found].map(([point, { value }]) => [point, value]))
        }
        expect(await at(T0 + QUARTER - 1)).toEqual({ c: 7 })
        expect(await at(T0 + QUARTER)).toEqual({ a: 1, c: 7 })
        expect(await at(T0 + 3 * QUARTER)).toEqual({ a: 2, c: 7 })
        expect(await at(T0 + 4 * QUARTER)).toEqual({ a: 4, c: 7 })
        expect((await buckets.edgeStates([], instant(T0 + DAY))).size).toBe(0)
        expect((await buckets.edgeStates(['a'], instant(T0 + DAY))).get('a')).toEqual(closing(4))
      }),
    )

    it(
      'have no edge state where a later write has none',
      given(async (buckets) => {
        const many = Array.from({ length: 5000 }, (_, i) => bucketOf('z', T0 + i * QUARTER, { edge: null }))
        await buckets.write([bucketOf('a', T0, { total: 1 }), bucketOf('a', T0 + QUARTER, { total: 2 }), ...many])
        await buckets.write([bucketOf('a', T0 + QUARTER, { edge: null })])
        expect((await buckets.edgeStates(['a'], instant(T0 + DAY))).get('a')?.time).toBe(T0 + 1000)
        await buckets.write([bucketOf('a', T0, { edge: null })])
        expect((await buckets.edgeStates(['a'], instant(T0 + DAY))).size).toBe(0)
      }),
    )

    it(
      'are removed by point and span in all steps, and can be written again',
      given(async (buckets) => {
        await buckets.write([
          ...[0, 1, 2].map((i) => bucketOf('a', T0 + i * QUARTER)),
          bucketOf('a', T0, { step: '1h' }),
          bucketOf('ab', T0 + QUARTER),
        ])
        await buckets.remove(['a'], span(T0, T0 + 2 * QUARTER))
        expect((await read(buckets)).map((b) => [b.point, (b.start - T0) / QUARTER])).toEqual([
          ['a', 2],
          ['ab', 1],
        ])
        expect(await read(buckets, '1h')).toEqual([])
        await buckets.write([bucketOf('a', T0, { total: 77 })])
        expect((await read(buckets))[0]?.total).toBe(77)
      }),
    )

    it(
      'are written and replaced 50,000 at once, and small writes between large ones keep their order',
      given(async (buckets) => {
        const many = (total: number) =>
          Array.from({ length: 50_000 }, (_, i) => bucketOf(`p/${i % 50}`, T0 + Math.floor(i / 50) * QUARTER, { total }))
        const small = (total: number) => [bucketOf('p/0', T0, { total })]
        const writes = [
          buckets.write(small(1), 1),
          buckets.write(many(2), 2),
          buckets.write(small(3), 3),
          buckets.write(many(4), 4),
          buckets.write(small(5), 5),
        ]
        await Promise.all(writes)
        const all = await read(buckets)
        expect(all).toHaveLength(50_000)
        expect(all[0]?.total).toBe(5)
        expect(new Set(all.slice(1).map((b) => b.total))).toEqual(new Set([4]))
        expect(await buckets.rolledUpTo()).toBe(5)
      }),
    )

    it('are the same after the store was closed and opened again', async () => {
      const store = await open()
      const rows = STEPS.map((step) => bucketOf('a', T0, { step }))
      await store.buckets.write(rows, 9)
      if (store.reopen === undefined) return store.close()
      await afterReopen(store, async ({ buckets }) => {
        for (const [i, step] of STEPS.entries()) expect(await read(buckets, step)).toEqual([rows[i]])
        expect(await buckets.rolledUpTo()).toBe(9)
        await buckets.write([bucketOf('a', T0, { total: 8 })])
        expect((await read(buckets))[0]?.total).toBe(8)
        expect((await buckets.edgeStates(['a'], instant(T0 + DAY))).size).toBe(1)
      })
    })

    it('equal plain maps after any sequence of operations', async () => {
      await fc.assert(
        fc.asyncProperty(operations, (ops) => withStore(open, ({ buckets }) => agree(buckets, ops))),
        { numRuns: traits.runs ?? 20 },
      )
    })
  })
}

type Operation =
  | { readonly do: 'write'; readonly buckets: readonly Bucket[]; readonly upTo: number | undefined }
  | { readonly do: 'flood'; readonly total: number }
  | { readonly do: 'remove'; readonly points: readonly string[]; readonly from: number; readonly length: number }

const POINTS = ['p/a', 'p/b', 'p/B']
const bucket = fc
  .record({
    point: fc.constantFrom(...POINTS),
    step: fc.constantFrom<Step>('15m', '15m', '15m', '1h', '1d'),
    slot: fc.integer({ min: 0, max: 5 }),
    total: fc.integer({ min: -1_000_000, max: 2 ** 40 }),
    closing: fc.option(fc.integer({ min: 0, max: 1000 })),
    range: fc.option(fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())),
  })
  .map(({ point, step, slot, total, closing, range }) => {
    const start = T0 + slot * LENGTH[step]
    return bucketOf(point, start, {
      step,
      total,
      edge: closing === null ? null : { time: instant(start + closing), value: closing },
      min: range?.[0] ?? null,
      max: range?.[1] ?? null,
    })
  })
const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('write' as const),
        buckets: fc.array(bucket, { maxLength: 8 }),
        upTo: fc.option(fc.nat(1000), { nil: undefined }),
      }),
    },
    // Large writes take another way through a store that gathers small ones.
    { weight: 1, arbitrary: fc.record({ do: fc.constant('flood' as const), total: fc.nat(100) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('remove' as const),
        points: fc.subarray(POINTS),
        from: fc.integer({ min: 0, max: 4 }),
        length: fc.integer({ min: 0, max: 4 }),
      }),
    },
  ),
  { maxLength: 10 },
)

const flood = (total: number): Bucket[] => Array.from({ length: 4500 }, (_, i) => bucketOf('p/a', T0 + (i - 2000) * QUARTER, { total }))

async function agree(buckets: Buckets, ops: readonly Operation[]): Promise<void> {
  const model = createMemoryBuckets()
  for (const op of ops) {
    for (const store of [buckets, model]) {
      if (op.do === 'write') await store.write(op.buckets, op.upTo)
      else if (op.do === 'flood') await store.write(flood(op.total))
      else await store.remove(op.points, span(T0 + op.from * QUARTER, T0 + (op.from + op.length) * QUARTER))
    }
    for (const step of ['15m', '1h', '1d'] as const) {
      const query = { step, span: span(T0, T0 + DAY) }
      expect(await readPlain(buckets, query)).toEqual(await model.read(query))
    }
    for (const slot of [1, 4, 20]) {
      const at = instant(T0 + slot * QUARTER)
      expect(new Map(await buckets.edgeStates(POINTS, at))).toEqual(await model.edgeStates(POINTS, at))
    }
    expect(await buckets.rolledUpTo()).toBe(await model.rolledUpTo())
  }
}
