import type { Instant, RawMessage, Span } from '../domain/index.ts'
import type { JournalEntry } from './journal.ts'

/** A part of the journal, before or after it was archived: messages with consecutive sequences. */
export interface ArchivePart {
  readonly firstSeq: number
  /** Null while the part may still grow. */
  readonly lastSeq: number | null
  /** First and last receive time of its messages; null while it has not been read. */
  readonly received: { readonly first: Instant; readonly last: Instant } | null
}

export interface ArchiveState {
  /** Configured retention in days; 0: nothing is archived. */
  readonly days: number
  /** Largest size of the archive, bytes. */
  readonly capBytes: number
  readonly parts: number
  readonly bytes: number
  /** Receive time of the first and the last archived message. */
  readonly first: Instant | null
  readonly last: Instant | null
  /** Whether it reaches back to the first message of the service. */
  readonly whole: boolean
  /** Sequence of its newest message; 0 when it is empty. */
  readonly lastSeq: number
  /** Compressed bytes a day at the rate of the last week; null while it covers less than a day. */
  readonly bytesPerDay: number | null
  /** Free bytes of its disk. */
  readonly freeDisk: number
  /** Parts that were evicted before their days were over, since the start. */
  readonly evicted: number
}

export interface RedactedMessages {
  readonly messages: number
  /** Matching messages in parts that may still grow: they are redacted once those are archived, by the next call. */
  readonly open: number
}

/** Raw messages whose readings are stored, kept for some days: messages that were decoded wrongly can be decoded again. */
export interface Archive {
  state(): ArchiveState
  /** Parts of archive and journal, oldest first, that may hold a message received in the span. */
  parts(span: Span): readonly ArchivePart[]
  /** Whether all messages received since `from` are there, without a gap. */
  reaches(from: Instant): boolean
  /** Overwrites the payloads of matching messages for good; no replay decodes them again. `matches` sees every message in order. */
  redact(matches: (message: RawMessage) => boolean): Promise<RedactedMessages>
  /** Messages of a part in order, in batches; damaged ones are skipped. Empty when the part was evicted meanwhile. */
  read(part: ArchivePart): AsyncIterable<readonly JournalEntry[]>
}
