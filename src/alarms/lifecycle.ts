/** The life of an alarm: its state after each record, and the records that bring the open alarms in line with the causes that hold now. Pure. */

import type { Alarm, AlarmCode, Cause, Instant } from '../domain/index.ts'

/** Body of a record of the stream; the id of the record is the alarm's. */
export type AlarmRecord =
  | { readonly type: 'raised'; readonly cause: Cause }
  | { readonly type: 'cleared' }
  | { readonly type: 'acknowledged'; readonly by: string; readonly note: string | null }

/** The alarm after one more record; null when it was never raised. */
export function applyAlarmRecord(alarm: Alarm | undefined, id: string, at: Instant, record: AlarmRecord): Alarm | null {
  if (record.type === 'raised') return { id, ...record.cause, raisedAt: at, clearedAt: null, acknowledged: null }
  if (alarm === undefined) return null
  if (record.type === 'cleared') return { ...alarm, clearedAt: at }
  return { ...alarm, acknowledged: { by: record.by, at, note: record.note } }
}

const keyOf = ({ code, subject }: { code: AlarmCode; subject: string }): string => `${code} ${subject}`

/** Alarms to raise and to clear. */
export interface AlarmChanges {
  readonly raise: readonly Cause[]
  readonly clear: readonly Alarm[]
}

/** `examined`: the codes that were checked; alarms with other codes stay as they are. A cause that has an open alarm raises no second one. */
export function alarmChanges(alarms: Iterable<Alarm>, examined: readonly AlarmCode[], causes: readonly Cause[]): AlarmChanges {
  const open = new Map<string, Alarm>()
  for (const alarm of alarms) if (alarm.clearedAt === null) open.set(keyOf(alarm), alarm)
  const holding = new Set(causes.map(keyOf))
  return {
    raise: causes.filter((cause) => !open.has(keyOf(cause))),
    clear: [...open.values()].filter((alarm) => examined.includes(alarm.code) && !holding.has(keyOf(alarm))),
  }
}
