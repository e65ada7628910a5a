/** What a stored portion is worth telling: once per portion, never per message. */

import { type MessageGap, QUALITY_CODE } from '../domain/index.ts'
import type { Events, Metrics } from '../ports/index.ts'
import type { DecodedBatch } from './decode-buffer.ts'

function countBad(portion: DecodedBatch): number {
  const { quality, length } = portion.batch.rows
  let bad = 0
  for (let i = 0; i < length; i++) if (quality[i] === QUALITY_CODE.bad) bad += 1
  return bad
}

function lettersByReason(portion: DecodedBatch): Map<string, number> {
  const reasons = new Map<string, number>()
  for (const { reason } of portion.letters) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  return reasons
}

function counts(metrics: Metrics, portion: DecodedBatch, refused: number): void {
  const { tally, batch } = portion
  const bad = countBad(portion)
  metrics.count('messages_decoded', {}, tally.messages)
  if (batch.rows.length > 0) metrics.count('readings', { outcome: 'stored' }, batch.rows.length - refused)
  if (bad > 0) metrics.count('readings', { outcome: 'bad' }, bad)
  if (tally.pending > 0) metrics.count('readings', { outcome: 'pending' }, tally.pending)
  for (const reason of ['absent', 'rejected'] as const)
    if (tally.untimed[reason] > 0) metrics.count('readings_untimed', { reason }, tally.untimed[reason])
  if (tally.uncounted > 0) metrics.count('messages_uncounted', {}, tally.uncounted)
  for (const [type, n] of tally.events) metrics.count('wire_events', { type }, n)
  for (const [reason, n] of lettersByReason(portion)) metrics.count('dead_letters', { reason }, n)
  if (refused > 0) metrics.count('dead_letters', { reason: 'store-refused' }, refused)
}

export function reportBatch(to: { metrics: Metrics; events: Events }, portion: DecodedBatch, refused: number): void {
  const { letters, tally } = portion
  counts(to.metrics, portion, refused)
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
  if (tally.missing.length > 0) reportMissing(to, tally.missing)
  if (tally.timeRejected !== null) {
    to.events.emit({ code: 'time-rejected', level: 'warn', detail: tally.timeRejected, count: tally.events.get('time-rejected') ?? 1 })
  }
  if (tally.freshPending > 0) {
    to.events.emit({
      code: 'device-pending',
      level: 'info',
      detail: 'new devices or fields wait among the discoveries',
      count: tally.freshPending,
    })
  }
}

/** What is missing was known before the service ended: it goes on being so, and is counted once. */
export function reportRecalled(events: Events, missing: readonly MessageGap[]): void {
  if (missing.length > 0)
    events.emit({ code: 'messages-missing', level: 'debug', detail: 'messages that were missing before the start', fields: { missing } })
}

function reportMissing({ metrics, events }: { metrics: Metrics; events: Events }, missing: readonly MessageGap[]): void {
  const lost = missing.reduce((n, m) => n + Math.max(0, m.messages), 0)
  const late = missing.reduce((n, m) => n + Math.max(0, -m.messages), 0)
  if (lost > 0) metrics.count('messages_missing', {}, lost)
  if (late > 0) metrics.count('messages_late', {}, late)
  const first = missing.find((m) => m.messages > 0)
  events.emit({
    code: 'messages-missing',
    level: first === undefined ? 'debug' : 'warn',
    detail: first === undefined ? 'messages that were missing came after all' : `messages did not arrive, by the seq of ${first.device}`,
    count: lost - late,
    fields: { missing },
  })
}
