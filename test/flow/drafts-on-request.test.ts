/** Draft reports of any period, made on request. */

import { describe, expect, it } from 'vitest'
import { type Bucket, type Campus, instant, type Span } from '../../src/domain/index.ts'
import { createHandClock } from '../support/fakes/clock.ts'
import { memoryBuckets, operationsRig } from '../support/fakes/operations-rig.ts'
import { requestBy } from '../support/fakes/reporting.ts'
import { campusOf } from '../support/fixtures/campus.ts'
import { loadBuckets } from '../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const METER = 'park/block-a/main/energy'
const at = (text: string) => instant(Date.parse(text))

const park: Campus = {
  ...campusOf([{ id: METER, quantity: 'energy', role: 'main-meter' }], ZONE),
  sites: [{ id: 'park', kind: 'office', name: { en: 'Park' }, grid: 'CN-NORTH' }],
  fiscalStart: 4,
}

/** 4 kW all the time. */
function measured(from: string, to: string): Bucket[] {
  const within: Span = { from: at(`${from}T00:00:00+08:00`), to: at(`${to}T00:00:00+08:00`) }
  return loadBuckets(ZONE, METER.slice(0, -'/energy'.length), within, () => 4000).filter((b) => b.point === METER)
}

const rigAt = async (now: string, buckets: Bucket[]) =>
  operationsRig({ campus: park, clock: createHandClock(now), buckets: await memoryBuckets(buckets) })

describe('draft reports on request', () => {
  it('are made again: another revision when the figures moved, the same one when they did not', async () => {
    const rig = await rigAt('2026-04-01T01:00:00+08:00', measured('2026-03-01', '2026-04-01'))
    await rig.beats.beat()
    expect(await rig.api.makeDraft('2026-03')).toMatchObject({ revision: 1 })
    await rig.accounts.addEntry(requestBy('tester'), { key: 'head-count', site: 'park', value: 100, from: '2026-01-01' })
    expect(await rig.api.makeDraft('2026-03')).toMatchObject({ revision: 2 })
    const [draft] = (await rig.api.drafts()).reports
    expect(draft?.missing.some((m) => m.id === 'energy.per-person')).toBe(false)
    expect(await rig.api.makeDraft('2026-04')).toMatchObject({ refused: expect.stringContaining('not over') as string })
  })

  it('are made of halves, weeks, fiscal years and spans of months, each with the coverage of its own days', async () => {
    const rig = await rigAt('2026-07-01T01:00:00+08:00', measured('2025-04-01', '2026-06-17'))
    const coverage = async (period: string) => (await rig.api.makeDraft(period)) as { coverage?: number; refused?: string }
    expect(await coverage('FY2025')).toMatchObject({ period: 'FY2025', state: 'draft', revision: 1, coverage: 1 })
    expect(await coverage('2025-04/2026-03')).toMatchObject({ coverage: 1 })
    expect(await coverage('2026-W24')).toMatchObject({ coverage: 1 })
    expect((await coverage('2026-W25')).coverage).toBeCloseTo(2 / 7, 6)
    expect((await coverage('2026-H1')).coverage).toBeCloseTo(167 / 181, 6)
    expect((await rig.api.drafts()).reports.filter((r) => r.state === 'draft').map((r) => r.period)).toEqual([
      '2026-H1',
      '2026-W25',
      '2026-W24',
      'FY2025',
      '2025-04/2026-03',
    ])
  })

  it('are refused for a half, a week and a fiscal year that are not over, and for names of no period', async () => {
    const rig = await rigAt('2026-06-30T23:59:59+08:00', measured('2026-06-01', '2026-06-30'))
    const refusal = async (period: string) => (await rig.api.makeDraft(period)) as { refused?: string }
    for (const period of ['2026-H1', '2026-W27', 'FY2026', '2026-06/2026-07'])
      expect((await refusal(period)).refused).toContain(`"${period}" is not over`)
    expect((await refusal('2025-W53')).refused).toContain('"2025-W53" is no period')
  })
})
