/** A frozen baseline whose data moved, and another in its place. */

import { beforeEach, describe, expect, it } from 'vitest'
import { periodSpan, type SavingLoad, type Span, span } from '../../../src/domain/index.ts'
import { createBaselineLog } from '../../../src/savings/baseline-log.ts'
import { createFrozenBaselines } from '../../../src/savings/frozen-baselines.ts'
import { createSaver } from '../../../src/savings/saver.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'
import { createMemoryBuckets } from '../../support/fakes/memory-store.ts'
import { loadBuckets, savingPark, type Watts } from '../../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const STEMS = ['park/a/lighting', 'park/b/lighting']
const BEFORE = periodSpan(ZONE, '2025-04') as Span
const AFTER = periodSpan(ZONE, '2025-05') as Span
const park = savingPark({ stems: STEMS, measure: { from: '2025-05-01', baseline: { kind: 'learned', within: BEFORE } } })
const hourOf = (at: number): number => (at / 3_600_000 + 8) % 24
const burning =
  (hours: number): Watts =>
  (at) =>
    hourOf(at) < hours ? 1000 : 0

describe('a frozen baseline', () => {
  const clock = createHandClock('2025-07-01T00:00:00Z')
  const sha256 = (text: string): string => `${text.length} ${text.split('\n').filter((row) => !row.includes(' 0 ')).length}`
  let records = createMemoryRecords()
  let buckets = createMemoryBuckets()

  const parts = () => ({ campus: () => park, buckets, clock, baselines: createBaselineLog({ records, clock, sha256 }), sha256 })
  const write = (stem: string, within: Span, watts: Watts): Promise<void> => buckets.write(loadBuckets(ZONE, stem, within, watts))
  async function claim(): Promise<readonly SavingLoad[]> {
    const [saving] = (await createSaver(parts()).savings(AFTER)) ?? []
    return saving?.loads ?? []
  }
  const saved = (load: SavingLoad | undefined): number =>
    ((load?.months[0]?.claim?.counterfactual ?? 0) - (load?.months[0]?.claim?.metered ?? 0)) / 1_000_000

  beforeEach(async () => {
    records = createMemoryRecords()
    buckets = createMemoryBuckets()
    for (const stem of STEMS) {
      await write(stem, BEFORE, burning(12))
      await write(stem, AFTER, burning(8))
    }
    await claim()
  })

  it('names the load whose data moved since', async () => {
    await write('park/b/lighting', BEFORE, burning(16))
    const states = await createFrozenBaselines(parts()).states('lighting')
    expect(states?.map((s) => [s.load, s.frozen?.hash !== s.dataHash])).toEqual([
      ['park/a/lighting/energy', false],
      ['park/b/lighting/energy', true],
    ])
    expect((await claim()).map(saved)).toEqual([124, 124])
  })

  it('gives way to one of the data as they are now, and stays in the log with who and why, over a restart', async () => {
    await write('park/b/lighting', BEFORE, burning(16))
    const about = { by: 'ann', reason: 'the CT ratio was wrong' }
    const states = await createFrozenBaselines(parts()).supersede('lighting', 'park/b/lighting/energy', about)
    expect(states).toMatchObject([{ load: 'park/b/lighting/energy', superseded: [about] }])
    expect((await claim()).map(saved)).toEqual([124, 248])
    const [a, b] = (await createFrozenBaselines(parts()).states('lighting')) ?? []
    expect([a?.superseded, b?.superseded.length, b?.frozen?.hash === b?.dataHash]).toEqual([[], 1, true])
    expect(b?.superseded[0]?.baseline.hash).not.toBe(b?.frozen?.hash)
  })

  it('stays where its time cannot be learned again', async () => {
    await buckets.remove(['park/b/lighting/power'], span(BEFORE.from, BEFORE.from + (BEFORE.to - BEFORE.from) / 2))
    const found = await createFrozenBaselines(parts()).supersede('lighting', null, { by: 'ann', reason: 'any' })
    expect(found).toMatchObject({ why: { code: 'before-too-little' } })
    expect((await claim()).map(saved)).toEqual([124, 124])
  })

  it('that nobody claimed with yet cannot be superseded, nor one of a written schedule', async () => {
    records = createMemoryRecords()
    expect(await createFrozenBaselines(parts()).supersede('lighting', null, { by: 'ann', reason: 'any' })).toEqual({ why: null })
    expect(await createFrozenBaselines({ ...parts(), campus: () => savingPark({ stems: STEMS }) }).states('lighting')).toBeNull()
  })
})
