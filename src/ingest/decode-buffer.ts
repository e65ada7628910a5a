/** Journal entries -> rows and dead letters: decode, admit, collect. Pure but for what it remembers between messages. */

import { type Campus, instant, type KeptDeadLetter, type MessageGap, messageGapKey, type WireEvent } from '../domain/index.ts'
import type { JournalEntry, PendingField, ReadingBatch } from '../ports/index.ts'
import { createDecoder, type Decoder, IMPORT_SOURCE, type WireLimits } from '../wire/index.ts'
import { type PointMapping, type MappingTarget, createPointMapping } from './point-mapping.ts'
import { type Batch, createBatch } from './batch.ts'
import { createPending, type Pending } from './pending.ts'

/** Readings without a time of the device: it gave none, or one that is not believed. */
export interface Untimed {
  readonly absent: number
  readonly rejected: number
}

/** What happened since the last take, for metrics and events. */
export interface Tally {
  readonly messages: number
  readonly pending: number
  readonly freshPending: number
  /** Wire events by type. */
  readonly events: ReadonlyMap<string, number>
  /** The first rejected time of the batch, in words. */
  readonly timeRejected: string | null
  /** Messages that did not arrive, or did after all. */
  readonly missing: readonly MessageGap[]
  /** Readings with the time of their arrival, by why: sent twice, they are two. */
  readonly untimed: Untimed
  /** Messages with readings and without a count of their device: nobody would miss one. */
  readonly uncounted: number
}

export interface DecodedBatch {
  readonly batch: ReadingBatch
  readonly letters: readonly KeptDeadLetter[]
  readonly tally: Tally
}

export interface DecodeBuffer {
  feed(entry: JournalEntry): void
  /** What a message says about its device, and nothing else: of messages that are stored. */
  recall(entry: JournalEntry): void
  /** What is missing among the messages that were recalled. */
  recalled(): readonly MessageGap[]
  readonly size: () => { readonly rows: number; readonly bytes: number; readonly messages: number }
  take(offset: number): DecodedBatch
  discoveries(): readonly PendingField[]
  /** To be called between portions. */
  reconfigure(campus: Campus): void
}

interface State {
  decoder: Decoder
  admission: PointMapping
  batch: Batch
  letters: KeptDeadLetter[]
  messages: number
  bytes: number
  pendingCount: number
  events: Map<string, number>
  timeRejected: string | null
  missing: Map<string, MessageGap>
  untimed: Untimed
  uncounted: number
}

function unmapped(event: WireEvent, source: string, at: number, pending: Pending): void {
  const fields = event.fields ?? (event.channel === undefined ? [] : [event.channel])
  const values = Array.isArray(event.value) ? (event.value as unknown[]) : [event.value]
  for (const [i, field] of fields.entries()) pending.see({ source, device: event.device ?? '', field, value: values[i], at })
}

function noteMissing(into: Map<string, MessageGap>, event: WireEvent, { source, at }: { source: string | null; at: number }): void {
  const { missing, span, device } = event
  if (missing === undefined || span === undefined || device === undefined || source === null) return
  const one: MessageGap = { source, device, messages: missing, span, at: instant(at) }
  const key = messageGapKey(one)
  const messages = missing + (into.get(key)?.messages ?? 0)
  if (messages === 0) into.delete(key)
  else into.set(key, { ...one, messages })
}

function noteEvents(state: State, found: readonly WireEvent[], from: { source: string | null; at: number }, pending: Pending): void {
  for (const event of found) {
    state.events.set(event.type, (state.events.get(event.type) ?? 0) + 1)
    if (event.type === 'unmapped' && from.source !== null) unmapped(event, from.source, from.at, pending)
    noteMissing(state.missing, event, from)
    if (event.type === 'time-rejected') state.timeRejected ??= `${event.device ?? ''}: ${event.detail ?? ''}`
  }
}

const isRejected = (events: readonly WireEvent[]): boolean => events.some((e) => e.type === 'time-rejected')

function feed(state: State, entry: JournalEntry, pending: Pending): void {
  const { message, seq } = entry
  const { source, decoded } = state.decoder.decode(message)
  state.messages += 1
  state.bytes += message.payload.byteLength
  if (decoded.events.length > 0) noteEvents(state, decoded.events, { source, at: message.receivedAt }, pending)
  let dead = decoded.dead
  if (decoded.readings.length > 0 && source !== null) {
    if (!decoded.counted && source !== IMPORT_SOURCE) state.uncounted += 1
    const clockRejected = isRejected(decoded.events)
    let untimed = 0
    const into: MappingTarget = {
      source,
      batch: state.batch,
      dead: [...dead],
      at: message.receivedAt,
      clockRejected,
    }
    state.batch.from(seq)
    for (const reading of decoded.readings) {
      if (reading.timeSource === 'receive') untimed += 1
      if (!state.admission.map(reading, into)) state.pendingCount += 1
    }
    if (untimed > 0) state.untimed = plusUntimed(state.untimed, untimed, clockRejected)
    dead = into.dead
  }
  // The id is the same after a crash and a replay of the journal, so that keeping it again changes nothing.
  for (const [i, letter] of dead.entries()) state.letters.push({ ...letter, id: `${seq}-${i}`, at: instant(message.receivedAt), message })
}

const plusUntimed = ({ absent, rejected }: Untimed, n: number, clockRejected: boolean): Untimed =>
  clockRejected ? { absent, rejected: rejected + n } : { absent: absent + n, rejected }

type Collected = Omit<State, 'decoder' | 'admission' | 'batch'>

const empty = (): Collected => ({
  letters: [],
  messages: 0,
  bytes: 0,
  pendingCount: 0,
  events: new Map(),
  timeRejected: null,
  missing: new Map(),
  untimed: { absent: 0, rejected: 0 },
  uncounted: 0,
})

/** `limits`: depth and readings of a message. */
export function createDecodeBuffer(campus: Campus, limits?: WireLimits): DecodeBuffer {
  const pending = createPending()
  const parts = (c: Campus): Pick<State, 'decoder' | 'admission' | 'batch'> => {
    const admission = createPointMapping(c, pending)
    return { decoder: createDecoder(c.sources, c.timezone, limits), admission, batch: createBatch(admission.names) }
  }
  const known = new Map<string, MessageGap>()
  const state: State = { ...parts(campus), ...empty() }
  return {
    feed: (entry) => feed(state, entry, pending),
    recall({ message }) {
      const { source, decoded } = state.decoder.decode(message)
      for (const event of decoded.events) noteMissing(known, event, { source, at: message.receivedAt })
    },
    recalled: () => [...known.values()],
    size: () => ({ rows: state.batch.length(), bytes: state.bytes, messages: state.messages }),
    take(offset) {
      const tally = {
        messages: state.messages,
        pending: state.pendingCount,
        freshPending: pending.fresh(),
        events: state.events,
        timeRejected: state.timeRejected,
        missing: [...state.missing.values()],
        untimed: state.untimed,
        uncounted: state.uncounted,
      }
      const portion = { batch: state.batch.take(offset), letters: state.letters, tally }
      Object.assign(state, empty())
      return portion
    },
    discoveries: () => pending.list(),
    reconfigure(next) {
      Object.assign(state, parts(next))
      const sources = new Set([IMPORT_SOURCE, ...next.sources.map((s) => s.id)])
      pending.keepOnly((f) => sources.has(f.source) && !state.admission.asksFor(f.source, f.device, f.field))
    },
  }
}
