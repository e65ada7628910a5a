/** Frozen baselines: what was claimed does not move when the data before control does. */

import { describe, expect, it } from 'vitest'
import { type Bucket, instant, periodSpan, type SavingLoad, span, type Span } from '../../../src/domain/index.ts'
import { createBaselineLog } from '../../../src/savings/baseline-log.ts'
import { createSaver } from '../../../src/savings/saver.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'
import { createMemoryBuckets } from '../../support/fakes/memory-store.ts'
import { loadBuckets, savingPark, type Watts } from '../../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const HOUR = 3_600_000
const STEM = 'park/block-a/1/east/lighting'
const monthOf = (id: string): Span => periodSpan(ZONE, id) as Span
const BEFORE = { from: monthOf('2025-03').from, to: monthOf('2025-04').to }
const AFTER = monthOf('2025-05')
const hourOf = (at: number): number => (Math.floor(at / HOUR) + 8) % 24
const park = savingPark({ stems: [STEM], measure: { baseline: { kind: 'learned', within: BEFORE }, from: '2025-05-01' } })

describe('a learned baseline', () => {
  const records = createMemoryRecords()
  const clock = createHandClock('2025-07-01T00:00:00Z')

  /** A service that begins anew on the same records, with this load before control and the same after it. */
  async function claim(before: Watts, at = clock): Promise<SavingLoad> {
    const buckets = createMemoryBuckets()
    const all: Bucket[] = loadBuckets(ZONE, STEM, { from: BEFORE.from, to: AFTER.to }, (t) =>
      t < AFTER.from ? before(t) : hourOf(t) < 8 ? 1000 : 0,
    )
    await buckets.write(all)
    const sha256 = (text: string): string => `sha of ${text.length} ${text.slice(0, 40)}`
    const saver = createSaver({ campus: () => park, buckets, clock: at, baselines: createBaselineLog({ records, clock, sha256 }) })
    const [saving] = (await saver.savings(AFTER)) ?? []
    return saving?.loads[0] as SavingLoad
  }
  const twelve: Watts = (t) => (hourOf(t) < 12 ? 1000 : 0)
  const twenty: Watts = (t) => (hourOf(t) < 20 ? 1000 : 0)

  it('is not frozen before the time that it is learned from is rolled up', async () => {
    await claim(twelve, createHandClock(instant(BEFORE.to - 40 * 24 * HOUR)))
    expect(await records.read('savings-baselines')).toEqual([])
  })

  it('is written once, with the hash of its quarter hours, and holds for later claims whatever is corrected before control', async () => {
    const first = await claim(twelve)
    expect(first.baselineHash).toMatch(/^sha of \d+ 17/)
    const later = await claim(twenty)
    expect(later.months[0]?.claim).toEqual(first.months[0]?.claim)
    expect(later.baselineHash).toBe(first.baselineHash)
    expect(await records.read('savings-baselines')).toHaveLength(1)
  })

  it('of another time is another baseline', async () => {
    const log = createBaselineLog({ records, clock, sha256: (text) => text })
    expect(await log.find(`${STEM}/energy`, BEFORE)).not.toBeNull()
    expect(await log.find(`${STEM}/energy`, span(BEFORE.from, AFTER.from))).not.toBeNull()
    expect(await log.find(`${STEM}/energy`, AFTER)).toBeNull()
  })
})
