/**
 * Gaps in the `seq` of native devices: what a device sent and nobody got. A count may begin anew at 0, messages come twice and out of order;
 * the time of the device tells these apart: nothing that is older than the newest message makes a gap or a restart. Without a time the order of
 * arrival has to do. In doubt there is no gap: one that is told wrongly sends people looking for a fault that is none.
 */

import type { Instant } from '../../../domain/index.ts'
import type { DecodeOutput } from '../../codec.ts'

/** What a message says of its place among the messages of its device. */
export interface SequencedMessage {
  readonly seq: number
  /** Of the device, or of arrival where it gave none that is believed. */
  readonly time: Instant
  readonly timed: boolean
}

export interface Sequence {
  /** Compares with the device's last `seq`: a gap becomes an event, and another one when a straggler fills it. */
  note(device: string, counted: SequencedMessage, out: DecodeOutput): void
}

/** Counts that are missing, first and last, between two messages that came. `span` stays when stragglers split the gap. */
interface Gap {
  readonly first: number
  readonly last: number
  readonly span: { readonly from: Instant; readonly to: Instant }
}

interface Count {
  last: number
  /** Of the newest message. */
  time: Instant
  /** Whether any had a time of its own: then `time` is one. */
  timed: boolean
  gaps: readonly Gap[]
  /** The count before a restart that only the order of arrival tells, and where the new one began. */
  former: { readonly last: number; readonly began: number } | null
}

const DEVICES_KEPT = 50_000
/** Of each device, the latest; what is in older ones is not taken back any more. */
const GAPS_KEPT = 64
/** Without times, a message that comes up to this many late is out of order, not a restart. */
const LATE = 32

function gap(device: string, count: Count, { seq, time }: SequencedMessage, out: DecodeOutput): void {
  const span = { from: count.time, to: time < count.time ? count.time : time }
  const missing = seq - count.last - 1
  const detail = `expected ${count.last + 1}, got ${seq}: ${missing} missing`
  out.events.push({ type: 'seq-gap', device, detail, missing, span })
  count.gaps = [...count.gaps, { first: count.last + 1, last: seq - 1, span }].slice(-GAPS_KEPT)
}

/** Whether the message was missing until now. Messages of other counts have the same numbers, but not the times. */
function fills(device: string, count: Count, { seq, time, timed }: SequencedMessage, out: DecodeOutput): boolean {
  const holds = ({ first, last, span }: Gap): boolean =>
    seq >= first && seq <= last && (!timed || !count.timed || (time >= span.from && time <= span.to))
  const found = count.gaps.find(holds)
  if (found === undefined) return false
  const rest = [
    { ...found, last: seq - 1 },
    { ...found, first: seq + 1 },
  ].filter((g) => g.first <= g.last)
  count.gaps = count.gaps.flatMap((g) => (g === found ? rest : [g]))
  out.events.push({ type: 'seq-late', device, detail: `${seq} came after all`, missing: -1, span: found.span })
  return true
}

function advance(count: Count, { seq, time, timed }: SequencedMessage): void {
  count.last = seq
  if (timed && !count.timed) count.time = time
  else if (timed === count.timed && time > count.time) count.time = time
  count.timed ||= timed
}

/** What looked like a restart was a second delivery: the message goes on where the former count stood. */
function resumes({ former, last }: Count, seq: number): boolean {
  return former !== null && seq === former.last + 1 && last - former.began < LATE
}

function further(device: string, count: Count, message: SequencedMessage, out: DecodeOutput): void {
  const { seq, time, timed } = message
  if (resumes(count, seq)) count.former = null
  else if (seq > count.last + 1 && !(timed && count.timed && time < count.time)) gap(device, count, message, out)
  advance(count, message)
}

/** A number that is not beyond the last one: of the past, or of a count that began anew. */
function again(count: Count, message: SequencedMessage): void {
  const { seq, time, timed } = message
  const { last, former } = count
  if (timed && count.timed) {
    if (time > count.time) advance(count, message)
    return
  }
  if (seq > 1 && last - seq < LATE) return
  const young = former !== null && last - former.began < LATE
  count.former = { last: young ? former.last : last, began: seq }
  count.gaps = []
  advance(count, message)
}

/** Anything else as `seq` is left alone. */
export function isCount(seq: unknown): seq is number {
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0
}

export function createSequence(): Sequence {
  const counts = new Map<string, Count>()

  return {
    note(device, message, out) {
      const { seq, time, timed } = message
      const count = counts.get(device)
      if (count === undefined) {
        if (counts.size >= DEVICES_KEPT) counts.delete(counts.keys().next().value ?? '')
        counts.set(device, { last: seq, time, timed, gaps: [], former: null })
        return
      }
      if (count.gaps.length > 0 && fills(device, count, message, out)) return
      if (seq > count.last) further(device, count, message, out)
      else again(count, message)
    },
  }
}
