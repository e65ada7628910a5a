/** Draft reports by a leaping clock: what is closed off when, in which order, after which downtime, and who is told. */

import { describe, expect, it } from 'vitest'
import { createMail } from '../../src/adapters/notifications/mail.ts'
import { createWebhook, signatureOf } from '../../src/adapters/notifications/webhook.ts'
import { type Bucket, type Campus, type Draft, instant, periodSpan, type Span } from '../../src/domain/index.ts'
import { sha256 } from '../../src/adapters/system/sha256.ts'
import { earlierTexts } from '../../src/figures/document/document-hash.ts'
import type { Records } from '../../src/ports/index.ts'
import type { DraftView } from '../../src/views/operations-types.ts'
import { campusOf } from '../support/fixtures/campus.ts'
import { createHandClock, type HandClock } from '../support/fakes/clock.ts'
import { operationsRig, memoryBuckets } from '../support/fakes/operations-rig.ts'
import { readReport, requestBy } from '../support/fakes/reporting.ts'
import { createMemoryRecords } from '../support/fakes/memory-records.ts'
import { columnsFrom, createMemoryReadings, type MemoryBuckets } from '../support/fakes/memory-store.ts'
import { ownHook, mailServer } from '../support/process/receivers.ts'
import { loadBuckets } from '../support/fixtures/saving-park.ts'

const ZONE = 'Asia/Shanghai'
const METER = 'park/block-a/main/energy'
const at = (text: string) => instant(Date.parse(text))

const park: Campus = {
  ...campusOf([{ id: METER, quantity: 'energy', role: 'main-meter' }], ZONE),
  sites: [{ id: 'park', kind: 'office', name: { en: 'Park' }, grid: 'CN-NORTH' }],
}

/** 4 kW all the time. */
function measured(from: string, to: string): Bucket[] {
  const within: Span = { from: at(`${from}T00:00:00+08:00`), to: at(`${to}T00:00:00+08:00`) }
  return loadBuckets(ZONE, METER.slice(0, -'/energy'.length), within, () => 4000).filter((b) => b.point === METER)
}

const periods = (reports: readonly DraftView[]): string[] => reports.map((r) => `${r.period} ${r.state}`)

async function bytesOf(records: Records): Promise<string> {
  return JSON.stringify([await records.read('drafts'), await records.read('job-watermark')])
}

async function leap(clock: HandClock, text: string): Promise<void> {
  clock.set(at(text))
  await clock.advance(0)
}

/** Records as a service wrote them before drafts were hashed over the document. */
async function recordsBeforeDocuments(clock: HandClock, buckets: MemoryBuckets): Promise<Records> {
  const rig = await operationsRig({ campus: park, clock, buckets })
  await rig.beats.beat()
  const document = await rig.accounts.document(requestBy(), { period: '2026-03', boundary: null })
  if ('unknown' in document) throw new Error(document.unknown)
  const records = createMemoryRecords()
  for (const { id, at: when, body } of await rig.records.read('drafts')) {
    const { algorithm: _algorithm, ...draft } = body as Draft
    await records.append('drafts', id, when, { ...draft, hash: sha256(earlierTexts(document)['report-json'] ?? '') })
  }
  for (const { id, at: when, body } of await rig.records.read('job-watermark')) await records.append('job-watermark', id, when, body)
  return records
}

describe('draft reports', () => {
  it('are made of the month before at 01:00 site time on the 1st, not a second sooner', async () => {
    const clock = createHandClock('2026-04-01T00:59:59+08:00')
    const rig = await operationsRig({ campus: park, clock, buckets: await memoryBuckets(measured('2026-03-01', '2026-04-02')) })
    await rig.beats.beat()
    expect((await rig.api.drafts()).next).toEqual({ period: '2026-03', at: '2026-04-01T01:00:00+08:00' })
    expect((await rig.api.drafts()).reports).toEqual([])

    await leap(clock, '2026-04-01T01:00:00+08:00')
    await rig.beats.beat()
    const { reports, next } = await rig.api.drafts()
    expect(reports).toMatchObject([
      { period: '2026-03', state: 'draft', revision: 1, created: '2026-04-01T01:00:00+08:00', coverage: 1, coverage_low: false, why: null },
    ])
    expect(next).toEqual({ period: '2026-04', at: '2026-05-01T01:00:00+08:00' })
    expect(reports[0]?.missing.find((m) => m.id === 'energy.per-person')?.reasons.join()).toContain('head-count')
  })

  it('hold what the report says, under a hash that does not know when they were made', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const buckets = await memoryBuckets(measured('2026-03-01', '2026-04-01'))
    const [one, two] = [await operationsRig({ campus: park, clock, buckets }), await operationsRig({ campus: park, clock, buckets })]
    await one.beats.beat()
    await leap(clock, '2026-04-20T13:00:00+08:00')
    await two.beats.beat()
    const [a, b] = [(await one.api.drafts()).reports[0], (await two.api.drafts()).reports[0]]
    expect(a?.created).not.toBe(b?.created)
    expect(a?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(a?.hash).toBe(b?.hash)
    const report = await readReport(one.accounts, '2026-03', null)
    const valued = 'figures' in report ? report.figures.filter((f) => f.value !== null).length : 0
    expect(a?.figures).toEqual({ valued, all: 'figures' in report ? report.figures.length : 0 })
    expect(valued).toBeGreaterThan(3)
  })

  it('are made up for after a downtime, oldest first, with the quarters and the year that ended meanwhile, once', async () => {
    const clock = createHandClock('2025-11-01T01:00:00+08:00')
    const records = createMemoryRecords()
    const buckets = await memoryBuckets(measured('2025-10-01', '2026-04-01'))
    const before = await operationsRig({ campus: park, clock, records, buckets })
    await before.beats.beat()
    await before.stop()

    await leap(clock, '2026-04-17T09:30:00+08:00')
    const rig = await operationsRig({ campus: park, clock, records, buckets })
    await rig.beats.beat()
    expect(periods((await rig.api.drafts()).reports).slice(0, 2)).toEqual(['2026-03 waiting', '2026-02 waiting'])
    await rig.beats.beat()
    expect((await records.read('drafts')).map((r) => r.id)).toEqual([
      '2025-10',
      '2025-11',
      '2025-12',
      '2025-Q4',
      '2025',
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-Q1',
    ])
    const written = await bytesOf(records)
    for (let i = 0; i < 3; i++) await rig.beats.beat()
    const again = await operationsRig({ campus: park, clock, records, buckets })
    await again.beats.beat()
    expect(await bytesOf(records)).toBe(written)
    expect(periods((await again.api.drafts()).reports).slice(0, 3)).toEqual(['2026-Q1 draft', '2026-03 draft', '2026-02 draft'])
  })

  it('are written once, whatever interrupts them: a beat that could not move the watermark writes the same bytes', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const kept = createMemoryRecords()
    let torn = true
    const records: Records = {
      ...kept,
      append: (stream, id, when, body) =>
        torn && stream === 'job-watermark' ? Promise.reject(new Error('the disk is full')) : kept.append(stream, id, when, body),
    }
    const rig = await operationsRig({ campus: park, clock, records, buckets: await memoryBuckets(measured('2026-03-01', '2026-04-01')) })
    await rig.beats.beat('drafts')
    expect(rig.events.of('job-failed')).toHaveLength(1)
    torn = false
    await leap(clock, '2026-04-01T01:00:15+08:00')
    await rig.beats.beat('drafts')
    expect((await kept.read('drafts')).map((r) => [r.id, r.at])).toEqual([['2026-03', at('2026-04-01T01:00:00+08:00')]])
    expect(await kept.read('job-watermark')).toMatchObject([{ body: { month: '2026-03' } }])
  })

  it('wait while readings of the month are not stored or not rolled up, and say so', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const readings = createMemoryReadings()
    const buckets = await memoryBuckets(measured('2026-03-01', '2026-04-01'))
    const rig = await operationsRig({ campus: park, clock, readings, buckets })
    rig.journal.lastSeq = 40
    rig.state.stored = 25
    await rig.beats.beat('drafts')
    expect((await rig.api.drafts()).reports).toMatchObject([{ period: '2026-03', state: 'waiting', why: '15 messages wait to be stored' }])

    // The roller cannot come to the late reading: the draft does not go on without it.
    rig.state.stored = 40
    const late = { point: METER, time: at('2026-03-15T12:07:00+08:00'), value: 1, quality: 0 }
    await readings.commit({ rows: columnsFrom([late]), seq: Float64Array.of(40), offset: 40 })
    const write = buckets.write.bind(buckets)
    const stuck = { ...buckets, write: (rows: readonly Bucket[]) => write(rows) }
    const other = await operationsRig({ campus: park, clock, readings, buckets: stuck })
    await other.beats.beat('drafts')
    expect((await other.api.drafts()).reports).toMatchObject([{ state: 'waiting', why: 'readings of the period wait to be rolled up' }])

    await rig.beats.beat('drafts')
    expect(periods((await rig.api.drafts()).reports)).toEqual(['2026-03 draft'])
  })

  it('are not made of the time before there was any data, and of the first month alone, not of its year', async () => {
    const clock = createHandClock('2025-12-01T01:00:00+08:00')
    const buckets = await memoryBuckets([])
    const rig = await operationsRig({ campus: park, clock, buckets })
    await rig.beats.beat()
    expect((await rig.api.drafts()).reports).toEqual([])
    await buckets.write(measured('2025-12-10', '2026-01-01'))
    await leap(clock, '2026-01-01T01:00:00+08:00')
    await rig.beats.beat()
    expect(periods((await rig.api.drafts()).reports)).toEqual(['2025-12 draft'])
  })

  it('on meters that follow each other within the period ask of each one the months that it plays its role in', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const [old, young] = ['park/old/gas/volume', 'park/new/gas/volume'] as const
    const change = at('2026-02-01T00:00:00+08:00')
    const campus = campusOf([
      { id: old, quantity: 'volume', medium: 'gas', role: 'gas-meter' },
      { id: young, quantity: 'volume', medium: 'gas', role: 'gas-meter' },
    ])
    const dated = { [old]: { from: null, to: change }, [young]: { from: change, to: null } }
    const points = campus.points.map((p) => ({ ...p, role: [{ value: 'gas-meter', ...dated[p.id as typeof old] }] }))
    const of = (id: string, from: string, to: string): Bucket[] => measured(from, to).map((b) => ({ ...b, point: id }))
    const buckets = await memoryBuckets([...of(old, '2026-01-01', '2026-02-01'), ...of(young, '2026-02-01', '2026-04-01')])
    const rig = await operationsRig({ campus: { ...campus, points }, clock, buckets })
    expect(await rig.api.makeDraft('2026-Q1')).toMatchObject({ coverage: 1, coverage_low: false })
  })

  it('that were hashed as English JSON keep revision, time and notice, and get the hash of the document', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const buckets = await memoryBuckets(measured('2026-03-01', '2026-04-01'))
    const records = await recordsBeforeDocuments(clock, buckets)
    const hook = await ownHook()
    const messengers = [createWebhook({ url: hook.url, secret: null, campus: 'park', clock })]
    await leap(clock, '2026-04-20T13:00:00+08:00')
    const rig = await operationsRig({ campus: park, clock, records, buckets, messengers })
    const [before] = (await rig.api.drafts()).reports
    const draft = await rig.api.makeDraft('2026-03')
    expect(draft).toMatchObject({ revision: 1, created: '2026-04-01T01:00:00+08:00' })
    expect('hash' in draft && draft.hash).not.toBe(before?.hash)
    expect(await rig.api.makeDraft('2026-03')).toEqual(draft)
    await rig.beats.beat()
    expect((await records.read('drafts')).map((r) => (r.body as Draft).revision)).toEqual([1, 1])
    expect([hook.posted, await rig.api.notices()]).toEqual([[], []])

    await rig.accounts.addEntry(requestBy(), { key: 'head-count', site: 'park', value: 100, from: '2026-01-01' })
    expect(await rig.api.makeDraft('2026-03')).toMatchObject({ revision: 2, created: '2026-04-20T13:00:00+08:00' })
    await rig.beats.beat()
    expect(hook.posted).toHaveLength(1)
  })

  it('that were hashed as English JSON over other figures are another revision', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const records = await recordsBeforeDocuments(clock, await memoryBuckets(measured('2026-03-01', '2026-03-31')))
    const rig = await operationsRig({ campus: park, clock, records, buckets: await memoryBuckets(measured('2026-03-01', '2026-04-01')) })
    expect(await rig.api.makeDraft('2026-03')).toMatchObject({ revision: 2 })
  })

  it('are told by a signed webhook and by mail, each once, and a service that starts again tells nobody twice', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const [hook, mail] = [await ownHook(), await mailServer('pass word')]
    const messengers = [
      createWebhook({ url: hook.url, secret: 'hush', campus: 'park', clock }),
      createMail({
        host: '127.0.0.1',
        port: mail.port,
        secure: false,
        username: 'bot',
        password: 'pass word',
        from: 'Campus <campus@example.org>',
        to: ['esg@example.org', 'ops@example.org'],
      }),
    ]
    const records = createMemoryRecords()
    const buckets = await memoryBuckets(measured('2026-03-01', '2026-04-01'))
    const rig = await operationsRig({ campus: park, clock, records, buckets, messengers })
    await rig.beats.beat()
    await rig.stop()
    const again = await operationsRig({ campus: park, clock, records, buckets, messengers })
    await again.beats.beat()

    expect(hook.posted).toHaveLength(1)
    const [{ headers, body }] = hook.posted as [(typeof hook.posted)[0]]
    expect(headers['campus-signature']).toBe(signatureOf('hush', String(headers['campus-timestamp']), body))
    expect(JSON.parse(body)).toMatchObject({ kind: 'draft-ready', campus: 'park', data: { period: '2026-03', revision: 1, coverage: 1 } })
    expect(mail.letters).toMatchObject([{ from: 'campus@example.org', to: ['esg@example.org', 'ops@example.org'], user: 'bot' }])
    expect(mail.letters[0]?.raw).toContain('draft report 2026-03 is ready')
    expect((await again.api.notices()).map((n) => [n.channel, n.state, n.attempts])).toEqual([
      ['mail', 'delivered', 1],
      ['webhook', 'delivered', 1],
    ])
  })

  it('on too little data say so to everybody and raise an alarm, which ends with a better revision', async () => {
    const clock = createHandClock('2026-04-01T01:00:00+08:00')
    const hook = await ownHook()
    const messengers = [createWebhook({ url: hook.url, secret: null, campus: 'park', clock })]
    const buckets = await memoryBuckets(measured('2026-03-01', '2026-03-29'))
    const rig = await operationsRig({ campus: park, clock, buckets, messengers })
    const heard: unknown[] = []
    rig.live.subscribe((event) => heard.push([event.event, (event.data as { state: string }).state]))
    await rig.beats.beat()
    const month = periodSpan(ZONE, '2026-03') as Span
    const share = (at('2026-03-29T00:00:00+08:00') - month.from) / (month.to - month.from)
    expect((await rig.api.drafts()).reports[0]).toMatchObject({ coverage: share, coverage_low: true })
    const [alarm] = await rig.api.alarms()
    expect(alarm).toMatchObject({ code: 'coverage-low', subject: '2026-03', state: 'open', evidence: { coverage: share, limit: 0.95 } })
    expect(alarm?.sentence).toContain('90.3 %')
    expect(hook.posted.map((p) => (JSON.parse(p.body) as { kind: string; title: string }).kind)).toEqual(['coverage-low'])

    await buckets.write(measured('2026-03-01', '2026-04-01'))
    await rig.api.makeDraft('2026-03')
    await rig.beats.beat()
    expect(await rig.api.alarms()).toMatchObject([{ id: alarm?.id, state: 'cleared' }])
    expect(heard).toEqual([
      ['alarm', 'open'],
      ['alarm', 'cleared'],
    ])
  })
})
