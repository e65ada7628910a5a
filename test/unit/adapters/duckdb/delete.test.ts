import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinDays } from '../../../../src/adapters/duckdb/delete.ts'

const MILLION = 1_000_000

describe('days with rows', () => {
  it('are joined to slices of a month, or shorter ones where a month has too many rows', () => {
    const days = Array.from({ length: 40 }, (_, i) => i)
    const slices = (rows: number): number[][] =>
      joinDays(
        days,
        days.map(() => rows),
      ).map((s) => [s.first, s.last])
    expect(slices(1000)).toEqual([
      [0, 30],
      [31, 39],
    ])
    expect(slices(3 * MILLION)).toEqual(days.map((d) => [d, d]))
    expect(slices(2 * MILLION).slice(0, 2)).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  it('are each in one slice, in order, whatever their rows', () => {
    const some = fc.uniqueArray(
      fc.record({ day: fc.integer({ min: -1000, max: 30_000 }), rows: fc.integer({ min: 1, max: 9 * MILLION }) }),
      {
        selector: (one) => one.day,
      },
    )
    fc.assert(
      fc.property(some, (found) => {
        const sorted = found.toSorted((a, b) => a.day - b.day)
        const slices = joinDays(
          sorted.map((one) => one.day),
          sorted.map((one) => one.rows),
        )
        const within = sorted.map(({ day }) => slices.findIndex((s) => s.first <= day && day <= s.last))
        expect(within).toEqual(within.toSorted((a, b) => a - b))
        expect(new Set(within)).toEqual(new Set(slices.keys()))
        for (const [i, { first, last, rows }] of slices.entries()) {
          const inside = sorted.filter((_, k) => within[k] === i)
          expect(rows).toBe(inside.reduce((sum, one) => sum + one.rows, 0))
          expect(last - first).toBeLessThan(31)
          expect(inside.length === 1 || rows <= 4 * MILLION).toBe(true)
        }
      }),
    )
  })
})
