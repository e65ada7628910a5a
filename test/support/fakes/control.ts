/** Control over a plan, in memory: the real controller, a broker that notes what it is given, devices that are online. */

import { createControl } from '../../../src/app/control/control.ts'
import type { ControlApi } from '../../../src/app/control/api.ts'
import { Controller } from '../../../src/control/controller.ts'
import { indexPlan, type PlanIndex } from '../../../src/control/plan-index.ts'
import {
  calendarOf,
  type CommandValue,
  type ControlPlan,
  type DeviceCommand,
  instant,
  type StateInquiry,
} from '../../../src/domain/index.ts'
import type { Clock, LatestReading, Records } from '../../../src/ports/index.ts'
import { createHandClock } from './clock.ts'
import { createEventLog, createMetricLog, type EventLog } from './events.ts'
import { createMemoryRecords } from './memory-records.ts'
import { actuatorOf, planOf } from '../fixtures/control-plans.ts'

export interface ControlRig {
  readonly api: ControlApi
  readonly controller: Controller
  /** Commands on the wire, in order. */
  readonly sent: readonly (DeviceCommand & { readonly at: number })[]
  /** When the service asked for a state, epoch ms. */
  readonly inquired: readonly number[]
  /** Devices that are offline. */
  readonly offline: Set<string>
  readonly events: EventLog
  readonly records: Records
  /** A reading that the service has just stored. */
  read(point: string, value: number | boolean): void
  /** From now on the broker takes nothing, for this reason. */
  refuseSending(reason: string): void
  /** What the actuators were commanded last. */
  lastOf(device: string): CommandValue | undefined
}

const LAMP = actuatorOf('lab/lamp', { confirm: 'lab/lamp/switch' })

export function controlOf(
  wish: { clock?: Clock; plan?: ControlPlan; records?: Records; time?: Partial<PlanIndex['time']>; inquiry?: StateInquiry } = {},
): ControlRig {
  const { clock = createHandClock(), records = createMemoryRecords(), inquiry } = wish
  const plan = wish.plan ?? planOf([LAMP], [{ id: 'day', kind: 'slots', slots: { '07:00': true, '19:00': false } }])
  const time = { zone: 'Asia/Shanghai', calendar: calendarOf('CN'), location: null, seasons: {}, tariffs: [], ...wish.time }
  const index = indexPlan(plan, time)
  const [sent, offline, events] = [[] as (DeviceCommand & { at: number })[], new Set<string>(), createEventLog()]
  const inquired: number[] = []
  const latest = new Map<string, LatestReading>()
  let last: DeviceCommand | null = null
  let refusal: string | null = null
  const controller = new Controller({
    records,
    clock,
    events,
    metrics: createMetricLog(),
    broker: {
      async publish(topic) {
        if (refusal !== null) throw new Error(refusal)
        if (topic === inquiry?.message.topic) {
          inquired.push(clock.now())
          return
        }
        if (last !== null) sent.push({ ...last, at: clock.now() })
      },
    },
    index: () => index,
    latest: () => latest,
    isOnline: ({ command }) => !offline.has(command.device),
    encode(command) {
      last = command
      const message = { topic: command.device, payload: new Uint8Array(), qos: 1, retain: false } as const
      return { result: 'message', message, ...(inquiry === undefined ? {} : { inquiry }) }
    },
  })
  return {
    api: createControl({ controller, index: () => index }),
    controller,
    sent,
    inquired,
    offline,
    events,
    records,
    read(point, value) {
      const reading: LatestReading = { point, value: Number(value), time: instant(clock.now()), quality: 'good' }
      latest.set(point, reading)
      controller.onReadings([reading])
    },
    refuseSending: (reason) => void (refusal = reason),
    lastOf: (device) => sent.findLast((c) => c.device === device)?.value,
  }
}
