/** Keeps the alarms in the record log: an alarm is raised once, cleared when its cause ends, and dealt with by people. */

import type { Alarm, AlarmCode, Cause, Instant } from '../domain/index.ts'
import { createProjection, createSerialQueue } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import type { WeighedCauses } from './judgement.ts'
import { type AlarmChanges, alarmChanges, alarmKey, type AlarmRecord, applyAlarmRecord, changesOf } from './lifecycle.ts'

/** What a person, or the escalation of the service, does to an alarm. */
export type AlarmAction = Exclude<AlarmRecord, { type: 'raised' } | { type: 'cleared' }>

export interface AlarmKeeper {
  /** All alarms, closed ones too, newest first. */
  list(): Promise<readonly Alarm[]>
  /** Raises and clears alarms: `examined` are the codes that were checked, `causes` those that hold now. */
  observe(examined: readonly AlarmCode[], causes: readonly Cause[]): Promise<void>
  /** The same for alarms of rules. `plan`: the rules that are in force; alarms of any other rule are over. */
  judge(weighed: WeighedCauses, plan: ReadonlySet<string>): Promise<void>
  /** Null when there is no such alarm. A second acknowledgement or escalation changes nothing. */
  act(id: string, action: AlarmAction): Promise<Alarm | null>
}

export interface AlarmKeeperParts {
  readonly records: Records
  readonly clock: Clock
  /** Called after each change is on disk. */
  readonly onChange: (alarm: Alarm, change: AlarmRecord['type']) => Promise<void> | void
}

const STREAM = 'alarms'

const isDone = (alarm: Alarm, { type }: AlarmAction): boolean =>
  (type === 'acknowledged' && alarm.acknowledged !== null) || (type === 'escalated' && alarm.escalatedAt !== null)

export function createAlarmKeeper({ records, clock, onChange }: AlarmKeeperParts): AlarmKeeper {
  const alarms = new Map<string, Alarm>()
  // Serial on purpose: two overlapping decisions could raise the same alarm twice.
  const { run: inTurn } = createSerialQueue()

  function apply(id: string, at: Instant, body: AlarmRecord): void {
    const alarm = applyAlarmRecord(alarms.get(id), id, at, body)
    if (alarm !== null) alarms.set(id, alarm)
  }

  const log = createProjection(records, STREAM, ({ id, at, body }) => apply(id, at, body as AlarmRecord))

  async function write(id: string, body: AlarmRecord): Promise<Alarm | null> {
    const at = clock.now()
    await records.append(STREAM, id, at, body)
    await log.refresh()
    const alarm = alarms.get(id) ?? null
    if (alarm !== null) await onChange(alarm, body.type)
    return alarm
  }

  /** Raises first: an alarm that takes others over has its id when they end. */
  async function carryOut({ raise, clear }: AlarmChanges, intoOf: (alarm: Alarm) => string | undefined): Promise<void> {
    for (const cause of raise) await write(`alarm-${alarms.size + 1}`, { type: 'raised', cause })
    for (const alarm of clear) {
      const into = intoOf(alarm)
      await write(alarm.id, { type: 'cleared', ...(into === undefined ? {} : { into }) })
    }
  }

  function openByKey(key: string | undefined): string | undefined {
    return key === undefined ? undefined : [...alarms.values()].find((a) => a.clearedAt === null && alarmKey(a) === key)?.id
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
        await carryOut(alarmChanges(alarms.values(), examined, causes), () => undefined)
      }),
    judge: ({ firing, pending, undecided, folded, rules }, plan) =>
      inTurn(async () => {
        await log.refresh()
        // An open alarm whose cause has begun again goes on: its hold-off runs, but it has not been over.
        const holding = new Set(pending.map(alarmKey))
        const mayClear = (alarm: Alarm): boolean => {
          if (alarm.rule === undefined) return false
          if (!plan.has(alarm.rule)) return true
          return rules.has(alarm.rule) && !undecided.has(alarmKey(alarm)) && !holding.has(alarmKey(alarm))
        }
        await carryOut(changesOf(alarms.values(), firing, mayClear), (alarm) => openByKey(folded.get(alarmKey(alarm))))
      }),
    act: (id, action) =>
      inTurn(async () => {
        await log.refresh()
        const alarm = alarms.get(id) ?? null
        return alarm === null || isDone(alarm, action) ? alarm : write(id, action)
      }),
  }
}
