/** Ports around the writer, kept in memory: real behaviour (exactly-once by offset, stable letter ids), and switches for faults. */

import {
  type Campus,
  instant,
  type Instant,
  type KeptDeadLetter,
  type Point,
  qualityOf,
  type RawMessage,
  type Source,
} from '../../../src/domain/index.ts'
import type { Clock, JournalEntry, JournalReader, LatestReading, ReadingBatch, Readings } from '../../../src/ports/index.ts'
import { columnsFrom } from './memory-store.ts'

export const RECEIVED = instant(Date.UTC(2026, 2, 2, 8))

export function message(topic: string, payload: unknown, more: Partial<RawMessage> = {}): RawMessage {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  return { topic, payload: bytes, receivedAt: RECEIVED, retain: false, dup: false, qos: 1, ...more }
}

export interface MemoryJournal extends JournalReader {
  readonly entries: JournalEntry[]
  append(message: RawMessage): number
  again(this: void, after: number, upTo: number): readonly JournalEntry[]
}

/** A journal that grows in memory. */
export function memoryJournal(): MemoryJournal {
  const entries: JournalEntry[] = []
  return {
    entries,
    again: (after, upTo) => entries.slice(after, upTo),
    append: (m) => entries.push({ seq: entries.length + 1, message: m }),
    read(after, maxBytes) {
      let bytes = 0
      const found: JournalEntry[] = []
      for (const entry of entries.slice(after)) {
        found.push(entry)
        bytes += entry.message.payload.byteLength
        if (bytes >= maxBytes) break
      }
      return found
    },
    skipped: () => 0,
    close: () => undefined,
  }
}

/** Raw rows as a store would hold them: `point time` -> value, with the offset of the same commit. */
export interface MemoryStore {
  readonly rows: Map<string, { readonly value: number; readonly quality: number }>
  readonly batches: ReadingBatch[]
  readonly letters: Map<string, KeptDeadLetter>
  /** Called before each commit; may throw. */
  onCommit: (batch: ReadingBatch) => void
  commit(batch: ReadingBatch): Promise<void>
  offset(): Promise<number>
  latest: Readings['latest']
  scan: Readings['scan']
  keep(letters: readonly KeptDeadLetter[]): Promise<void>
}

export function memoryStore(): MemoryStore {
  let stored = 0
  const store: MemoryStore = {
    rows: new Map(),
    batches: [],
    letters: new Map(),
    onCommit: () => undefined,
    async commit(batch) {
      store.onCommit(batch)
      store.batches.push(batch)
      const { names, point, time, value, quality, length } = batch.rows
      for (let i = 0; i < length; i++) {
        store.rows.set(`${names[point[i] ?? 0] ?? ''} ${time[i] ?? 0}`, { value: value[i] ?? 0, quality: quality[i] ?? 0 })
      }
      stored = batch.offset
    },
    offset: async () => stored,
    async latest() {
      const newest = new Map<string, LatestReading>()
      for (const [key, { value, quality }] of store.rows) {
        const [point = '', time] = key.split(' ')
        if ((newest.get(point)?.time ?? -Infinity) < Number(time))
          newest.set(point, { point, time: instant(Number(time)), value, quality: qualityOf(quality) })
      }
      return [...newest.values()]
    },
    async scan({ points, span }) {
      const rows = [...store.rows].map(([key, row]) => ({ point: key.split(' ')[0] ?? '', time: Number(key.split(' ')[1]), ...row }))
      const within = rows.filter((r) => r.time >= span.from && r.time < span.to && (points === undefined || points.includes(r.point)))
      return columnsFrom(within.sort((x, y) => (x.point < y.point ? -1 : x.point > y.point ? 1 : x.time - y.time)))
    },
    async keep(letters) {
      for (const letter of letters) store.letters.set(letter.id, letter)
    },
  }
  return store
}

/** A clock whose sleeps end at once and are recorded. */
export function quickClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = []
  let elapsed = 0
  return {
    slept,
    now: () => RECEIVED,
    monotonic: () => elapsed,
    async sleep(ms) {
      slept.push(ms)
      elapsed += ms
      await new Promise<void>((resolve) => setImmediate(resolve))
    },
    yieldToEventLoop: () => new Promise<void>((resolve) => setImmediate(resolve)),
  }
}

export interface FromSpec {
  readonly source?: string
  readonly device?: string
  readonly field: string
  readonly from?: Instant
  readonly to?: Instant
  readonly multiplier?: number
}

/** A point with only its required properties. */
export function point(id: string, from: readonly FromSpec[], more: Partial<Point> = {}): Point {
  return {
    id,
    name: {},
    place: { site: 's', building: null, floor: null, zone: null },
    use: null,
    medium: null,
    quantity: 'power',
    unit: 'W',
    kind: 'instant',
    from: from.map((f) => ({
      source: f.source ?? 'native',
      device: f.device ?? 'd',
      field: f.field,
      from: f.from ?? null,
      to: f.to ?? null,
      firstIndex: null,
      lastIndex: null,
      multiplier: f.multiplier ?? 1,
      serial: null,
      accuracyClass: null,
    })),
    role: [],
    parent: [],
    status: 'live',
    rules: {
      interval: null,
      gapLimit: 3_600_000,
      stuckAfter: null,
      maxRate: 1e9,
      rollover: null,
      resolution: 0.001,
      onReset: 'zero',
      min: null,
      max: null,
    },
    ...more,
  }
}

const NATIVE: Source = { id: 'native', preset: 'native', mapping: {} }

export function campusOf(points: readonly Point[], sources: readonly Source[] = [NATIVE]): Campus {
  return { id: 'c', name: {}, timezone: 'UTC', location: null, calendar: null, calendars: [], sites: [], sources, points, measures: [] }
}
