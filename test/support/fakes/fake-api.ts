/** Use cases in memory, for the HTTP edge alone: every answer is small, valid and can be replaced. */

import { type Campus, instant, iso, type KeptDeadLetter } from '../../../src/domain/index.ts'
import type { UserInfo } from '../../../src/access/user-log.ts'
import type { AdministrationApi } from '../../../src/app/administration/api.ts'
import type { DevicesApi } from '../../../src/app/devices/api.ts'
import type { ControlApi } from '../../../src/app/control/api.ts'
import type { FileReport } from '../../../src/app/administration/imports/import-types.ts'
import type { ImportEntry } from '../../../src/app/administration/imports/register.ts'
import type { MonitoringApi } from '../../../src/app/monitoring/api.ts'
import type { OperationsApi } from '../../../src/app/operations/api.ts'
import type { ServiceStatus } from '../../../src/app/use-cases.ts'
import type { ArchiveState, Clock } from '../../../src/ports/index.ts'
import { bucketsView } from '../../../src/views/points/bucket-view.ts'
import { createPublicCheck } from '../../../src/views/people.ts'
import { campusView } from '../../../src/views/campus-view.ts'
import { createLiveFeed, type LivePublisher } from '../../../src/views/live.ts'
import { createMonitoring } from '../../../src/app/monitoring/monitoring.ts'
import type { LossSummary } from '../../../src/app/operations/losses.ts'
import type { Views } from '../../../src/views/views.ts'
import { pointView } from '../../../src/views/points/point-view.ts'
import { controlOf } from './control.ts'
import { devicesOf } from './devices.ts'
import type { FindingView } from '../../../src/views/findings-types.ts'
import type { ExpectedView } from '../../../src/views/points/expected-types.ts'
import type { AlarmRuleView, AlarmView, AlarmWish, DraftView, NoticeView } from '../../../src/views/operations-types.ts'

export interface FakeApi {
  readonly monitoring: MonitoringApi
  readonly operations: OperationsApi
  readonly control: ControlApi
  readonly administration: AdministrationApi
  readonly devices: DevicesApi
  readonly status: ServiceStatus
  readonly live: LivePublisher
  /** What was called, in order. */
  readonly calls: readonly string[]
}

/** Answers of a test in place of the fake's. */
export interface FakeAnswers {
  readonly monitoring?: Partial<MonitoringApi>
  readonly operations?: Partial<OperationsApi>
  readonly control?: Partial<ControlApi>
  readonly administration?: Partial<AdministrationApi>
  readonly devices?: Partial<DevicesApi>
  readonly status?: Partial<ServiceStatus>
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
  phase: 'firing',
  rule: null,
  since: null,
  points: [],
  owner: null,
  comments: [],
  muted: null,
  escalated: null,
  folded_into: null,
}

const RULE: AlarmRuleView = {
  id: 'silent',
  kind: 'silent',
  text: 'a device sends nothing',
  points: null,
  limits: [{ name: 'missed', value: 5, min: 1, max: 10_000, unit: '1', text: 'intervals without a reading' }],
  for_s: 0,
  escalate_after_s: 7200,
  severity: 'alarm',
  enabled: true,
  shipped: true,
  judged: null,
  changed: null,
}

const FINDING: FindingView = {
  id: 'lights-nobody:park/block-a/2/east',
  rule: 'lights-nobody',
  subject: 'park/block-a/2/east',
  site: 'park',
  resource: 'electricity',
  unit: 'kWh',
  amount: 312.5,
  low: 250,
  high: 375,
  money: 231.2,
  currency: 'CNY',
  co2_kg: 190,
  minutes: 900,
  days: ['2026-02-28', '2026-03-01'],
  points: ['park/block-a/2/east/lighting/energy'],
  evidence: '#/points/park%2Fblock-a%2F2%2Feast%2Flighting%2Fenergy?from=2026-02-28&to=2026-03-01',
  status: 'open',
  status_since: null,
  owner: null,
  comments: [],
  verified: null,
}

const EXPECTED: ExpectedView = {
  point: 'park/main/energy',
  quantity: 'energy',
  unit: 'kWh',
  step: '1h',
  zone: 'Asia/Shanghai',
  from: '2026-03-02T00:00:00.000Z',
  to: '2026-03-02T01:00:00.000Z',
  share: 0.9,
  inside: { share: 0.91, values: 600 },
  peak: { time: '2026-03-02T00:00:00.000Z', expected: 5, high: 6 },
  values: [{ time: '2026-03-02T00:00:00.000Z', end: '2026-03-02T01:00:00.000Z', value: null, expected: 5, low: 4, high: 6 }],
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

const LOSS_AT = instant(Date.parse('2026-03-02T00:00:00Z'))
const LOSSES: LossSummary = {
  broker: { messages: 3, counter: 5, first: LOSS_AT, last: LOSS_AT },
  devices: [
    {
      source: 'native',
      device: 'm1',
      messages: 2,
      first: LOSS_AT,
      last: LOSS_AT,
      spans: [
        {
          source: 'native',
          device: 'm1',
          messages: 2,
          at: LOSS_AT,
          span: { from: instant(LOSS_AT - 180_000), to: LOSS_AT },
        },
      ],
    },
  ],
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

const IMPORT: ImportEntry = {
  id: 'import-1',
  file: 'year.csv',
  by: 'local',
  opened: LOSS_AT,
  state: 'stored',
  points: ['park/block-a/main/energy'],
  readings: 2,
  replaced: 1,
  from: LOSS_AT,
  to: LOSS_AT,
  undone: null,
}

const REPORT: FileReport = {
  accepted: 1,
  refused: 0,
  no_value: 0,
  duplicates: 0,
  estimated: 0,
  points: [],
  detected: [],
  notes: [],
  refusals: [],
  failures: [],
  preview: [],
  exit: 0,
  import: null,
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

type Note = <T>(call: string, answer: T) => T

export function createFakeApi(campus: Campus, clock: Clock, answers: FakeAnswers = {}): FakeApi {
  const calls: string[] = []
  const live = createLiveFeed({ clock, unitOf: () => 'W' })
  const note: Note = (call, answer) => {
    calls.push(call)
    return answer
  }
  return {
    monitoring: { ...fakeMonitoring(campus, clock, live, note), ...answers.monitoring },
    operations: { ...fakeOperations(note), ...answers.operations },
    control: { ...controlOf({ clock }).api, ...answers.control },
    administration: { ...fakeAdministration(campus, note), ...answers.administration },
    devices: { ...devicesOf(note), ...answers.devices },
    status: {
      awaitStart: async () => undefined,
      readiness: () => ({ ready: true, reasons: [], degraded: [] }),
      health: () => ({ alive: true, version: '0.0.0-test', started_at: '2026-03-02T00:00:00.000Z' }),
      timezone: () => campus.timezone,
      ...answers.status,
    },
    live,
    calls,
  }
}

function fakeMonitoring(campus: Campus, clock: Clock, live: LivePublisher, note: Note): MonitoringApi {
  const views: Views = {
    campus: () => campusView(campus),
    points: async () => points,
    point: async (id) => note(`point ${id}`, points.find((p) => p.id === id) ?? null),
    isPublic: createPublicCheck(() => campus),
    async series({ point, from, to, step }) {
      note(`series ${point} ${from} ${to} ${step}`, null)
      const found = points.find((p) => p.id === point)
      if (found === undefined) return { refused: 'unknown-point', detail: `no point "${point}" in the campus file` }
      const { quantity, unit, kind } = found
      const span = { from: iso(from), to: iso(to) }
      return { point, quantity, unit, kind, step, zone: campus.timezone, ...span, values: [], findings: [] }
    },
    async buckets({ point: id, from, to, step }) {
      note(`buckets ${id} ${from} ${to} ${step}`, null)
      const point = campus.points.find((p) => p.id === id)
      if (point === undefined) return { refused: 'unknown-point', detail: `no point "${id}" in the campus file` }
      return bucketsView(point, { span: { from, to }, step }, [])
    },
    now: async () => ({
      time: iso(clock.now()),
      zone: campus.timezone,
      media: [],
      points: { total: 0, fresh: 0, stale: 0, silent: 0 },
      coverage_today: null,
    }),
    totals: async () => ({ midnight: clock.now(), now: clock.now(), parts: [] }),
    async usage({ medium, step, place, by, measure }) {
      note(`usage ${medium} ${place ?? 'all'} ${by} ${measure} ${step}`, null)
      const total = { key: 'total', points: [], total: null, coverage: null, bridged: 0, estimated: 0, values: [], measured: [] }
      return {
        medium,
        unit: 'kWh',
        measure,
        zone: campus.timezone,
        step,
        place,
        by,
        edges: [],
        total,
        groups: [],
        rest: null,
        unpriced: [],
      }
    },
    async chosen({ points: ids, step }) {
      note(`chosen ${ids.join(',')} ${step}`, null)
      return { zone: campus.timezone, step, edges: [], series: [] }
    },
    curve: async (medium, day) => {
      note(`curve ${medium} ${day ?? 'today'}`, null)
      return { medium, unit: 'kW', zone: campus.timezone, day: day ?? '2026-03-02', step: '15m', values: [] }
    },
  }
  const points = campus.points.map((p) => pointView(p, { now: clock.now(), since: clock.now(), last: undefined, day: [] }))
  return createMonitoring({
    views,
    expected: async (query) => {
      note(`expected ${query.point} ${query.step}`, null)
      return EXPECTED
    },
    live,
    writer: { discoveries: async () => [] },
    overlooked: { list: () => [] },
    losses: async () => LOSSES,
  })
}

function changeOf(wish: AlarmWish, by: string): Partial<AlarmView> {
  if ('comment' in wish) return { comments: [{ by, at: ALARM.raised, text: wish.comment }] }
  if ('owner' in wish) return { owner: wish.owner }
  return { muted: wish.mute === null ? null : { by, until: iso(wish.mute.until), reason: wish.mute.reason } }
}

function fakeOperations(note: Note): OperationsApi {
  return {
    drafts: async () => ({ reports: [DRAFT], next: { period: '2026-03', at: '2026-04-01T01:00:00+08:00' }, coverage_below: 0.95 }),
    makeDraft: async (_context, period) =>
      note(`draft ${period}`, period === '2026-02' ? DRAFT : { refused: 'refused', detail: `"${period}" is not over` }),
    alarms: async (_context, state) => {
      const all: AlarmView[] = [ALARM, { ...ALARM, id: 'alarm-2', state: 'cleared', cleared: ALARM.raised }]
      return all.filter((alarm) => state === null || alarm.state === state)
    },
    acknowledgeAlarm: async ({ principal }, id, text) =>
      note(
        `acknowledge ${id} ${principal.key} ${text ?? ''}`,
        id === ALARM.id
          ? { ...ALARM, acknowledged: { by: principal.key, at: ALARM.raised, note: text } }
          : { refused: 'unknown-alarm', detail: `no alarm "${id}"` },
      ),
    actOnAlarm: async ({ principal }, id, wish) =>
      note(
        `act ${id} ${JSON.stringify(wish)}`,
        id === ALARM.id ? { ...ALARM, ...changeOf(wish, principal.key) } : { refused: 'unknown-alarm', detail: `no alarm "${id}"` },
      ),
    alarmRules: async () => ({
      rules: [RULE],
      maintenance: [{ points: ['park/*'], from: ALARM.raised, to: ALARM.raised, reason: 'new switchboard' }],
    }),
    changeAlarmRule: async ({ reason }, id, change) =>
      note(
        `rule ${id} ${JSON.stringify(change)} ${reason ?? ''}`,
        id === RULE.id ? { ...RULE, enabled: change.enabled ?? true } : { refused: 'unknown-rule', detail: `no alarm rule "${id}"` },
      ),
    findings: async (_context, { to, all }) =>
      note(`findings ${to ?? 'newest'} ${all}`, {
        from: '2026-02-24',
        to: to ?? '2026-03-02',
        computed: ['2026-03-02'],
        findings: [FINDING],
        total: 1,
        silent: [{ rule: 'irrigation-in-rain', missing: ['role rain'] }],
      }),
    actOnFinding: async (_context, id, wish) =>
      note(
        `finding ${id} ${JSON.stringify(wish)}`,
        id === FINDING.id ? FINDING : { refused: 'unknown-finding', detail: `no finding "${id}"` },
      ),
    notices: async () => [NOTICE],
    progress: async () => [{ id: 'rollup', name: 'rollup', state: 'running', done: 1, total: null, unit: 'point days', detail: '' }],
    metrics: async () => 'campus_up 1\n',
  }
}

const userOf = (user: Pick<UserInfo, 'name' | 'role' | 'site'>): UserInfo => ({
  ...user,
  state: 'invited',
  suspended: false,
  created_at: '2026-03-02T00:00:00.000Z',
  invitation_expires_at: '2026-03-09T00:00:00.000Z',
  factor: false,
})

const ACCOUNT = {
  principal: 'user anna',
  name: 'anna',
  role: 'viewer',
  site: null,
  factor: false,
  factor_required: false,
  recovery_left: 0,
} as const

function fakeAdministration(campus: Campus, note: Note): AdministrationApi {
  const items = [...LETTERS.values()].map(({ id, at, reason, detail, message }) => {
    return { id, at, reason, detail, topic: message.topic, bytes: message.payload.length }
  })
  const info = { created_at: '2026-03-02T00:00:00.000Z', name: null, revoked: false, suspended: false, last_used_at: null }
  return {
    deadLetters: async (_context, query) => note(`dead-letters ${JSON.stringify(query)}`, { total: LETTERS.size, evicted: 0, items }),
    deadLetter: async (_context, id) => LETTERS.get(id) ?? { refused: 'unknown-dead-letter' },
    replayDeadLetters: async (_context, { ids, reason }) => note(`replay ${String(ids)} ${reason ?? ''}`, { replayed: ids.length }),
    dropDeadLetters: async (_context, { ids, reason }) => note(`drop ${String(ids)} ${reason ?? ''}`, { dropped: ids.length }),
    importRows: async (_context, { point, rows, ...marks }) => {
      const more = Object.keys(marks).length === 0 ? '' : ` ${JSON.stringify(marks)}`
      return note(`import ${point} ${rows.length}${more}`, { accepted: rows.length, seq: 12, import: 'import-1' })
    },
    openImport: async (_context, { file, points }) => note(`open import ${file ?? ''} ${String(points)}`, { ...IMPORT, file, points }),
    finishImport: async (_context, id) => (id === IMPORT.id ? note(`finish ${id}`, IMPORT) : { refused: 'unknown-import' }),
    importFile: async (_context, { name, bytes, point, preview, options }) =>
      note(`file ${name} ${bytes.length} ${point ?? ''} ${preview} ${JSON.stringify(options)}`, REPORT),
    imports: async () => [IMPORT],
    undoImport: async (_context, id) =>
      id === IMPORT.id
        ? note(`undo ${id}`, { import: IMPORT, restored: 1, removed: 1, kept: [], seq: 13 })
        : { refused: 'unknown-import', detail: `no import "${id}"` },
    awaitStored: async (_context, { seq, rolledUp }) => note(`stored ${seq} ${rolledUp}`, true),
    rollUp: async (_context, span) => note(`rollup ${span?.from} ${span?.to}`, { points: 1, buckets: 2, different: 0 }),
    rebuild: async (_context, verify) => note(`rebuild ${verify}`, { points: 1, buckets: 2, different: 0 }),
    archive: async () => ARCHIVE,
    replayArchive: async (_context, { source }) =>
      note(`archive replay ${source ?? 'all'}`, { messages: 2, replayed: 1, next: null, until: 2, seq: 3, partsLeft: 0 }),
    forget: async (_context, { device, preview }) =>
      note(`forget ${device}${preview ? ' preview' : ''}`, { device, points: [], readings: 0, messages: 0, open: 0 }),
    clearForReplay: async (_context, { source }) => note(`archive clear ${source ?? 'all'}`, { points: 1 }),
    backup: async () => note('backup', { chunks: chunksOf('a backup') }),
    clearSimulation: async (_context, { from, to }) => note(`clear ${from} ${to}`, { points: campus.points.length }),
    users: async () => [],
    inviteUser: async (_context, user) => note(`invite ${user.name}`, { user: userOf(user), code: 'c0de' }),
    disableUser: async (_context, name) => note(`disable ${name}`, userOf({ name, role: 'viewer', site: null })),
    resetUser: async (_context, name) => note(`reset ${name}`, { user: userOf({ name, role: 'viewer', site: null }), code: 'c0de' }),
    resetFactor: async (_context, name) => note(`reset factor ${name}`, userOf({ name, role: 'viewer', site: null })),
    changeRole: async (_context, user) => note(`role ${user.name} ${user.role}`, userOf(user)),
    account: async () => ACCOUNT,
    changePassword: async () => note('change password', ACCOUNT),
    beginFactor: async () => note('begin factor', { secret: 'GEZDGNBV', uri: 'otpauth://totp/campus:anna?secret=GEZDGNBV' }),
    confirmFactor: async () => note('confirm factor', { ...ACCOUNT, recovery_codes: ['ABCD'] }),
    removeFactor: async () => note('remove factor', ACCOUNT),
    sessions: async () => [],
    endSession: async (_context, id) => note(`end ${id}`, { ended: id }),
    audit: async (_context, { limit }) => note(`audit ${limit}`, []),
    verifyAudit: async () => note('verify audit', { ok: true, events: 0, head: null, fault: null }),
    session: async ({ principal }) => principal,
    tokens: async () => [],
    createToken: async (_context, { role, site, expires }) =>
      note(`token ${role}`, { ...info, id: 't1', role, site, expires_at: expires === null ? null : iso(expires), token: 'cse_t1_x' }),
    revokeToken: async (_context, id) => note(`revoke ${id}`, { revoked: id }),
  }
}
