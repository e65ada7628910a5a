import type { Bucket, EdgeState, Instant, Span, Step } from '../domain/index.ts'

export interface BucketQuery {
  readonly step: Step
  readonly span: Span
  readonly points?: readonly string[]
}

export interface Buckets {
  /** Replaces buckets of the same (point, step, start). With `rolledUpTo` the roller's watermark moves in the same commit. */
  write(buckets: readonly Bucket[], rolledUpTo?: number): Promise<void>
  /** Buckets whose start lies in the span, sorted by (point, start). Spans without any data have no bucket. */
  read(query: BucketQuery): Promise<readonly Bucket[]>
  /** The closing of each point's last 15-minute bucket that ends at or before `at` and has one. */
  edgeStates(points: readonly string[], at: Instant): Promise<ReadonlyMap<string, EdgeState>>
  /** Row sequence up to which raw data has been rolled up, 0 at first. */
  rolledUpTo(): Promise<number>
  /** Remove buckets of points within a span (all steps), before a rebuild. */
  remove(points: readonly string[], span: Span): Promise<void>
}
