/** Whether the time that a device gives is believed: one rule for all conventions. */

import { type Instant, instant, type RawMessage } from '../../domain/index.ts'
import { type DecodeOutput, quote } from '../codec.ts'
import type { NewestTimes } from './newest-times.ts'
import { isBelievable, timeFault, type TimeForm } from './time.ts'

/** What a source believes. */
export interface TimeLimits {
  /** `accept_since`, epoch ms. */
  readonly since: number
  /** `accept_within`; null: no limit. */
  readonly newest: NewestTimes | null
}

/** A time as it stood in the message. */
export interface DeviceTime {
  readonly raw: unknown
  /** Epoch ms; null: not readable. */
  readonly time: number | null
  readonly form: TimeForm
  /** Null: the message has not named it yet. */
  readonly device: string | null
  /** One of several times of a device in one message: history may be as old as it likes. */
  readonly batch: boolean
}

function faultOf({ raw, time, form, device, batch }: DeviceTime, { since, newest }: TimeLimits, message: RawMessage): string | null {
  if (time === null) return timeFault(raw, form)
  if (!isBelievable(time, message.receivedAt, since)) return 'not believable'
  if (newest === null || device === null || batch || message.replayed !== undefined) return null
  return newest.isWithin(device, instant(time))
    ? null
    : 'not believable: older than accept_within allows before the newest time of the device'
}

/** The time, or null with an event. */
export function acceptTime(given: DeviceTime, limits: TimeLimits, message: RawMessage, out: DecodeOutput): Instant | null {
  const { raw, time, device } = given
  const fault = faultOf(given, limits, message)
  if (fault === null) {
    const at = instant(time ?? 0)
    if (device !== null && message.replayed === undefined) limits.newest?.trust(device, at)
    return at
  }
  out.events.push({ type: 'time-rejected', device, detail: `the device time ${quote(raw)} is ${fault}` })
  return null
}
