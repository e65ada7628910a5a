import type { Instant, Span } from '../domain/index.ts'
import type { JournalEntry } from './journal.ts'

/** A stretch of the journal, before or after it went into the archive. */
export interface ArchivePart {
  readonly firstSeq: number
  /** Null while it may still grow. */
  readonly lastSeq: number | null
  /** When its messages were received, both inclusive; null where it was not looked at yet. */
  readonly received: { readonly first: Instant; readonly last: Instant } | null
}

export interface ArchiveState {
  /** What is wanted: 0 = nothing is kept. */
  readonly days: number
  readonly capBytes: number
  readonly parts: number
  readonly bytes: number
  readonly first: Instant | null
  readonly last: Instant | null
  /** Whether it reaches back to the very first message. */
  readonly whole: boolean
  /** Sequence of the newest message in it; 0 when it is empty. */
  readonly lastSeq: number
  /** Compressed bytes of a day at the rate of the last week; null before there is a day of them. */
  readonly bytesPerDay: number | null
  readonly freeDisk: number
  /** Parts that had to make room before their days were over, since the start. */
  readonly evicted: number
}

/** Raw messages that are stored, kept for a while: what was decoded wrongly can be decoded again. */
export interface Archive {
  state(): ArchiveState
  /** Oldest first, the archive's and the journal's: those that may hold a message received in the span. */
  parts(span: Span): readonly ArchivePart[]
  /** Whether every message after the first one received at or before `from` is there, without a gap. */
  reaches(from: Instant): boolean
  /** Messages of a part in order, in portions; damaged ones are stepped over. Empty when the part has gone meanwhile. */
  read(part: ArchivePart): AsyncIterable<readonly JournalEntry[]>
}
