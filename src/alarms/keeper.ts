/** Keeps the alarms in the record log: an alarm is raised once, cleared when its cause ends, and acknowledged by a person. */

import type { Alarm, AlarmCode, Cause, Instant } from '../domain/index.ts'
import { createProjection, createSerialQueue } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import { applyAlarmRecord, type AlarmRecord, alarmChanges } from './lifecycle.ts'

export interface AlarmKeeper {
  /** All alarms, closed ones too, newest first. */
  list(): Promise<readonly Alarm[]>
  /** Raises and clears alarms: `examined` are the codes that were checked, `causes` those that hold now. */
  observe(examined: readonly AlarmCode[], causes: readonly Cause[]): Promise<void>
  /** Null when there is no such alarm. A second acknowledgement changes nothing. */
  acknowledge(id: string, by: string, note: string | null): Promise<Alarm | null>
}

export interface AlarmKeeperParts {
  readonly records: Records
  readonly clock: Clock
  /** Called after each change is on disk. */
  readonly onChange: (alarm: Alarm, change: AlarmRecord['type']) => Promise<void> | void
}

const STREAM = 'alarms'

export function createAlarmKeeper({ records, clock, onChange }: AlarmKeeperParts): AlarmKeeper {
  const alarms = new Map<string, Alarm>()
  // Serial on purpose: two overlapping decisions could raise the same alarm twice.
  const { run: inTurn } = createSerialQueue()

  function apply(id: string, at: Instant, body: AlarmRecord): Alarm | null {
    const alarm = applyAlarmRecord(alarms.get(id), id, at, body)
    if (alarm !== null) alarms.set(id, alarm)
    return alarm
  }

  const log = createProjection(records, STREAM, ({ id, at, body }) => void apply(id, at, body as AlarmRecord))

  async function write(id: string, body: AlarmRecord): Promise<Alarm | null> {
    const at = clock.now()
    await records.append(STREAM, id, at, body)
    await log.refresh()
    const alarm = alarms.get(id) ?? null
    if (alarm !== null) await onChange(alarm, body.type)
    return alarm
  }

  return {
    list: () =>
      inTurn(async () => {
        await log.refresh()
        return [...alarms.values()].toReversed()
      }),
    observe: (examined, causes) =>
      inTurn(async () => {
        await log.refresh()
        const { raise, clear } = alarmChanges(alarms.values(), examined, causes)
        for (const cause of raise) await write(`alarm-${alarms.size + 1}`, { type: 'raised', cause })
        for (const { id } of clear) await write(id, { type: 'cleared' })
      }),
    acknowledge: (id, by, note) =>
      inTurn(async () => {
        await log.refresh()
        const alarm = alarms.get(id) ?? null
        return alarm === null || alarm.acknowledged !== null ? alarm : write(id, { type: 'acknowledged', by, note })
      }),
  }
}
