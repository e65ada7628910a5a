/** The job that looks for causes of alarms, has them raised and cleared, and queues the notices of both. */

import type { AlarmKeeper } from '../../alarms/keeper.ts'
import { type Alarm, type AlarmCode, type AlarmRule, type Cause, type Instant, isMuted } from '../../domain/index.ts'
import type { BackupKeeper } from '../../jobs/backup-keeper.ts'
import type { Drafter } from '../../jobs/drafter.ts'
import type { Courier } from '../../notifications/courier.ts'
import { noticeOfAlarm, noticeOfEscalation } from '../../notifications/wording.ts'
import type { RuleWatch } from '../alarms/rule-watch.ts'
import type { RestatementWatch } from '../closing/restatement-watch.ts'
import type { AppParts, AppState } from '../context.ts'
import { createHoldOff, findCoverageCauses, findHolidayCauses, findMachineCauses, findNoticeCauses } from './alarm-causes.ts'
import { findBackupCauses } from './backups/backup-causes.ts'
import { senderOf } from './drafter.ts'
import type { Losses } from './losses.ts'

/** What control finds in its log. */
export interface ControlCauses {
  findCauses(): Promise<readonly Cause[]>
}

export interface AlarmWatchParts {
  readonly parts: AppParts
  readonly state: AppState
  readonly losses: Losses
  readonly control: ControlCauses
  readonly alarms: AlarmKeeper
  readonly drafter: Pick<Drafter, 'list'>
  readonly courier: Courier
  readonly rules: Pick<RuleWatch, 'run'>
  readonly backups: Pick<BackupKeeper, 'state'>
  readonly restatements: Pick<RestatementWatch, 'findCauses'>
}

/** A fault of the machine raises an alarm, and its end clears it, once it has lasted this long. */
const HOLD_OFF_MS = 60_000
/** Codes that every run decides at once. */
const WITHOUT_HOLD_OFF: readonly AlarmCode[] = [
  'holidays-unknown',
  'coverage-low',
  'notice-lost',
  'messages-dropped',
  'messages-missing',
  'commands-expire',
  'override-left-on',
  'backup-missing',
  'restatement-pending',
]
/** `coverage-low` is part of the notice of the draft; a notice about a channel that fails would not arrive. */
const WITHOUT_NOTICE: ReadonlySet<AlarmCode> = new Set(['coverage-low', 'notice-lost'])

export function createAlarmWatch(watch: AlarmWatchParts): () => Promise<void> {
  const { parts, state, losses, control, alarms, drafter, courier, rules, backups, restatements } = watch
  const { clock, messengers } = parts
  const holdOff = createHoldOff(HOLD_OFF_MS)
  const channels = messengers.map((m) => m.channel)
  return async () => {
    const { storeFault, rollupFault, config, campus } = state
    const [journal, broker] = [parts.journal.state(), parts.broker?.state() ?? null]
    const faults = findMachineCauses({ ingest: config.roles.includes('ingest'), journal, broker, storeFault, rollupFault })
    await losses.observeBroker(broker)
    const machine = holdOff(faults, clock.monotonic())
    const causes = [
      ...machine.causes,
      ...losses.findCauses(),
      ...(await control.findCauses()),
      ...findHolidayCauses(campus, clock.now()),
      ...findCoverageCauses(await drafter.list(), config.notify.coverageBelow),
      ...findBackupCauses(await backups.state(), config.backup.alarmAfterMs, clock.now()),
      ...restatements.findCauses(),
      ...findNoticeCauses(await courier.list(), channels),
    ]
    await alarms.observe([...machine.codes, ...WITHOUT_HOLD_OFF], causes)
    await rules.run()
    for (const alarm of findEscalations(await alarms.list(), state.config.alarms.rules, clock.now()))
      await alarms.act(alarm.id, { type: 'escalated' })
    await queueNotices({ alarms: await alarms.list(), courier, campus: senderOf(state).campus, now: clock.now() })
  }
}

/** Open alarms that nobody has acknowledged for as long as their rule allows; a muted one waits. */
export function findEscalations(alarms: readonly Alarm[], rules: readonly AlarmRule[], now: Instant): readonly Alarm[] {
  const limits = new Map(rules.map((rule) => [rule.id, rule.escalate]))
  return alarms.filter((alarm) => {
    const limit = alarm.rule === undefined ? null : (limits.get(alarm.rule) ?? null)
    const isWaiting = alarm.clearedAt === null && alarm.acknowledged === null && alarm.escalatedAt === null && !isMuted(alarm, now)
    return limit !== null && isWaiting && now - alarm.raisedAt >= limit
  })
}

interface QueueParts {
  readonly alarms: readonly Alarm[]
  readonly courier: Courier
  readonly campus: string
  readonly now: Instant
}

/**
 * Queues the notices that are missing, from the records alone: a process that ended between raising an alarm and queueing its notice makes up
 * for it at the next run. The end of an alarm is announced only where its beginning was, and not where another alarm goes on in its place.
 */
async function queueNotices({ alarms, courier, campus, now }: QueueParts): Promise<void> {
  const queued = new Set((await courier.list()).map((d) => d.notice.id))
  for (const alarm of alarms) {
    if (WITHOUT_NOTICE.has(alarm.code) || isMuted(alarm, now) || alarm.foldedInto !== null) continue
    const [raised, current] = [noticeOfAlarm({ ...alarm, clearedAt: null }, campus), noticeOfAlarm(alarm, campus)]
    if (!queued.has(current.id) && (alarm.clearedAt === null || queued.has(raised.id))) await courier.queue(current)
    const again = noticeOfEscalation(alarm, campus)
    if (again !== null && alarm.clearedAt === null && !queued.has(again.id)) await courier.queue(again)
  }
}
