/** Alarms as their records tell them, and what has to be recorded so that they agree with what holds now. Pure. */

import type { Alarm, AlarmCode, Cause, Instant } from '../domain/index.ts'

/** Body of a record of the stream; its id is the alarm's. */
export type AlarmRecord =
  | { readonly type: 'raised'; readonly cause: Cause }
  | { readonly type: 'cleared' }
  | { readonly type: 'acknowledged'; readonly by: string; readonly note: string | null }

/** The alarm after one more record; null for one that was never raised. */
export function after(alarm: Alarm | undefined, id: string, at: Instant, record: AlarmRecord): Alarm | null {
  if (record.type === 'raised') return { id, ...record.cause, raisedAt: at, clearedAt: null, acknowledged: null }
  if (alarm === undefined) return null
  if (record.type === 'cleared') return { ...alarm, clearedAt: at }
  return { ...alarm, acknowledged: { by: record.by, at, note: record.note } }
}

const keyOf = ({ code, subject }: { code: AlarmCode; subject: string }): string => `${code} ${subject}`

export interface Changed {
  readonly raise: readonly Cause[]
  readonly clear: readonly Alarm[]
}

/** `looked` are the codes that were examined: alarms of others stay as they are. A cause that holds on raises nothing again. */
export function changesFor(alarms: Iterable<Alarm>, looked: readonly AlarmCode[], causes: readonly Cause[]): Changed {
  const open = new Map<string, Alarm>()
  for (const alarm of alarms) if (alarm.clearedAt === null) open.set(keyOf(alarm), alarm)
  const holding = new Set(causes.map(keyOf))
  return {
    raise: causes.filter((cause) => !open.has(keyOf(cause))),
    clear: [...open.values()].filter((alarm) => looked.includes(alarm.code) && !holding.has(keyOf(alarm))),
  }
}
