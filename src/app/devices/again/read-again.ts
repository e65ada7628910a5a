/** Readings of a point as they are when archived messages are decoded again with another campus: for a preview in memory, or into the journal. */

import { type Instant, instant, MINUTE, type ReadingColumns, REMOVED_CODE, type Span, span } from '../../../domain/index.ts'
import { createDecodeBuffer } from '../../../ingest/decode-buffer.ts'
import type { JournalEntry } from '../../../ports/index.ts'
import { IMPORT_TOPIC, importOf } from '../../../wire/index.ts'
import type { Config } from '../../../config/types.ts'
import type { AppParts } from '../../context.ts'
import { type OlderReadings, readOlder } from './older-readings.ts'
import { createTopicFilter } from './topic-filter.ts'

/** A value's time is believed when it is up to this much ahead of its arrival. */
const AHEAD_MS = 5 * MINUTE
const LATEST = instant(8.64e15)

export interface AgainQuery {
  readonly config: Config
  readonly point: string
  readonly span: Span
  /** The beginning of the span where the archive does not hold its messages; null: it holds them all. */
  readonly older: OlderReadings | null
  /** Imports whose rows are taken back. */
  readonly undoneImports: ReadonlySet<string>
}

export interface PointReadings {
  /** By time, the last one of each. */
  readonly rows: ReadonlyMap<number, { readonly value: number; readonly code: number }>
  /** Messages that carry them. */
  readonly messages: number
  /** Readings that are older than the archive. */
  readonly older: number
}

type AgainParts = Pick<AppParts, 'archive' | 'journal' | 'clock'>

/** From when on the archive holds all messages that may carry a value: `from` itself, or later; null: it has a gap, or is empty. */
export function reachOf({ archive }: Pick<AppParts, 'archive'>, from: Instant): Instant | null {
  if (archive.reaches(instant(from - AHEAD_MS))) return from
  const { first } = archive.state()
  return first !== null && archive.reaches(first) ? instant(Math.max(from, first + AHEAD_MS)) : null
}

/** The part of the span that the archive holds. */
export function archivedSpan({ span: within, older }: Pick<AgainQuery, 'span' | 'older'>): Span {
  return older === null ? within : span(older.span.to, within.to)
}

/** Calls `take` with each message that carries a reading of the point within the span, and with these readings. */
async function walk(
  { archive, journal, clock }: AgainParts,
  query: AgainQuery,
  { take, afterBatch }: { readonly take: (entry: JournalEntry, rows: ReadingColumns) => void; readonly afterBatch: () => Promise<void> },
): Promise<void> {
  const { config, point, undoneImports } = query
  const within = archivedSpan(query)
  const until = journal.state().lastSeq
  const points = config.campus.points.filter((p) => p.id === point)
  const [target] = points
  if (target === undefined) return
  const mayCarry = createTopicFilter(config, target)
  const buffer = createDecodeBuffer({ ...config.campus, points }, { monotonic: () => clock.monotonic(), limits: config.limits })
  for (const part of archive.parts(span(within.from - AHEAD_MS, LATEST))) {
    for await (const entries of archive.read(part)) {
      for (const entry of entries) {
        if (entry.seq > until || entry.message.replayed !== undefined || isUndone(entry, undoneImports)) continue
        if (!mayCarry(entry.message)) continue
        buffer.feed(entry)
        if (buffer.size().rows === 0) continue
        const { rows } = buffer.take(entry.seq).batch
        if (rows.time.some((time) => time >= within.from && time < within.to)) take(entry, rows)
      }
      // Letters and events of other messages are dropped.
      buffer.take(until)
      await afterBatch()
    }
  }
}

function isUndone({ message }: JournalEntry, undone: ReadonlySet<string>): boolean {
  return message.topic === IMPORT_TOPIC && undone.has(importOf(message.payload) ?? '')
}

export async function readAgain(parts: AgainParts & Pick<AppParts, 'readings'>, query: AgainQuery): Promise<PointReadings> {
  const rows = new Map(query.older === null ? [] : await readOlder(parts, query.point, query.older))
  const older = rows.size
  const within = archivedSpan(query)
  let messages = 0
  const take = (_entry: JournalEntry, found: ReadingColumns): void => {
    messages += 1
    for (let i = 0; i < found.length; i++) {
      const time = found.time[i] ?? 0
      if (time < within.from || time >= within.to) continue
      if (found.quality[i] === REMOVED_CODE) rows.delete(time)
      else rows.set(time, { value: found.value[i] ?? 0, code: found.quality[i] ?? 0 })
    }
  }
  await walk(parts, query, { take, afterBatch: () => parts.clock.yieldToEventLoop() })
  return { rows, messages, older }
}

/** Puts the messages back into the journal; what is stored of them replaces what stands there. Resolves to their number. */
export async function replayPoint(parts: AgainParts & Pick<AppParts, 'writer'>, query: AgainQuery): Promise<number> {
  const { journal, writer } = parts
  let messages = 0
  const take = ({ message }: JournalEntry): void => {
    journal.append({ ...message, replayed: true })
    messages += 1
  }
  await walk(parts, query, { take, afterBatch: () => writer.drained(journal.state().lastSeq) })
  return messages
}
