/** Keeps the alarms in the record log: raised once, cleared when the cause is gone, acknowledged by somebody. */

import type { Alarm, AlarmCode, Cause, Instant } from '../domain/index.ts'
import { createProjection, createSerialQueue } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import { after, type AlarmRecord, changesFor } from './fold.ts'

export interface AlarmKeeper {
  /** All there ever were, newest first. */
  list(): Promise<readonly Alarm[]>
  /** What was looked for, and what of it holds now. */
  observe(looked: readonly AlarmCode[], causes: readonly Cause[]): Promise<void>
  /** Null when there is no such alarm. The first acknowledgement stays. */
  acknowledge(id: string, by: string, note: string | null): Promise<Alarm | null>
}

export interface KeeperParts {
  readonly records: Records
  readonly clock: Clock
  /** After each change is on disk. */
  readonly onChange: (alarm: Alarm, change: AlarmRecord['type']) => Promise<void> | void
}

const STREAM = 'alarms'

export function createAlarms({ records, clock, onChange }: KeeperParts): AlarmKeeper {
  const alarms = new Map<string, Alarm>()
  // Serial: what is decided is decided about what is recorded.
  const { run: alone } = createSerialQueue()

  function take(id: string, at: Instant, body: AlarmRecord): Alarm | null {
    const alarm = after(alarms.get(id), id, at, body)
    if (alarm !== null) alarms.set(id, alarm)
    return alarm
  }

  const log = createProjection(records, STREAM, ({ id, at, body }) => void take(id, at, body as AlarmRecord))

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
      alone(async () => {
        await log.refresh()
        return [...alarms.values()].toReversed()
      }),
    observe: (looked, causes) =>
      alone(async () => {
        await log.refresh()
        const { raise, clear } = changesFor(alarms.values(), looked, causes)
        for (const cause of raise) await write(`alarm-${alarms.size + 1}`, { type: 'raised', cause })
        for (const { id } of clear) await write(id, { type: 'cleared' })
      }),
    acknowledge: (id, by, note) =>
      alone(async () => {
        await log.refresh()
        const alarm = alarms.get(id) ?? null
        return alarm === null || alarm.acknowledged !== null ? alarm : write(id, { type: 'acknowledged', by, note })
      }),
  }
}
