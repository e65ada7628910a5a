/** What a stored portion is worth telling: once per portion, never per message. */

import { QUALITY_CODE } from '../domain/index.ts'
import type { Events, Metrics } from '../ports/index.ts'
import type { Portion } from './digest.ts'

function countBad(portion: Portion): number {
  const { quality, length } = portion.batch.rows
  let bad = 0
  for (let i = 0; i < length; i++) if (quality[i] === QUALITY_CODE.bad) bad += 1
  return bad
}

function lettersByReason(portion: Portion): Map<string, number> {
  const reasons = new Map<string, number>()
  for (const { reason } of portion.letters) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  return reasons
}

function counts(metrics: Metrics, portion: Portion, refused: number): void {
  const { tally, batch } = portion
  const bad = countBad(portion)
  metrics.count('messages_decoded', {}, tally.messages)
  if (batch.rows.length > 0) metrics.count('readings', { outcome: 'stored' }, batch.rows.length - refused)
  if (bad > 0) metrics.count('readings', { outcome: 'bad' }, bad)
  if (tally.pending > 0) metrics.count('readings', { outcome: 'pending' }, tally.pending)
  if (tally.untimed > 0) metrics.count('readings_untimed', {}, tally.untimed)
  for (const [type, n] of tally.events) metrics.count('wire_events', { type }, n)
  for (const [reason, n] of lettersByReason(portion)) metrics.count('dead_letters', { reason }, n)
  if (refused > 0) metrics.count('dead_letters', { reason: 'store-refused' }, refused)
}

export function report(to: { metrics: Metrics; events: Events }, portion: Portion, refused: number): void {
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
  if (tally.missing.size > 0) {
    const devices = Object.fromEntries(tally.missing)
    const count = [...tally.missing.values()].reduce((sum, n) => sum + n, 0)
    to.metrics.count('messages_missing', {}, Math.max(0, count))
    to.events.emit({
      code: 'messages-missing',
      level: count > 0 ? 'warn' : 'debug',
      detail: count > 0 ? `messages did not arrive, by the seq of ${Object.keys(devices)[0]}` : 'messages that were missing came after all',
      count,
      fields: { devices },
    })
  }
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
