/** A CampusApi in memory, for the HTTP edge alone: every answer is small, valid and can be replaced. */

import { type Campus, type DeadReason, instant, type KeptDeadLetter } from '../../../src/domain/index.ts'
import type { ArchiveState, Clock } from '../../../src/ports/index.ts'
import { bucketsView } from '../../../src/views/points/bucket-view.ts'
import { campusView } from '../../../src/views/campus-view.ts'
import { createLiveFeed, type LivePublisher } from '../../../src/views/live.ts'
import { pointView } from '../../../src/views/points/point-view.ts'
import type { AlarmView, DraftView, NoticeView } from '../../../src/views/operations-types.ts'
import type { CampusApi } from '../../../src/views/types.ts'

export interface FakeApi extends CampusApi {
  readonly live: LivePublisher
  /** What was asked of it, in order. */
  readonly calls: readonly string[]
}

const letter = (payload: Uint8Array): KeptDeadLetter => ({
  id: '7-0',
  at: instant(Date.parse('2026-03-02T03:00:00Z')),
  reason: 'invalid-json',
  detail: 'the payload is no JSON',
  message: {
    topic: 'campus/test/d1/telemetry',
    payload,
    receivedAt: instant(Date.parse('2026-03-02T02:59:59Z')),
    retain: false,
    dup: false,
    qos: 1,
  },
})

const LETTERS = new Map([
  ['7-0', letter(Buffer.from('{"power": 1'))],
  ['8-0', { ...letter(Buffer.from([0xff, 0xfe, 0x00])), id: '8-0' }],
])

const DRAFT: DraftView = {
  period: '2026-02',
  state: 'draft',
  revision: 1,
  created: '2026-03-01T01:00:00+08:00',
  hash: 'ab'.repeat(32),
  coverage: 0.91,
  coverage_low: true,
  figures: { valued: 27, all: 28 },
  missing: [{ id: 'energy.per-person', boundary: 'offices', reasons: ['no entry for head-count (park)'] }],
  why: null,
}

const ALARM: AlarmView = {
  id: 'alarm-1',
  code: 'holidays-unknown',
  subject: '2027',
  severity: 'warning',
  sentence: 'the calendar "CN" does not know the holidays of 2027',
  evidence: { calendar: 'CN', year: 2027 },
  state: 'open',
  raised: '2026-12-01T00:00:10+08:00',
  cleared: null,
  acknowledged: null,
}

const NOTICE: NoticeView = {
  id: 'alarm-1/raised/1',
  kind: 'alarm-raised',
  title: 'Park: the calendar "CN" does not know the holidays of 2027',
  channel: 'webhook',
  state: 'delivered',
  attempts: 1,
  queued: ALARM.raised,
  tried: ALARM.raised,
  next: null,
  reason: null,
}

const ARCHIVE: ArchiveState = {
  days: 90,
  capBytes: 8 * 2 ** 30,
  parts: 1,
  bytes: 3_000_000,
  first: instant(Date.parse('2026-03-01T00:00:00Z')),
  last: instant(Date.parse('2026-03-03T00:00:00Z')),
  whole: true,
  lastSeq: 4210,
  bytesPerDay: 1_500_000,
  freeDisk: 2 ** 30,
  evicted: 0,
}

export function createFakeApi(campus: Campus, clock: Clock, overrides: Partial<CampusApi> = {}): FakeApi {
  const calls: string[] = []
  const live = createLiveFeed({ clock, unitOf: () => 'W' })
  const note = <T>(call: string, answer: T): T => {
    calls.push(call)
    return answer
  }
  const points = campus.points.map((p) => pointView(p, { now: clock.now(), since: clock.now(), last: undefined, day: [] }))
  const api: CampusApi = {
    campus: () => campusView(campus),
    points: async () => points,
    point: async (id) => note(`point ${id}`, points.find((p) => p.id === id) ?? null),
    async series({ point, from, to, step }) {
      calls.push(`series ${point} ${from} ${to} ${step}`)
      const known = points.find((p) => p.id === point)
      if (known === undefined) return { refused: 'unknown-point', detail: `no point "${point}" in the campus file` }
      const { quantity, unit, kind } = known
      return {
        point,
        quantity,
        unit,
        kind,
        step,
        zone: campus.timezone,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        values: [],
        findings: [],
      }
    },
    async buckets({ point: id, from, to, step }) {
      calls.push(`buckets ${id} ${from} ${to} ${step}`)
      const point = campus.points.find((p) => p.id === id)
      if (point === undefined) return { refused: 'unknown-point', detail: `no point "${id}" in the campus file` }
      return bucketsView(point, { span: { from, to }, step }, [])
    },
    now: async () => ({
      time: new Date(clock.now()).toISOString(),
      zone: campus.timezone,
      media: [],
      points: { total: 0, fresh: 0, stale: 0, silent: 0 },
      coverage_today: null,
    }),
    curve: async (medium, day) =>
      note(`curve ${medium} ${day ?? 'today'}`, {
        medium,
        unit: 'kW',
        zone: campus.timezone,
        day: day ?? '2026-03-02',
        step: '15m',
        values: [],
      }),
    live,
    deadLetters: async (query) =>
      note(`dead-letters ${JSON.stringify(query)}`, {
        total: LETTERS.size,
        evicted: 0,
        items: [...LETTERS.values()].map(({ id, at, reason, detail, message }) => ({
          id,
          at,
          reason,
          detail,
          topic: message.topic,
          bytes: message.payload.length,
        })),
      }),
    deadLetter: async (id) => LETTERS.get(id) ?? null,
    replayDeadLetters: async (ids, reason?: DeadReason) => note(`replay ${String(ids)} ${reason ?? ''}`, { replayed: ids.length }),
    dropDeadLetters: async (ids, reason?: DeadReason) => note(`drop ${String(ids)} ${reason ?? ''}`, { dropped: ids.length }),
    discoveries: async () => [],
    losses: async () => ({
      broker: { messages: 3, counter: 5, first: '2026-03-02T00:00:00.000Z', last: '2026-03-02T00:00:00.000Z' },
      devices: [
        {
          source: 'native',
          device: 'm1',
          messages: 2,
          first: '2026-03-02T00:00:00.000Z',
          last: '2026-03-02T00:00:00.000Z',
          spans: [{ messages: 2, from: '2026-03-01T23:57:00.000Z', to: '2026-03-02T00:00:00.000Z' }],
        },
      ],
    }),
    archive: () => ARCHIVE,
    sources: () => campus.sources.map((s) => s.id),
    replay: async (query) =>
      note(`archive replay ${query.source ?? 'all'}`, { messages: 2, replayed: 1, next: null, until: 2, seq: 3, partsLeft: 0 }),
    clearForReplay: async (source) => note(`archive clear ${source ?? 'all'}`, { points: 1 }),
    drafts: async () => ({ reports: [DRAFT], next: { period: '2026-03', at: '2026-04-01T01:00:00+08:00' }, coverage_below: 0.95 }),
    makeDraft: async (period) =>
      note(
        `draft ${period}`,
        period === '2026-02' ? DRAFT : { refused: `"${period}" is not over: a draft is made from 01:00 of the first day after it` },
      ),
    alarms: async () => [ALARM, { ...ALARM, id: 'alarm-2', state: 'cleared', cleared: ALARM.raised }],
    acknowledgeAlarm: async (id, by, said) =>
      note(
        `acknowledge ${id} ${by} ${said ?? ''}`,
        id === ALARM.id ? { ...ALARM, acknowledged: { by, at: ALARM.raised, note: said } } : null,
      ),
    notices: async () => [NOTICE],
    importRows: async (point, rows) => note(`import ${point} ${rows.length}`, { accepted: rows.length, seq: 12 }),
    drained: async (seq, rolled) => note(`drained ${seq} ${rolled}`, undefined),
    rollup: async (from, to) => note(`rollup ${from} ${to}`, { points: 1, buckets: 2, different: 0 }),
    empty: async ({ from, to }) => note(`empty ${from} ${to}`, { points: points.length }),
    rebuild: async (verify) => note(`rebuild ${verify}`, { points: 1, buckets: 2, different: 0 }),
    progress: () => [{ id: 'rollup', name: 'rollup', state: 'running', done: 1, total: null, unit: 'point days', detail: '' }],
    readiness: () => ({ ready: true, reasons: [], degraded: [] }),
    metrics: async () => 'campus_up 1\n',
    health: () => ({ alive: true, version: '0.0.0-test', started_at: '2026-03-02T00:00:00.000Z' }),
    ...overrides,
  }
  return { ...api, live, calls }
}
