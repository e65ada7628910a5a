/**
 * The order of messages of an edge node (Sparkplug B 3.0, 5.11 and 6.4.3): `seq` runs 0 .. 255 over all its messages. A number that is missing longer
 * than the reorder timeout makes the host ask for the births again; it asks an edge node once a minute at most.
 */

import { instant, MINUTE, SECOND } from '../../../domain/index.ts'
import type { DecodeOutput } from '../../codec.ts'
import type { RawMessage } from '../../../domain/index.ts'
import type { Edge } from './edges.ts'

const NUMBERS = 256
/** What is missing for longer than this is lost. */
const REORDER_TIMEOUT = 5 * SECOND
const REQUEST_EVERY = MINUTE
/** More than half a round back is ahead. */
const HALF = NUMBERS / 2

export interface OrderedMessage {
  readonly name: string
  readonly edge: Edge
  readonly message: RawMessage
  readonly out: DecodeOutput
}

/** An event that the host turns into NCMD `Node Control/Rebirth`; never for messages that are decoded again. */
export function requestRebirth({ name, edge, message, out }: OrderedMessage): void {
  const { receivedAt, replayed } = message
  if (replayed !== undefined) return
  if (edge.requestedAt !== null && receivedAt - edge.requestedAt < REQUEST_EVERY && receivedAt >= edge.requestedAt) return
  edge.requestedAt = receivedAt
  out.events.push({ type: 'ncmd-rebirth', device: name })
}

function fillHole({ name, edge, out }: OrderedMessage, seq: number): boolean {
  const { hole } = edge
  if (hole === null || !hole.missing.includes(seq)) return false
  const missing = hole.missing.filter((n) => n !== seq)
  edge.hole = missing.length === 0 ? null : { ...hole, missing }
  out.events.push({ type: 'seq-late', device: name, seq, span: { from: instant(hole.from), to: instant(hole.since) } })
  return true
}

function openHole({ name, edge, message, out }: OrderedMessage, seq: number, ahead: number): void {
  const { receivedAt } = message
  const from = Math.min(edge.seenAt, receivedAt)
  const missing = Array.from({ length: ahead }, (_, i) => (seq - ahead + i + NUMBERS) % NUMBERS)
  edge.hole = {
    missing: [...(edge.hole?.missing ?? []), ...missing].slice(-NUMBERS),
    since: edge.hole?.since ?? receivedAt,
    from: edge.hole?.from ?? from,
  }
  out.events.push({ type: 'seq-gap', device: name, seq, missing: ahead, span: { from: instant(from), to: receivedAt } })
}

/** A birth of the edge node begins a new count. */
export function beginOrder({ edge, message }: OrderedMessage, seq: number | null): void {
  edge.seq = seq ?? 0
  edge.hole = null
  edge.seenAt = message.receivedAt
}

/** Counts the message. Retained ones, and those that are decoded again, have no place in the order. */
export function followOrder(ordered: OrderedMessage, seq: number | null): void {
  const { edge, message } = ordered
  if (message.retain || message.replayed !== undefined || seq === null || seq >= NUMBERS) return
  ordered.out.sequenced = true
  if (edge.seq === null) edge.seq = seq
  else if (!fillHole(ordered, seq)) {
    const ahead = (seq - edge.seq - 1 + NUMBERS) % NUMBERS
    if (ahead > 0 && ahead < HALF) openHole(ordered, seq, ahead)
    else if (ahead === NUMBERS - 1) return
    edge.seq = ahead < HALF ? seq : edge.seq
  }
  if (edge.hole !== null && message.receivedAt - edge.hole.since > REORDER_TIMEOUT) {
    edge.hole = null
    requestRebirth(ordered)
  }
  edge.seenAt = Math.max(edge.seenAt, message.receivedAt)
}
