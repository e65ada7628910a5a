/** Buckets that wait in memory over those of the table: what is read is what was written last, whole or in columns of amounts alone. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openDuckdb } from '../../../../../src/adapters/duckdb/duckdb.ts'
import { type Bucket, coveredMs, HOUR, instant, span } from '../../../../../src/domain/index.ts'
import { hoursByPoint } from '../../../../../src/savings/schedule/hours.ts'

const T0 = Date.parse('2026-03-01T00:00:00Z')
const ALL = span(T0, T0 + 100 * HOUR)

function hourOf(point: string, index: number, total: number): Bucket {
  const start = T0 + index * HOUR
  const known = { measured: HOUR / 2, coarse: 1, bridged: 2, estimated: 3, edge: null, findings: 0, version: 1 }
  const range = total === 0 ? { min: null, max: null } : { min: total - 1, max: total + 1 }
  return { point, step: '1h', start: instant(start), end: instant(start + HOUR), arithmetic: 'gauge', n: 1, total, ...range, ...known }
}

const someHours = fc.array(
  fc.record({ point: fc.constantFrom('b', 'a', 'c/10', 'c/2'), index: fc.nat(20), total: fc.integer({ min: 0, max: 99 }) }),
  { maxLength: 40 },
)

describe('buckets of which some wait for a transaction', () => {
  it('are read back as they were written last, and so are their amounts in columns', async () => {
    const store = await openDuckdb({ path: ':memory:' })
    await fc.assert(
      fc.asyncProperty(someHours, someHours, someHours, async (first, second, waiting) => {
        await store.buckets.remove(['a', 'b', 'c/10', 'c/2'], ALL)
        const expected = new Map<string, Bucket>()
        for (const [i, rows] of [first, second, waiting].entries()) {
          const buckets = rows.map(({ point, index, total }) => hourOf(point, index, total))
          for (const b of buckets) expected.set(`${b.point} ${b.start}`, b)
          await store.buckets.write([...new Map(buckets.map((b) => [`${b.point} ${b.start}`, b])).values()])
          if (i < 2) await store.buckets.flush()
        }
        const sorted = [...expected.values()].sort((a, b) => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.start - b.start))
        expect(await store.buckets.read({ step: '1h', span: ALL })).toEqual(sorted)
        const hours = hoursByPoint(await store.buckets.readColumns({ step: '1h', span: ALL, only: 'amounts' }))
        const seen = [...hours].flatMap(([point, h]) =>
          Array.from({ length: h.length }, (_, i) => [point, h.start[i], h.end[i], h.total[i], h.min[i], h.max[i], h.covered[i]]),
        )
        expect(seen).toEqual(sorted.map((b) => [b.point, b.start, b.end, b.total, b.min ?? Number.NaN, b.max ?? Number.NaN, coveredMs(b)]))
      }),
      { numRuns: 30 },
    )
    await store.close()
  })
})
