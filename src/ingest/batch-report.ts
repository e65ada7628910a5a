/** Metrics and events of a stored batch: once for each batch, never for each message. */

import { type MessageGap, QUALITY_CODE } from '../domain/index.ts'
import type { Events, Metrics } from '../ports/index.ts'
import type { DecodedBatch } from './decode-buffer.ts'

function countBad({ batch }: DecodedBatch): number {
  const { quality, length } = batch.rows
  let bad = 0
  for (let i = 0; i < length; i++) if (quality[i] === QUALITY_CODE.bad) bad += 1
  return bad
}

function lettersByReason({ letters }: DecodedBatch): Map<string, number> {
  const reasons = new Map<string, number>()
  for (const { reason } of letters) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  return reasons
}

function countBatch(metrics: Metrics, decoded: DecodedBatch, refused: number): void {
  const { stats, batch, deviceEvents } = decoded
  const bad = countBad(decoded)
  metrics.count('messages_decoded', {}, stats.messages)
  if (batch.rows.length > 0) metrics.count('readings', { outcome: 'stored' }, batch.rows.length - refused)
  if (bad > 0) metrics.count('readings', { outcome: 'bad' }, bad)
  if (stats.pending > 0) metrics.count('readings', { outcome: 'pending' }, stats.pending)
  for (const reason of ['absent', 'rejected'] as const)
    if (stats.untimed[reason] > 0) metrics.count('readings_untimed', { reason }, stats.untimed[reason])
  if (stats.unsequenced > 0) metrics.count('messages_uncounted', {}, stats.unsequenced)
  for (const [type, n] of stats.events) metrics.count('wire_events', { type }, n)
  for (const [type, n] of Object.entries(deviceEvents.dropped)) metrics.count('device_events_dropped', { type }, n)
  for (const [reason, n] of lettersByReason(decoded)) metrics.count('dead_letters', { reason }, n)
  if (refused > 0) metrics.count('dead_letters', { reason: 'store-refused' }, refused)
}

export function reportBatch(to: { metrics: Metrics; events: Events }, decoded: DecodedBatch, refused: number): void {
  const { letters, stats, deviceEvents } = decoded
  countBatch(to.metrics, decoded, refused)
  const first = letters[0]
  if (first)
    to.events.emit({
      code: 'dead-letter',
      level: 'warn',
      detail: first.detail,
      reason: first.reason,
      count: letters.length,
      fields: { topic: first.message.topic },
    })
  if (refused > 0)
    to.events.emit({ code: 'dead-letter', level: 'warn', detail: 'the store refused readings', reason: 'store-refused', count: refused })
  if (deviceEvents.gaps.length > 0) reportGaps(to, deviceEvents.gaps)
  if (stats.timeRejected !== null) {
    to.events.emit({ code: 'time-rejected', level: 'warn', detail: stats.timeRejected, count: stats.events.get('time-rejected') ?? 1 })
  }
  if (stats.freshPending > 0) {
    to.events.emit({
      code: 'device-pending',
      level: 'info',
      detail: 'new devices or fields wait among the discoveries',
      count: stats.freshPending,
    })
  }
}

function reportGaps({ metrics, events }: { metrics: Metrics; events: Events }, gaps: readonly MessageGap[]): void {
  const lost = gaps.reduce((n, gap) => n + Math.max(0, gap.messages), 0)
  const late = gaps.reduce((n, gap) => n + Math.max(0, -gap.messages), 0)
  if (lost > 0) metrics.count('messages_missing', {}, lost)
  if (late > 0) metrics.count('messages_late', {}, late)
  const first = gaps.find((gap) => gap.messages > 0)
  events.emit({
    code: 'messages-missing',
    level: first === undefined ? 'debug' : 'warn',
    detail: first === undefined ? 'messages that were missing came after all' : `messages did not arrive, by the seq of ${first.device}`,
    count: lost - late,
    fields: { missing: gaps },
  })
}
