/** The life of an alarm: its state after each record, and the records that bring the open alarms in line with the causes that hold now. Pure. */

import type { Alarm, AlarmCode, Cause, Instant } from '../domain/index.ts'

/** Body of a record of the stream; the id of the record is the alarm's. */
export type AlarmRecord =
  | { readonly type: 'raised'; readonly cause: Cause }
  /** `into`: the alarm that took it over. */
  | { readonly type: 'cleared'; readonly into?: string }
  | { readonly type: 'acknowledged'; readonly by: string; readonly note: string | null }
  | { readonly type: 'commented'; readonly by: string; readonly text: string }
  /** Null: nobody looks after it. */
  | { readonly type: 'assigned'; readonly by: string; readonly owner: string | null }
  /** A mute that is over at once ends the one before. */
  | { readonly type: 'muted'; readonly by: string; readonly until: Instant; readonly reason: string | null }
  | { readonly type: 'escalated' }

const FRESH = { clearedAt: null, acknowledged: null, owner: null, comments: [], mute: null, escalatedAt: null, foldedInto: null } as const

/** The alarm after one more record; null when it was never raised. */
export function applyAlarmRecord(alarm: Alarm | undefined, id: string, at: Instant, record: AlarmRecord): Alarm | null {
  if (record.type === 'raised') return { id, ...record.cause, raisedAt: at, ...FRESH }
  return alarm === undefined ? null : { ...alarm, ...changeBy(alarm, at, record) }
}

function changeBy(alarm: Alarm, at: Instant, record: Exclude<AlarmRecord, { type: 'raised' }>): Partial<Alarm> {
  switch (record.type) {
    case 'cleared':
      return { clearedAt: at, foldedInto: record.into ?? null }
    case 'acknowledged':
      return { acknowledged: { by: record.by, at, note: record.note } }
    case 'commented':
      return { comments: [...alarm.comments, { by: record.by, at, text: record.text }] }
    case 'assigned':
      return { owner: record.owner }
    case 'muted':
      return { mute: { by: record.by, at, until: record.until, reason: record.reason } }
    case 'escalated':
      return { escalatedAt: at }
  }
}

/** Identity of an alarm: two causes with the same key are one. */
export function alarmKey({ code, subject, rule }: Pick<Cause, 'code' | 'subject' | 'rule'>): string {
  return JSON.stringify([code, subject, rule ?? ''])
}

/** Alarms to raise and to clear. */
export interface AlarmChanges {
  readonly raise: readonly Cause[]
  readonly clear: readonly Alarm[]
}

/** `examined`: the codes that were checked; alarms with other codes stay as they are. A cause that has an open alarm raises no second one. */
export function alarmChanges(alarms: Iterable<Alarm>, examined: readonly AlarmCode[], causes: readonly Cause[]): AlarmChanges {
  return changesOf(alarms, causes, (alarm) => alarm.rule === undefined && examined.includes(alarm.code))
}

/** `mayClear`: whether an alarm whose cause is not among `causes` was examined, and so is over. */
export function changesOf(alarms: Iterable<Alarm>, causes: readonly Cause[], mayClear: (alarm: Alarm) => boolean): AlarmChanges {
  const open = new Map<string, Alarm>()
  for (const alarm of alarms) if (alarm.clearedAt === null) open.set(alarmKey(alarm), alarm)
  const holding = new Set(causes.map(alarmKey))
  return {
    raise: causes.filter((cause) => !open.has(alarmKey(cause))),
    clear: [...open.values()].filter((alarm) => !holding.has(alarmKey(alarm)) && mayClear(alarm)),
  }
}
