/** Journal entries -> rows, dead letters and events: decode, map to points, collect. Pure but for what it remembers between messages. */

import {
  type Campus,
  type DecodeEvent,
  type DeviceEventType,
  instant,
  isDeviceEvent,
  type KeptDeadLetter,
  type MessageGap,
  type UnmappedEvent,
} from '../domain/index.ts'
import type { DeviceEventBatch, JournalEntry, PendingField, ReadingBatch } from '../ports/index.ts'
import { createDecoder, type Decoder, type DecoderState, IMPORT_SOURCE, type WireLimits } from '../wire/index.ts'
import { type Batch, createBatch } from './batch.ts'
import { createDeviceEventQueue, type DeviceEventQueue } from './device-event-queue.ts'
import { addGap, type BatchGaps } from './message-gaps.ts'
import { createPending, type Pending } from './points/pending.ts'
import { createPointMapping, type MappingTarget, type PointMapping } from './points/point-mapping.ts'

/** Readings without a time of the device: it gave none, or one that is not believed. */
export interface UntimedReadings {
  readonly absent: number
  readonly rejected: number
}

/** Counts of one batch, for metrics and events. */
export interface BatchStats {
  readonly messages: number
  readonly pending: number
  readonly freshPending: number
  /** Events by type. */
  readonly events: ReadonlyMap<DecodeEvent['type'], number>
  /** The first rejected time of the batch, in words. */
  readonly timeRejected: string | null
  /** Readings with the time of their receipt, by why: a message that is sent twice gives two. */
  readonly untimed: UntimedReadings
  /** Messages with readings that their device does not number: a lost one leaves no gap. */
  readonly unsequenced: number
}

export interface DecodedBatch {
  readonly batch: ReadingBatch
  readonly letters: readonly KeptDeadLetter[]
  readonly deviceEvents: DeviceEventBatch
  readonly stats: BatchStats
}

export interface DecodeBuffer {
  feed(entry: JournalEntry): void
  /** Keeps the message as a dead letter without decoding it. */
  refuse(entry: JournalEntry, detail: string): void
  /** Brings the counts of devices up to a message that is stored already; its readings are not collected. */
  recall(entry: JournalEntry): void
  /** Gaps among the recalled messages. */
  recalledGaps(): readonly MessageGap[]
  readonly size: () => { readonly rows: number; readonly bytes: number; readonly messages: number }
  take(offset: number): DecodedBatch
  discoveries(): readonly PendingField[]
  /** What the decoder remembers between messages. */
  snapshot(): DecoderState
  /** Goes on from a snapshot; sources whose state does not fit begin again. */
  restore(state: unknown): void
  /** To be called between batches. */
  reconfigure(campus: Campus): void
}

export interface DecodeBufferOptions {
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  /** Depth and readings of a message. */
  readonly limits?: WireLimits | undefined
}

interface CampusState {
  decoder: Decoder
  pointMapping: PointMapping
  batch: Batch
}

interface Collected {
  letters: KeptDeadLetter[]
  messages: number
  bytes: number
  pendingCount: number
  events: Map<DecodeEvent['type'], number>
  timeRejected: string | null
  gaps: BatchGaps
  untimed: UntimedReadings
  unsequenced: number
}

interface State extends CampusState, Collected {
  readonly pending: Pending
  readonly queue: DeviceEventQueue
}

interface EventOrigin {
  readonly source: string | null
  readonly at: number
  readonly replayed: boolean
}

function seeUnmapped({ device, fields, values }: UnmappedEvent, from: EventOrigin & { readonly source: string }, pending: Pending): void {
  for (const [i, field] of fields.entries()) pending.see({ ...from, device, field, value: values[i] })
}

function collectEvents(state: State, events: readonly DecodeEvent[], from: EventOrigin): void {
  const { source, at, replayed } = from
  for (const event of events) {
    state.events.set(event.type, (state.events.get(event.type) ?? 0) + 1)
    if (event.type === 'time-rejected') state.timeRejected ??= `${event.device ?? ''}: ${event.detail}`
    if (source === null) continue
    if (event.type === 'discovered-point') state.pending.describe({ source, at, event })
    if (event.type === 'unmapped') seeUnmapped(event, { source, at, replayed }, state.pending)
    else if (isDeviceEvent(event)) {
      const note = { source, at: instant(at), event }
      addGap(state.gaps, note)
      state.queue.add(note)
    }
  }
}

const isRejected = (events: readonly DecodeEvent[]): boolean => events.some((e) => e.type === 'time-rejected')

function feedEntry(state: State, entry: JournalEntry): void {
  const { message, seq } = entry
  const { source, decoded } = state.decoder.decode(message)
  state.messages += 1
  state.bytes += message.payload.byteLength
  if (decoded.events.length > 0)
    collectEvents(state, decoded.events, { source, at: message.receivedAt, replayed: message.replayed === true })
  let dead = decoded.dead
  if (decoded.readings.length > 0 && source !== null) {
    if (!decoded.sequenced && source !== IMPORT_SOURCE) state.unsequenced += 1
    const clockRejected = isRejected(decoded.events)
    let untimed = 0
    const target: MappingTarget = {
      source,
      batch: state.batch,
      dead: [...dead],
      at: message.receivedAt,
      clockRejected,
      replayed: message.replayed === true,
    }
    state.batch.beginMessage(seq)
    for (const reading of decoded.readings) {
      if (reading.timeSource === 'receive') untimed += 1
      if (!state.pointMapping.map(reading, target)) state.pendingCount += 1
    }
    if (untimed > 0) state.untimed = addUntimed(state.untimed, untimed, clockRejected)
    dead = target.dead
  }
  // The id is the same after a crash and a replay of the journal, so that keeping it again changes nothing.
  for (const [i, letter] of dead.entries()) state.letters.push({ ...letter, id: `${seq}-${i}`, at: instant(message.receivedAt), message })
}

const addUntimed = ({ absent, rejected }: UntimedReadings, n: number, clockRejected: boolean): UntimedReadings =>
  clockRejected ? { absent, rejected: rejected + n } : { absent: absent + n, rejected }

const createCollected = (): Collected => ({
  letters: [],
  messages: 0,
  bytes: 0,
  pendingCount: 0,
  events: new Map(),
  timeRejected: null,
  gaps: new Map(),
  untimed: { absent: 0, rejected: 0 },
  unsequenced: 0,
})

function takeBatch(state: State, offset: number): DecodedBatch {
  const { events, dropped } = state.queue.take()
  const stats = {
    messages: state.messages,
    pending: state.pendingCount,
    freshPending: state.pending.takeFresh(),
    events: state.events,
    timeRejected: state.timeRejected,
    untimed: state.untimed,
    unsequenced: state.unsequenced,
  }
  const deviceEvents = { events, dropped: Object.fromEntries(dropped) as DroppedEvents, gaps: [...state.gaps.values()] }
  const decoded = { batch: state.batch.take(offset), letters: state.letters, deviceEvents, stats }
  Object.assign(state, createCollected())
  return decoded
}

type DroppedEvents = Partial<Record<DeviceEventType, number>>

export function createDecodeBuffer(campus: Campus, { monotonic, limits }: DecodeBufferOptions): DecodeBuffer {
  const pending = createPending()
  const queue = createDeviceEventQueue(monotonic)
  const campusState = (c: Campus): CampusState => {
    const pointMapping = createPointMapping(c, pending)
    return { decoder: createDecoder(c.sources, c.timezone, limits), pointMapping, batch: createBatch(pointMapping.names) }
  }
  const recalled: BatchGaps = new Map()
  const state: State = { ...campusState(campus), ...createCollected(), pending, queue }
  return {
    feed: (entry) => feedEntry(state, entry),
    refuse({ seq, message }, detail) {
      state.messages += 1
      state.bytes += message.payload.byteLength
      state.letters.push({ reason: 'decoder-error', detail, id: `${seq}-0`, at: instant(message.receivedAt), message })
    },
    recall({ message }) {
      const { source, decoded } = state.decoder.decode(message)
      if (source === null) return
      for (const event of decoded.events) if (isDeviceEvent(event)) addGap(recalled, { source, at: message.receivedAt, event })
    },
    recalledGaps: () => [...recalled.values()],
    size: () => ({ rows: state.batch.length(), bytes: state.bytes, messages: state.messages }),
    take: (offset) => takeBatch(state, offset),
    discoveries: () => pending.list(),
    snapshot: () => state.decoder.snapshot(),
    restore: (saved) => void state.decoder.restore(saved),
    reconfigure(next) {
      const remembered = state.decoder.snapshot()
      Object.assign(state, campusState(next))
      // Births and descriptions come once: the sources that stayed keep theirs.
      state.decoder.restore(remembered)
      const sources = new Set([IMPORT_SOURCE, ...next.sources.map((s) => s.id)])
      pending.keepOnly((f) => sources.has(f.source) && !state.pointMapping.hasPoint(f.source, f.device, f.field))
    },
  }
}
