/** A month from open to closed and restated: what is signed stays, what came later is listed, and the evidence gives the figures again. */

import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/adapters/system/sha256.ts'
import type { ClosedPeriod } from '../../src/app/closing/api.ts'
import { verifyEvidence } from '../../src/app/closing/verify-evidence.ts'
import { createRestatementWatch } from '../../src/app/closing/restatement-watch.ts'
import { type Bucket, type Campus, type Cause, HOUR, instant, type Span } from '../../src/domain/index.ts'
import { canonicalJson } from '../../src/figures/document/canonical-json.ts'
import type { EvidenceEntry } from '../../src/ports/index.ts'
import { createHandClock } from '../support/fakes/clock.ts'
import { type ClosingRig, closingRig } from '../support/fakes/closing-rig.ts'
import { requestBy } from '../support/fakes/reporting.ts'
import { campusOf } from '../support/fixtures/campus.ts'
import { loadBuckets } from '../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const METER = 'park/block-a/main/energy'
const at = (text: string) => instant(Date.parse(text))

const park: Campus = {
  ...campusOf([{ id: METER, quantity: 'energy', role: 'main-meter' }], ZONE),
  sites: [{ id: 'park', kind: 'office', name: { en: 'Park' }, grid: 'CN-NORTH' }],
}

function measured(watts: number, from = '2026-03-01', to = '2026-04-01'): Bucket[] {
  const within: Span = { from: at(`${from}T00:00:00+08:00`), to: at(`${to}T00:00:00+08:00`) }
  return loadBuckets(ZONE, METER.slice(0, -'/energy'.length), within, () => watts).filter((b) => b.point === METER)
}

const rigWith = (buckets: readonly Bucket[], now = '2026-04-02T00:00:00+08:00'): Promise<ClosingRig> =>
  closingRig({ campus: park, clock: createHandClock(now), buckets })

const MARCH = { period: '2026-03', force: false }
const inForce = (period: string, revision: number | null = null) => ({ period, boundary: null, revision })

async function reportText({ closing, as }: ClosingRig, revision: number | null = null): Promise<string> {
  return canonicalJson(await closing.report(as('reader'), inForce('2026-03', revision)))
}

async function close(rig: ClosingRig): Promise<ClosedPeriod> {
  const closed = await rig.closing.close(rig.as('approver'), MARCH)
  if ('refused' in closed) throw new Error(closed.detail)
  return closed
}

const clock = createHandClock('2030-01-01T00:00:00Z')
const verify = (entries: readonly EvidenceEntry[]) => verifyEvidence(entries, { clock, sha256 })

describe('a closed month', () => {
  it('prints the same when late readings change what would be computed today, and lists what that is', async () => {
    const rig = await rigWith(measured(4000))
    expect(await close(rig)).toMatchObject({ period: '2026-03', revision: 1, closedBy: 'approver', reason: null })
    const before = await reportText(rig)
    await rig.buckets.write(measured(5000))
    expect(await reportText(rig)).toBe(before)
    const changes = await rig.closing.pending(rig.as('reader'), '2026-03')
    if ('refused' in changes) throw new Error(changes.detail)
    const figure = changes.pending.find((p) => p.figure === 'energy.indirect')
    expect(figure).toMatchObject({ old: 2.976, new: 3.72, published: true, points: [METER], causes: ['readings'] })
    expect(new Set(changes.pending.map((p) => p.id)).size).toBe(1)
  })

  it('gets another revision by accepting, with reason and author, and every revision prints again', async () => {
    const rig = await rigWith(measured(4000))
    await close(rig)
    const first = await reportText(rig)
    await rig.buckets.write(measured(5000))
    const changes = await rig.closing.pending(rig.as('reader'), '2026-03')
    const id = 'pending' in changes ? (changes.pending[0]?.id ?? '') : ''
    expect(await rig.closing.accept(rig.as('second', 'late readings'), id)).toMatchObject({
      revision: 2,
      closedBy: 'second',
      reason: 'late readings',
    })
    expect(await reportText(rig, 1)).toBe(first)
    expect(await rig.closing.report(rig.as('reader'), inForce('2026-03'))).toMatchObject({ statement: { revision: 2 } })
    expect(await rig.closing.report(rig.as('reader'), inForce('2026-03', 3))).toEqual({ unknown: '2026-03 has no revision 3' })
    expect((await rig.closing.statements(rig.as('reader'))).map((s) => s.revision)).toEqual([2, 1])
    expect(await rig.closing.pending(rig.as('reader'), '2026-03')).toMatchObject({ revision: 2, pending: [] })
  })

  it('raises an alarm when a published digit would change, and none before, nor after the restatement', async () => {
    const rig = await rigWith(measured(4000))
    await close(rig)
    const hours = createHandClock('2026-04-02T00:00:00+08:00')
    let busy = false
    const watch = createRestatementWatch({ closing: rig.closing, clock: hours, isBusy: () => busy })
    const compare = async (): Promise<readonly Cause[]> => {
      await hours.advance(HOUR)
      await watch.job.run()
      return watch.findCauses()
    }
    expect(await compare()).toEqual([])
    await rig.buckets.write(measured(5000))
    busy = true
    expect(await compare()).toEqual([])
    busy = false
    const [cause, ...others] = await compare()
    expect(others).toEqual([])
    expect(cause).toMatchObject({ code: 'restatement-pending', subject: '2026-03', evidence: { revision: 1 } })
    expect(cause?.evidence['figures']).toContain('energy.indirect')
    const changes = await rig.closing.pending(rig.as('reader'), '2026-03')
    const id = 'pending' in changes ? (changes.pending[0]?.id ?? '') : ''
    await rig.closing.accept(rig.as('second', 'late readings'), id)
    expect(await compare()).toEqual([])
  })

  it('does not take an acceptance of what has moved since it was looked at', async () => {
    const rig = await rigWith(measured(4000))
    await close(rig)
    await rig.buckets.write(measured(5000))
    const changes = await rig.closing.pending(rig.as('reader'), '2026-03')
    const id = 'pending' in changes ? (changes.pending[0]?.id ?? '') : ''
    await rig.buckets.write(measured(6000))
    expect(await rig.closing.accept(rig.as('second', 'late'), id)).toMatchObject({
      refused: 'refused',
      detail: expect.stringContaining('look at it first') as string,
    })
  })

  it('is not closed twice, not before it is over, and not by whoever made its entries', async () => {
    const early = await rigWith(measured(4000), '2026-03-31T23:59:59+08:00')
    expect(await early.closing.close(early.as('approver'), MARCH)).toMatchObject({ refused: 'refused' })
    const rig = await rigWith(measured(4000))
    await rig.reporting.addEntry(requestBy('token:a'), { key: 'head-count', site: 'park', value: 100, from: '2026-01-01' })
    expect(await rig.closing.close(rig.as('token:a'), MARCH)).toMatchObject({
      detail: expect.stringContaining('token:a prepared') as string,
    })
    expect(await rig.closing.close(rig.as('token:b'), MARCH)).toMatchObject({ revision: 1, preparedBy: ['token:a'] })
    expect(await rig.closing.close(rig.as('token:b'), MARCH)).toMatchObject({ detail: expect.stringContaining('closed already') as string })
  })

  it('with too little data is refused with the number, and closed by force with a reason that the statement keeps', async () => {
    const rig = await rigWith(measured(4000, '2026-03-01', '2026-03-20'))
    expect(await rig.closing.close(rig.as('approver'), MARCH)).toMatchObject({
      detail: expect.stringContaining('the coverage is 61.2 %') as string,
    })
    const forced = { period: '2026-03', force: true }
    expect(await rig.closing.close(rig.as('approver'), forced)).toMatchObject({ refused: 'invalid-request' })
    expect(await rig.closing.close(rig.as('approver', 'meter broken'), forced)).toMatchObject({
      reason: 'meter broken',
      objections: ['the coverage is 61.2 %, the limit is 95.0 %'],
    })
  })
})

describe('the evidence of a closed month', () => {
  it('gives every figure again without a store', async () => {
    const rig = await rigWith(measured(4000))
    const { hash } = await close(rig)
    const { entries, faults } = rig.lastEvidence()
    expect(faults).toEqual([])
    expect(await verify(entries)).toMatchObject({ faults: [], statement: { period: '2026-03', revision: 1, hash } })
    expect((await verify(entries)).figures).toBeGreaterThan(20)
  })

  it('names the figure when a bucket, an entry or the document itself says something else', async () => {
    const rig = await rigWith(measured(4000))
    await rig.reporting.addEntry(requestBy('token:a'), { key: 'head-count', site: 'park', value: 100, from: '2026-01-01' })
    await close(rig)
    const { entries } = rig.lastEvidence()
    const changed = (name: string, change: (text: string) => string) =>
      verify(entries.map((e) => (e.name === name ? { name, text: change(e.text) } : e)))
    const bucket = await changed('buckets.ndjson', (text) => text.replaceAll('"total":2976000000', '"total":2977000000'))
    expect(bucket.faults).toContainEqual(
      expect.stringMatching(/^energy\.indirect \(all\): the document states 2\.976 MWh, the inputs .* give 2\.977 MWh$/),
    )
    const entry = await changed('entries.json', (text) => text.replace('"value":100', '"value":101'))
    expect(entry.faults.map((f) => f.split(' ')[0])).toContain('energy.per-person')
    const document = await changed('document.json', (text) => text.replace('"value":2.976', '"value":2.975'))
    expect(document.faults.join()).toContain('not what the hash')
    const missing = await verify(entries.filter((e) => e.name !== 'buckets.ndjson'))
    expect(missing.faults).toEqual(['buckets.ndjson is missing'])
    const broken = await changed('campus.json', (text) => text.slice(1))
    expect(broken.faults).toEqual(['campus.json is damaged: it cannot be read as JSON'])
  })
})

describe('a month on its way to the signature', () => {
  it('is submitted by one person and closed by another; who submitted it cannot close it', async () => {
    const rig = await rigWith(measured(4000))
    const submitted = await rig.closing.submit(rig.as('anna', 'looks complete'), '2026-03')
    expect(submitted).toMatchObject({
      state: 'submitted',
      preparedBy: ['anna'],
      submission: { by: 'anna', note: 'looks complete', changed: false },
    })
    expect(await rig.closing.close(rig.as('anna'), MARCH)).toMatchObject({ detail: expect.stringContaining('anna prepared') as string })
    expect(await rig.closing.close(rig.as('bernd'), MARCH)).toMatchObject({ revision: 1, preparedBy: ['anna'], objections: [] })
    expect(await rig.closing.submit(rig.as('anna'), '2026-03')).toMatchObject({
      detail: expect.stringContaining('closed already') as string,
    })
  })

  it('that changed after it was submitted is closed after another submission, or by force with a reason', async () => {
    const rig = await rigWith(measured(4000))
    await rig.closing.submit(rig.as('anna'), '2026-03')
    await rig.buckets.write(measured(5000))
    expect(await rig.closing.review(rig.as('bernd'), '2026-03')).toMatchObject({ submission: { changed: true } })
    expect(await rig.closing.close(rig.as('bernd'), MARCH)).toMatchObject({
      detail: expect.stringContaining('not the one that anna submitted') as string,
    })
    await rig.closing.submit(rig.as('anna'), '2026-03')
    expect(await rig.closing.close(rig.as('bernd'), MARCH)).toMatchObject({ revision: 1 })
  })

  it('is open again when the approver returns it, with his reason', async () => {
    const rig = await rigWith(measured(4000))
    expect(await rig.closing.returnDraft(rig.as('bernd', 'gap'), '2026-03')).toMatchObject({
      detail: expect.stringContaining('not submitted') as string,
    })
    await rig.closing.submit(rig.as('anna'), '2026-03')
    expect(await rig.closing.returnDraft(rig.as('bernd', 'a meter is missing'), '2026-03')).toMatchObject({
      state: 'open',
      submission: null,
      returned: { by: 'bernd', reason: 'a meter is missing' },
    })
  })

  it('names each meter below the limit with its coverage, and stands in the calendar with what it waits for', async () => {
    const rig = await rigWith(measured(4000, '2026-03-01', '2026-03-20'))
    const review = await rig.closing.review(rig.as('reader'), '2026-03')
    expect(review).toMatchObject({ coverage: { limit: 0.95, meters: [{ point: METER, coverage: expect.closeTo(19 / 31, 3) as number }] } })
    const march = (await rig.closing.calendar(rig.as('reader'))).find((p) => p.period === '2026-03')
    expect(march?.missing.map(({ what, whose }) => `${whose} ${what}`)).toEqual([
      'operator readings',
      'preparer entry',
      'preparer entry',
      'preparer submission',
    ])
  })
})

describe('a pending restatement that is rejected', () => {
  it('leaves the revision, raises no alarm, and is pending again when it moves', async () => {
    const rig = await rigWith(measured(4000))
    await close(rig)
    await rig.buckets.write(measured(5000))
    const changes = await rig.closing.pending(rig.as('reader'), '2026-03')
    const id = 'pending' in changes ? (changes.pending[0]?.id ?? '') : ''
    expect(await rig.closing.reject(rig.as('bernd', 'wrong meter'), id)).toMatchObject({
      revision: 1,
      rejected: { by: 'bernd', reason: 'wrong meter' },
    })
    const hours = createHandClock('2026-04-02T00:00:00+08:00')
    const watch = createRestatementWatch({ closing: rig.closing, clock: hours, isBusy: () => false })
    await watch.job.run()
    expect(watch.findCauses()).toEqual([])
    await rig.buckets.write(measured(6000))
    await hours.advance(HOUR)
    await watch.job.run()
    expect(watch.findCauses()).toHaveLength(1)
    expect(await rig.closing.pending(rig.as('reader'), '2026-03')).toMatchObject({ rejected: null })
  })
})

describe('a quarter', () => {
  const quarter = { period: '2026-Q1', force: false }
  const all = [...measured(4000, '2026-01-01', '2026-02-01'), ...measured(4000, '2026-02-01', '2026-03-01'), ...measured(4000)]

  it('is closed over its closed months, and its statement says where it differs from their sum', async () => {
    const rig = await rigWith(all)
    for (const period of ['2026-01', '2026-02', '2026-03']) await rig.closing.close(rig.as('approver'), { period, force: false })
    await rig.buckets.write(measured(5000))
    const closed = await rig.closing.close(rig.as('approver'), quarter)
    if ('refused' in closed) throw new Error(closed.detail)
    expect(closed.parts?.closed.map((p) => p.period)).toEqual(['2026-01', '2026-02', '2026-03'])
    expect(closed.parts?.differences).toContainEqual({
      figure: 'energy.indirect',
      boundary: 'all',
      unit: 'MWh',
      whole: expect.closeTo(9.384, 6) as number,
      sum: expect.closeTo(8.64, 6) as number,
    })
    const { entries } = rig.lastEvidence()
    expect((await verify(entries)).faults).toEqual([])
  })

  it('names the months that are open and compares nothing with some of them', async () => {
    const rig = await rigWith(all)
    await rig.closing.close(rig.as('approver'), { period: '2026-01', force: false })
    expect(await rig.closing.close(rig.as('approver'), quarter)).toMatchObject({
      parts: { closed: [{ period: '2026-01', revision: 1 }], open: ['2026-02', '2026-03'], differences: [] },
    })
  })
})
