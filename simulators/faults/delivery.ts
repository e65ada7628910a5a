/**
 * Faults on the way: messages lost, doubled, late, out of order. Each turns one device's stream of messages, sorted by `sendAt`, into
 * another such stream, and decides by a hash of the message alone.
 */

import { hash, stream, uniform } from '../models/random.ts'
import type { Fault } from './parse.ts'

export interface Message {
  /** Index of the device. */
  readonly device: number
  readonly seq: number
  /** Simulated time at which it leaves the device. */
  readonly sendAt: number
  readonly readings: number
  readonly payload: string | Uint8Array
  /** Of another make; absent: the telemetry of the device. */
  readonly topic?: string
  readonly retain?: boolean
}

export function faultyDelivery(messages: Iterable<Message>, faults: readonly Fault[], seed: number): Iterable<Message> {
  return faults.reduce((below, fault, i) => apply(below, fault, hash(seed, 31, i)), messages)
}

function apply(below: Iterable<Message>, fault: Fault, seed: number): Iterable<Message> {
  switch (fault.kind) {
    case 'drop':
      return filtered(below, (m) => uniform(seed, m.device, m.seq) >= fault.share)
    case 'duplicate':
      return doubled(below, (m) => uniform(seed, m.device, m.seq) < fault.share)
    case 'delay':
      return delayed(below, (m) => Math.floor(uniform(seed, m.device, m.seq) * (fault.ms + 1)))
    case 'reorder':
      return reordered(below, fault.depth, seed)
    case 'reset':
    case 'rollover':
    case 'stuck':
    case 'skew':
    case 'outage':
    case 'qos':
      return below
  }
}

function* filtered(messages: Iterable<Message>, keep: (m: Message) => boolean): Iterable<Message> {
  for (const m of messages) if (keep(m)) yield m
}

function* doubled(messages: Iterable<Message>, twice: (m: Message) => boolean): Iterable<Message> {
  for (const m of messages) {
    yield m
    if (twice(m)) yield m
  }
}

/** Up to the given time late. A message is held back until no later one can overtake it. */
function* delayed(messages: Iterable<Message>, by: (m: Message) => number): Iterable<Message> {
  let held: Message[] = []
  for (const m of messages) {
    const due = held.filter((h) => h.sendAt <= m.sendAt)
    held = held.filter((h) => h.sendAt > m.sendAt)
    yield* due
    held.push({ ...m, sendAt: m.sendAt + by(m) })
    held.sort((a, b) => a.sendAt - b.sendAt)
  }
  yield* held
}

/** Blocks of `depth` + 1 messages leave in another order, so none moves more than `depth` places; never before it was made. */
function* reordered(messages: Iterable<Message>, depth: number, seed: number): Iterable<Message> {
  let block: Message[] = []
  let latest = Number.NEGATIVE_INFINITY
  const flush = function* (): Iterable<Message> {
    for (const m of shuffled(block, seed)) {
      latest = Math.max(latest, m.sendAt)
      yield { ...m, sendAt: latest }
    }
    block = []
  }
  for (const m of messages) {
    block.push(m)
    if (block.length > depth) yield* flush()
  }
  yield* flush()
}

function shuffled(block: readonly Message[], seed: number): Message[] {
  const first = block[0]
  const next = stream(seed, first?.device ?? 0, first?.seq ?? 0)
  return block
    .map((m) => ({ m, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ m }) => m)
}
