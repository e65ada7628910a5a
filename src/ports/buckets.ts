import type { Bucket, BucketColumns, EdgeState, Instant, Span, Step } from '../domain/index.ts'

export interface BucketQuery {
  readonly step: Step
  /** Closed-open, over the starts of buckets. */
  readonly span: Span
  /** Absent: all points. */
  readonly points?: readonly string[]
  /** Of columns: starts, ends, amounts and coverage alone; the others may have no rows. */
  readonly only?: 'amounts'
}

/** The store of buckets. */
export interface Buckets {
  /** Replaces buckets of the same (point, step, start). With `rolledUpTo` the roller's watermark moves in the same commit. */
  write(buckets: readonly Bucket[], rolledUpTo?: number): Promise<void>
  /** Buckets whose start lies in the span, sorted by (point, start). Spans without any data have no bucket. They may be views: `copyBucket` in place of a spread. */
  read(query: BucketQuery): Promise<readonly Bucket[]>
  /** The same in columns: for more buckets than deserve an object each. */
  readColumns(query: BucketQuery): Promise<BucketColumns>
  /** The edge state of each point: that of its last 15-minute bucket that ends at or before `at` and has one. */
  edgeStates(points: readonly string[], at: Instant): Promise<ReadonlyMap<string, EdgeState>>
  /** The roller's watermark: row sequence up to which readings are rolled up, 0 at first. */
  rolledUpTo(): Promise<number>
  /** Removes buckets of points within a span (all steps), before a rebuild. */
  remove(points: readonly string[], span: Span): Promise<void>
}
