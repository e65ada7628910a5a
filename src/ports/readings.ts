import type { Instant, Quality, ReadingColumns, Span } from '../domain/index.ts'

/** Rows and the journal offset they were read from, committed together: replay is exactly-once. */
export interface ReadingBatch {
  readonly rows: ReadingColumns
  /** Journal sequence of each row: of two rows with one (point, time), the higher wins. */
  readonly seq: Float64Array
  /** Everything up to here is handled once this batch is committed. */
  readonly offset: number
}

export interface LatestReading {
  readonly point: string
  readonly time: Instant
  readonly value: number
  readonly quality: Quality
}

/** A point whose raw data changed within a UTC day: what the roller must look at again. */
export interface Change {
  readonly point: string
  readonly from: Instant
  /** Inclusive: the last changed instant. */
  readonly to: Instant
}

export interface Changes {
  /** Sorted by day, then point. */
  readonly changes: readonly Change[]
  /** Everything up to this row sequence is contained. */
  readonly upTo: number
}

export interface ScanQuery {
  readonly points?: readonly string[]
  readonly span: Span
}

export interface Readings {
  /** Rows at or before the offset are stored already and change nothing. */
  commit(batch: ReadingBatch): Promise<void>
  /** Offset of the last commit, 0 at first. */
  offset(): Promise<number>
  /** Rows sorted by (point, time), each key once. `names` holds only points that occur, sorted. */
  scan(query: ScanQuery): Promise<ReadingColumns>
  /** For each point the first reading at or after `at` that is not bad. */
  firstFrom(points: readonly string[], at: Instant): Promise<ReadonlyMap<string, Instant>>
  /** Greatest time of each point, whatever its quality. */
  latest(): Promise<readonly LatestReading[]>
  /** What was written after row sequence `after`. */
  changes(after: number): Promise<Changes>
  /** Rows of points removed from the store, all or those with a time in the span (a year that is played again); buckets are the bucket store's. */
  remove(points: readonly string[], within?: Span): Promise<void>
  /** Drop duplicates that lost; returns rows removed. */
  compact(): Promise<number>
  /** Rows held; before `compact` those that lost may be among them. */
  count(): Promise<number>
}
