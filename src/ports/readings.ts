import type { Change, Instant, Quality, ReadingColumns, Span } from '../domain/index.ts'

export type { Change } from '../domain/index.ts'

/** Rows and the journal offset up to which they were read, committed together, so that a replay stores each row exactly once. */
export interface ReadingBatch {
  readonly rows: ReadingColumns
  /** Journal sequence of each row: of two rows with one (point, time), the higher wins. */
  readonly seq: Float64Array
  /** Sequences of messages that bring rows back as they were stored before: their rows replace nothing. */
  readonly restored?: ReadonlySet<number>
  /** Journal sequence up to which all messages are handled once this batch is committed. */
  readonly offset: number
}

export interface LatestReading {
  readonly point: string
  readonly time: Instant
  /** In the canonical unit of the point. */
  readonly value: number
  readonly quality: Quality
}

export interface Changes {
  /** Sorted by day, then point. */
  readonly changes: readonly Change[]
  /** Row sequence up to which all changes are contained. */
  readonly upTo: number
}

export interface ScanQuery {
  readonly points?: readonly string[]
  readonly span: Span
}

/** The store of readings. */
export interface Readings {
  /** Stores the rows behind the offset; those at or before it are stored already. Rejects with PortError `refused` and the rows that it cannot store. */
  commit(batch: ReadingBatch): Promise<void>
  /** Offset of the last commit, 0 at first. */
  offset(): Promise<number>
  /** Rows sorted by (point, time), each key once. `names` holds only points that occur, sorted. */
  scan(query: ScanQuery): Promise<ReadingColumns>
  /** For each point the first reading at or after `at` that is not bad. */
  firstFrom(points: readonly string[], at: Instant): Promise<ReadonlyMap<string, Instant>>
  /** The newest reading of each point, whatever its quality. */
  latest(): Promise<readonly LatestReading[]>
  /** Changes by rows with a sequence above `after`. */
  changes(after: number): Promise<Changes>
  /** Removes rows of points, all or those with a time in the span. Buckets are removed by the bucket store. */
  remove(points: readonly string[], within?: Span): Promise<void>
  /** Removes rows that a later row with the same key replaced; resolves to their number. */
  compact(): Promise<number>
  /** Stored rows; before `compact` replaced rows may be among them. */
  count(): Promise<number>
}

/** A row as it was stored. */
export interface StoredRow {
  /** In the canonical unit of the point. */
  readonly value: number
  /** QUALITY_CODE, with TIME_CODE added. */
  readonly code: number
}

export interface LoggedRow {
  /** Epoch ms; each time of a point occurs once in an import. */
  readonly time: number
  readonly value: number
  /** What the import replaced; null where nothing stood at this time. */
  readonly before: StoredRow | null
}

export interface LoggedRows {
  readonly point: string
  readonly rows: readonly LoggedRow[]
}

/** What imports stored and what stood there before: an import that is undone brings it back. */
export interface ImportLog {
  /** On disk when it resolves. Rows of a point and time that are logged already replace the earlier ones. */
  append(importId: string, rows: LoggedRows): Promise<void>
  /** In the order in which they were logged; nothing for an import that logged none. */
  read(importId: string): AsyncIterable<LoggedRows>
}
