/** The job that looks for causes of alarms, has them raised and cleared, and queues the notices of both. */

import type { AlarmKeeper } from '../../alarms/keeper.ts'
import type { Alarm, AlarmCode } from '../../domain/index.ts'
import type { BackupKeeper } from '../../jobs/backup-keeper.ts'
import type { Drafter } from '../../jobs/drafter.ts'
import type { Courier } from '../../notifications/courier.ts'
import { noticeOfAlarm } from '../../notifications/wording.ts'
import type { AppParts, AppState } from '../context.ts'
import { createHoldOff, findCoverageCauses, findHolidayCauses, findMachineCauses, findNoticeCauses } from './alarm-causes.ts'
import { findBackupCauses } from './backups/backup-causes.ts'
import { senderOf } from './drafter.ts'
import type { Losses } from './losses.ts'

export interface AlarmWatchParts {
  readonly parts: AppParts
  readonly state: AppState
  readonly losses: Losses
  readonly alarms: AlarmKeeper
  readonly drafter: Pick<Drafter, 'list'>
  readonly courier: Courier
  readonly backups: Pick<BackupKeeper, 'state'>
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
  'backup-missing',
]
/** `coverage-low` is part of the notice of the draft; a notice about a channel that fails would not arrive. */
const WITHOUT_NOTICE: ReadonlySet<AlarmCode> = new Set(['coverage-low', 'notice-lost'])

export function createAlarmWatch({ parts, state, losses, alarms, drafter, courier, backups }: AlarmWatchParts): () => Promise<void> {
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
      ...findHolidayCauses(campus, clock.now()),
      ...findCoverageCauses(await drafter.list(), config.notify.coverageBelow),
      ...findBackupCauses(await backups.state(), config.backup.alarmAfterMs, clock.now()),
      ...findNoticeCauses(await courier.list(), channels),
    ]
    await alarms.observe([...machine.codes, ...WITHOUT_HOLD_OFF], causes)
    await queueNotices(await alarms.list(), courier, senderOf(state).campus)
  }
}

/**
 * Queues the notices that are missing, from the records alone: a process that ended between raising an alarm and queueing its notice makes up
 * for it at the next run. The end of an alarm is announced only where its beginning was.
 */
async function queueNotices(alarms: readonly Alarm[], courier: Courier, campus: string): Promise<void> {
  const queued = new Set((await courier.list()).map((d) => d.notice.id))
  for (const alarm of alarms) {
    if (WITHOUT_NOTICE.has(alarm.code)) continue
    const [raised, current] = [noticeOfAlarm({ ...alarm, clearedAt: null }, campus), noticeOfAlarm(alarm, campus)]
    if (!queued.has(current.id) && (alarm.clearedAt === null || queued.has(raised.id))) await courier.queue(current)
  }
}
