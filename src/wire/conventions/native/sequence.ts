/**
 * Gaps in the `seq` of native devices: messages that a device sent and nobody received. A count may restart at 0, messages come twice and out
 * of order; the device time tells these apart: a message older than the newest one makes neither a gap nor a restart. Without a time the order of
 * arrival decides. A doubtful case is no gap: a false one sends people looking for a fault that does not exist.
 */

import type { Instant } from '../../../domain/index.ts'
import type { DecodeOutput, RestoreResult } from '../../codec.ts'
import { type Count, COUNTS_VERSION, type CountsState, type Gap, readCounts } from './counts-state.ts'

/** The place of a message among the messages of its device. */
export interface SequencedMessage {
  readonly seq: number
  /** Of the device, or of receipt where it gave none that is believed. */
  readonly time: Instant
  readonly timed: boolean
}

export interface Sequence {
  /** Compares with the device's last `seq`: a gap becomes an event, and another one when a straggler fills it. */
  record(device: string, message: SequencedMessage, out: DecodeOutput): void
  snapshot(): CountsState
  restore(state: unknown): RestoreResult
}

const DEVICES_KEPT = 50_000
/** Of each device, the latest; a straggler of an older gap is not recognised any more. */
const GAPS_KEPT = 64
/** Without times, a message that comes up to this many late is out of order, not a restart. */
const LATE = 32

function recordGap(device: string, count: Count, { seq, time }: SequencedMessage, out: DecodeOutput): void {
  const span = { from: count.time, to: time < count.time ? count.time : time }
  out.events.push({ type: 'seq-gap', device, seq, missing: seq - count.last - 1, span })
  count.gaps = [...count.gaps, { first: count.last + 1, last: seq - 1, span }].slice(-GAPS_KEPT)
}

/** Whether the message was missing until now. Messages of other counts have the same numbers, but not the times. */
function fillGap(device: string, count: Count, { seq, time, timed }: SequencedMessage, out: DecodeOutput): boolean {
  const holds = ({ first, last, span }: Gap): boolean =>
    seq >= first && seq <= last && (!timed || !count.timed || (time >= span.from && time <= span.to))
  const found = count.gaps.find(holds)
  if (found === undefined) return false
  const rest = [
    { ...found, last: seq - 1 },
    { ...found, first: seq + 1 },
  ].filter((g) => g.first <= g.last)
  count.gaps = count.gaps.flatMap((g) => (g === found ? rest : [g]))
  out.events.push({ type: 'seq-late', device, seq, span: found.span })
  return true
}

function advance(count: Count, { seq, time, timed }: SequencedMessage): void {
  count.last = seq
  if (timed && !count.timed) count.time = time
  else if (timed === count.timed && time > count.time) count.time = time
  count.timed ||= timed
}

/** The apparent restart was a second delivery: the message continues the former count. */
function isResumed({ former, last }: Count, seq: number): boolean {
  return former !== null && seq === former.last + 1 && last - former.began < LATE
}

function goForward(device: string, count: Count, message: SequencedMessage, out: DecodeOutput): void {
  const { seq, time, timed } = message
  if (isResumed(count, seq)) count.former = null
  else if (seq > count.last + 1 && !(timed && count.timed && time < count.time)) recordGap(device, count, message, out)
  advance(count, message)
}

/** A number at or below the last one: of the past, or of a count that restarted. */
function goBack(count: Count, message: SequencedMessage): void {
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
  let counts = new Map<string, Count>()

  return {
    record(device, message, out) {
      const { seq, time, timed } = message
      const count = counts.get(device)
      if (count === undefined) {
        if (counts.size >= DEVICES_KEPT) counts.delete(counts.keys().next().value ?? '')
        counts.set(device, { last: seq, time, timed, gaps: [], former: null })
        return
      }
      if (count.gaps.length > 0 && fillGap(device, count, message, out)) return
      if (seq > count.last) goForward(device, count, message, out)
      else goBack(count, message)
    },
    // The order of the devices is a part of the state: the first is the next to be forgotten.
    snapshot: () => ({ version: COUNTS_VERSION, devices: [...counts].map(([device, count]) => [device, { ...count }]) }),
    restore(state) {
      const read = readCounts(state)
      if (read === null) return 'rejected'
      counts = read
      return 'restored'
    },
  }
}
