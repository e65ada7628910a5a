import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planSequences } from '../../../../src/adapters/backup/restore-parts.ts'
import { sliceRows } from '../../../../src/adapters/backup/content/slices.ts'
import { decodeBucketRows, decodeReadingRows, encodeBucketRows, encodeReadingRows } from '../../../../src/adapters/backup/content/tables.ts'
import { DAY, decodeBuckets, encodeBuckets, instant } from '../../../../src/domain/index.ts'
import { bucketOf } from '../../../contract/suites/buckets-suite.ts'
import { columnsFrom } from '../../../support/fakes/memory-store.ts'

const T0 = Date.UTC(2026, 2, 1)

describe('rows of a backup', () => {
  it('come back as they were: readings with every bit of their values', async () => {
    const row = fc.record({
      point: fc.constantFrom('a', 'b/c', '水'),
      time: fc.integer({ min: -1e12, max: 4e12 }),
      value: fc.double(),
      quality: fc.integer({ min: 0, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        const columns = columnsFrom(rows)
        expect(await decodeReadingRows(await encodeReadingRows(columns))).toEqual(columns)
      }),
    )
  })

  it('come back as they were: buckets with every field', async () => {
    const buckets = [bucketOf('a', T0), bucketOf('b', T0, { edge: null, min: null, max: null, step: '1M' })]
    expect(decodeBuckets(await decodeBucketRows(await encodeBucketRows(encodeBuckets(buckets))))).toEqual(buckets)
  })
})

describe('slices of rows', () => {
  const days = fc
    .uniqueArray(fc.record({ day: fc.nat(400), rows: fc.integer({ min: 1, max: 5000 }) }), { selector: ({ day }) => day })
    .map((list) => list.sort((a, b) => a.day - b.day).map(({ day, rows }) => ({ day: instant(day * DAY), rows })))

  it('cover every day with rows once, in order, and hold no more than asked for', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 100, max: 10_000 }), (list, most) => {
        const slices = sliceRows(list, most)
        for (const [i, { span, rows }] of slices.entries()) {
          expect(rows).toBeLessThanOrEqual(most)
          expect(span.from).toBeGreaterThanOrEqual(slices[i - 1]?.span.to ?? -Infinity)
        }
        for (const { day } of list) {
          const within = slices.filter(({ span }) => span.from < day + DAY && span.to > day)
          expect(within[0]?.span.from).toBeLessThanOrEqual(day)
          expect(within.at(-1)?.span.to).toBeGreaterThanOrEqual(day + DAY)
        }
      }),
    )
  })
})

describe('the sequences of restored rows', () => {
  const rows = columnsFrom([10, 20, 30].map((time) => ({ point: 'a', time, value: 1, quality: 0 })))
  const change = { point: 'a', from: instant(20), to: instant(25) }

  it('lie above the watermark of the roller where it has not computed a change, and not elsewhere', () => {
    const plan = planSequences({ offset: 9, rolledUpTo: 5, changes: [change] })
    expect([...plan.sequencesOf(rows)]).toEqual([5, 9, 5])
    expect(plan.rolledUpTo).toBe(5)
  })

  it('stay distinct where rows were stored after the offset of the backup', () => {
    const plan = planSequences({ offset: 9, rolledUpTo: 9, changes: [change] })
    expect([...plan.sequencesOf(rows)]).toEqual([8, 9, 8])
    expect(plan.rolledUpTo).toBe(8)
  })

  it('keep the watermark where nothing waits', () => {
    const plan = planSequences({ offset: 9, rolledUpTo: 9, changes: [] })
    expect([...plan.sequencesOf(rows)]).toEqual([9, 9, 9])
    expect(plan.rolledUpTo).toBe(9)
  })
})
