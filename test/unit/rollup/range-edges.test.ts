import { describe, expect, it } from 'vitest'
import { DAY, HOUR, instant, MINUTE, QUARTER } from '../../../src/domain/index.ts'
import { endBucketOf, firstBucketOf, isSeparated, readStarts, readUntil, startBucketOf } from '../../../src/rollup/range-edges.ts'
import { pointOf } from '../../support/fixtures/campus.ts'
import { createMemoryBuckets } from '../../support/fakes/memory-store.ts'

const T0 = Date.parse('2026-03-02T00:00:00Z')
const at = (ms: number) => instant(T0 + ms)
const POINT = pointOf({ id: 'park/a/main/energy', quantity: 'energy', gapLimit: HOUR })
const range = (from: number, to: number) => ({ point: POINT.id, from: at(from), to: at(to) })
const YEARS = 800 * DAY

describe('the start of a dirty range', () => {
  it('is the bucket of its first change, and the bucket before when the change lies on an edge', () => {
    expect(firstBucketOf(range(HOUR + MINUTE, HOUR + MINUTE), undefined)).toBe(at(HOUR))
    expect(firstBucketOf(range(HOUR, HOUR), undefined)).toBe(at(HOUR - QUARTER))
  })

  it('goes back to the bucket of the last accepted reading before it', () => {
    expect(startBucketOf(range(HOUR + MINUTE, HOUR + MINUTE), undefined, { time: at(20 * MINUTE), value: 1 })).toBe(at(QUARTER))
    expect(startBucketOf(range(HOUR + MINUTE, HOUR + MINUTE), undefined, undefined)).toBe(at(HOUR))
  })

  it('does not go back over a silence that restarts the point', async () => {
    const buckets = createMemoryBuckets()
    const points = new Map([[POINT.id, POINT]])
    expect(await readStarts(buckets, points, [range(YEARS, YEARS)])).toEqual(
      new Map([[POINT.id, { from: at(YEARS - QUARTER), edge: null }]]),
    )
    expect([isSeparated(POINT, at(0), at(YEARS)), isSeparated(POINT, at(0), at(DAY)), isSeparated(POINT, undefined, at(DAY))]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('the end of a dirty range', () => {
  it('is behind the bucket of the first good reading after it', () => {
    expect(endBucketOf(POINT, range(0, MINUTE), at(HOUR + MINUTE))).toBe(at(HOUR + QUARTER))
  })

  it('is as much later as the stuck detector looks back', () => {
    const limited = pointOf({ id: POINT.id, quantity: 'energy', stuckAfter: 20 * MINUTE })
    expect(endBucketOf(limited, range(0, MINUTE), at(HOUR))).toBe(at(HOUR + QUARTER + 3 * QUARTER))
  })

  it('is infinite when no reading follows, or only one behind a silence that restarts the point', () => {
    expect(endBucketOf(POINT, range(0, MINUTE), undefined)).toBe(Infinity)
    expect(endBucketOf(POINT, range(0, MINUTE), at(YEARS))).toBe(Infinity)
  })
})

describe('reading for a dirty range', () => {
  it('ends at the last reading of the point, at the end of the range where it was removed, or at the end of the silence behind the range', () => {
    expect(readUntil(POINT, range(0, 0), { last: at(DAY), changed: at(0) })).toBe(at(DAY))
    expect(readUntil(POINT, range(0, 0), { last: at(YEARS), changed: at(0) })).toBe(at(731 * DAY))
    expect(readUntil(POINT, range(0, 0), { last: undefined, changed: at(0) })).toBe(at(0))
  })
})
