/** The read models and actions behind the API, in the JSON form that clients see (snake_case, RFC 3339 times, units beside numbers). */

import type { Coverage, DeadReason, Finding, Instant, KeptDeadLetter, Names, Place, Quality, Step, Span } from '../domain/index.ts'
import type { ArchiveState, DeadLetterPage } from '../ports/index.ts'
import type { OperationsApi } from './operations-types.ts'
import type { LossesAnswer } from './losses-types.ts'

export interface LastValue {
  readonly time: string
  readonly value: number
  readonly quality: Quality
  readonly age_s: number
  /** Older than the point's gap limit. */
  readonly stale: boolean
}

export interface PointView {
  readonly id: string
  readonly name: Names
  readonly place: Place
  readonly use: string | null
  readonly medium: string | null
  readonly role: string | null
  readonly parent: string | null
  readonly status: 'live' | 'commissioning'
  readonly quantity: string
  readonly unit: string
  readonly kind: string
  readonly last: LastValue | null
  /** Measured share of the last 24 h, 0..1; null before any data. */
  readonly coverage: number | null
  readonly coverage_detail: Coverage | null
  /** Older than this, seconds, and `last` is stale: clients can see it without asking again. */
  readonly stale_after_s: number
  readonly devices: readonly DeviceRow[]
  readonly findings: readonly Finding[]
}

export interface DeviceRow {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly from: string | null
  readonly to: string | null
  readonly serial: string | null
}

export interface CampusView {
  readonly id: string
  readonly name: Names
  readonly timezone: string
  readonly location: { readonly latitude: number; readonly longitude: number } | null
  readonly sites: readonly SiteView[]
  readonly sources: readonly { readonly id: string; readonly preset: string; readonly topic: string | null }[]
}

export interface SiteView {
  readonly id: string
  readonly kind: string
  readonly name: Names
  readonly buildings: readonly {
    readonly id: string
    readonly floors: readonly { readonly id: string; readonly zones: readonly string[] }[]
  }[]
}

export type SeriesStep = 'raw' | Step

export interface SeriesValue {
  readonly time: string
  /** Closed-open end of the span; equal to `time` for raw readings. */
  readonly end: string
  /** Consumption of a register, mean of a gauge, in the series' unit; null when nothing is known. */
  readonly value: number | null
  readonly coverage: number
  readonly bridged: number
  readonly estimated: number
  readonly missing: number
  readonly min: number | null
  readonly max: number | null
  readonly n: number
  readonly quality?: Quality
  readonly findings: readonly string[]
}

export interface SeriesView {
  readonly point: string
  readonly quantity: string
  readonly unit: string
  readonly kind: string
  readonly step: SeriesStep
  readonly zone: string
  readonly from: string
  readonly to: string
  readonly values: readonly SeriesValue[]
  readonly findings: readonly Finding[]
}

/** One bucket with every field; spans in milliseconds. */
export interface BucketView {
  readonly start: string
  readonly end: string
  readonly n: number
  /** A register: integer base units consumed. A gauge: the integral of value over known time, value x ms. */
  readonly total: number
  readonly min: number | null
  readonly max: number | null
  readonly measured_ms: number
  readonly coarse_ms: number
  readonly bridged_ms: number
  readonly estimated_ms: number
  /** The last accepted reading at or before the end: a register's index in base units. */
  readonly closing: { readonly time: string; readonly value: number } | null
  readonly findings: readonly string[]
  readonly version: number
}

export interface BucketsView {
  readonly point: string
  readonly quantity: string
  readonly unit: string
  readonly base_unit: string
  readonly base_per_unit: number
  readonly step: Step
  readonly from: string
  readonly to: string
  readonly buckets: readonly BucketView[]
}

/** A question that cannot be answered as asked: why, and what to ask instead. */
export interface RefusedQuery {
  readonly refused: 'unknown-point' | 'too-many-values'
  readonly detail: string
}

/** A sum over points as it stands now: how many of them spoke lately is part of the number. */
export interface NowSum {
  readonly key: string
  readonly value: number | null
  readonly unit: string
  readonly fresh: number
  readonly points: number
}

export interface MediumNow {
  readonly medium: 'electricity' | 'tap-water' | 'reclaimed-water'
  /** Rate now: kW or m3/h. */
  readonly total: NowSum
  readonly by_building: readonly NowSum[]
  readonly by_use: readonly NowSum[]
  /** Consumption since local midnight: kWh or m3, with the measured share of the time passed. */
  readonly today: { readonly value: number | null; readonly unit: string; readonly coverage: number | null }
  readonly yesterday_same_time: { readonly value: number | null; readonly unit: string; readonly coverage: number | null }
}

export interface NowView {
  readonly time: string
  readonly zone: string
  readonly media: readonly MediumNow[]
  readonly points: { readonly total: number; readonly fresh: number; readonly stale: number; readonly silent: number }
  readonly coverage_today: number | null
}

export interface CurveView {
  readonly medium: string
  readonly unit: string
  readonly zone: string
  readonly day: string
  readonly step: '15m'
  /** Every 15-minute span of the local day (92, 96 or 100 of them); value null where nothing is known. */
  readonly values: readonly { readonly time: string; readonly value: number | null; readonly coverage: number }[]
}

export interface LiveReading {
  readonly point: string
  readonly time: string
  readonly value: number
  readonly unit: string
  readonly quality: Quality
}

export interface LiveEvent {
  readonly id: number
  readonly event: 'readings' | 'alarm' | 'progress'
  readonly data: unknown
}

export interface LiveFeed {
  /** Events after `afterId` that are still held, then every new one. Returns how to stop. */
  subscribe(listener: (event: LiveEvent) => void, afterId?: number): () => void
  lastId(): number
}

export interface Discovery {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly count: number
  readonly first_seen: string
  readonly last_seen: string
  readonly last_value: string
  readonly suggestion: {
    readonly quantity: string
    readonly unit: string
    readonly kind: string
    readonly confidence: 'high' | 'medium' | 'low'
    readonly because: string
  } | null
}

export interface Readiness {
  readonly ready: boolean
  readonly reasons: readonly string[]
  readonly degraded: readonly string[]
}

export interface JobProgress {
  readonly id: string
  readonly name: string
  readonly state: 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number | null
  readonly unit: string
  readonly detail: string
}

export interface ReplayStepView {
  /** Messages looked at, and those sent through again. */
  readonly messages: number
  readonly replayed: number
  /** `after` of the next step; null when this was the last. */
  readonly next: number | null
  readonly until: number
  /** Journal sequence to be drained before the next step. */
  readonly seq: number
  readonly partsLeft: number
}

export interface RebuildResult {
  readonly points: number
  readonly buckets: number
  /** With `verify`: buckets whose bytes differ from what stood before. */
  readonly different: number
}

/** Everything the HTTP edge needs; built in app.ts. */
export interface CampusApi extends OperationsApi {
  campus(): CampusView
  points(): Promise<readonly PointView[]>
  point(id: string): Promise<PointView | null>
  series(query: { point: string; from: Instant; to: Instant; step: SeriesStep }): Promise<SeriesView | RefusedQuery>
  buckets(query: { point: string; from: Instant; to: Instant; step: Step }): Promise<BucketsView | RefusedQuery>
  now(): Promise<NowView>
  curve(medium: MediumNow['medium'], day: string | null): Promise<CurveView>
  readonly live: LiveFeed
  deadLetters(query: { reason?: DeadReason; topic?: string; limit: number; before?: string }): Promise<DeadLetterPage>
  deadLetter(id: string): Promise<KeptDeadLetter | null>
  /** Puts the raw messages back into the journal and drops the letters. */
  replayDeadLetters(ids: readonly string[] | 'all', reason?: DeadReason): Promise<{ replayed: number }>
  dropDeadLetters(ids: readonly string[] | 'all', reason?: DeadReason): Promise<{ dropped: number }>
  discoveries(): Promise<readonly Discovery[]>
  /** Appends rows of one point to the journal; `seq` is what `drained` waits for. Throws PortError. */
  importRows(point: string, rows: readonly (readonly [time: number, value: number])[]): Promise<{ accepted: number; seq: number }>
  /** Resolves when everything journalled up to `seq` is stored and, with `rolled`, rolled up. */
  drained(seq: number, rolled: boolean): Promise<void>
  rollup(from: Instant | null, to: Instant | null): Promise<RebuildResult>
  rebuild(verify: boolean): Promise<RebuildResult>
  losses(): Promise<LossesAnswer>
  archive(): ArchiveState
  /** Sources of the campus file. */
  sources(): readonly string[]
  /** Decodes one part of the archive again. */
  replay(query: { source: string | null; span: Span; after: number; until: number | null }): Promise<ReplayStepView>
  /** Readings of a source's points in a span removed, before all of it is decoded again. */
  clearForReplay(source: string | null, span: Span): Promise<{ readonly points: number } | { readonly refused: string }>
  /** Readings and buckets of a span removed, before a simulated campus plays it again. Refused where the devices are real. */
  empty(span: Span): Promise<{ readonly points: number } | { readonly refused: string }>
  progress(): readonly JobProgress[]
  readiness(): Readiness
  metrics(): Promise<string>
  health(): { readonly alive: boolean; readonly version: string; readonly started_at: string }
}
