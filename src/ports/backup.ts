/** What a backup takes out of a store and puts into one, and the backup itself as a stream of bytes. */

import type { BucketColumns, Instant, ReadingColumns, Span, Step } from '../domain/index.ts'
import type { BucketQuery } from './buckets.ts'
import type { Change } from './readings.ts'

/** Rows whose time lies in one UTC day. Rows that a later one replaced may be counted. */
export interface DayRows {
  /** Start of the day. */
  readonly day: Instant
  readonly rows: number
}

/** Where the rows of a store lie, so that they can be read in slices of bounded size. */
export interface StoreInventory {
  /** UTC days with readings, ascending. */
  readingDays(): Promise<readonly DayRows[]>
  /** UTC days in which buckets of the step begin, ascending. */
  bucketDays(step: Step): Promise<readonly DayRows[]>
}

/** What a store is read through for a backup. */
export interface StoreExport extends StoreInventory {
  offset(): Promise<number>
  rolledUpTo(): Promise<number>
  /** Changes by rows with a sequence above `after`. */
  changes(after: number): Promise<readonly Change[]>
  readings(span: Span): Promise<ReadingColumns>
  buckets(query: BucketQuery): Promise<BucketColumns>
}

/** Where a store stands beside its rows. */
export interface StorePosition {
  /** Journal sequence up to which every message is stored; later ones come again from the journal. */
  readonly offset: number
  /** Watermark of the roller. */
  readonly rolledUpTo: number
  /** What the roller has not computed yet. */
  readonly changes: readonly Change[]
}

/** Fills an empty store past the journal. Nothing else may use the store meanwhile. */
export interface StoreLoader {
  isEmpty(): Promise<boolean>
  /** `seq`: sequence of each row, above 0. Rejects with PortError `refused` for a row that the store cannot hold. */
  loadReadings(rows: ReadingColumns, seq: Float64Array): Promise<void>
  loadBuckets(rows: BucketColumns): Promise<void>
  /** Last. All rows are on the disk when it resolves. */
  finish(position: StorePosition): Promise<void>
}

/** Rows written so far, of how many. */
export type OnRows = (done: number, total: number) => void

/** Makes backups of the data folder and the store while both are in use. */
export interface Backups {
  /** The bytes of a backup of now, in order. It holds back only what removes rows or messages. Throws PortError. */
  create(onRows: OnRows): AsyncIterable<Uint8Array>
}

/** A backup in the folder of scheduled backups. */
export interface KeptBackup {
  readonly name: string
  /** When it was begun. */
  readonly at: Instant
  readonly bytes: number
}

/** The folder of scheduled backups. */
export interface BackupFolder {
  /** Backups of the campus, oldest first; other files are left out. Rejects with the error of the file system. */
  list(dir: string, campus: string): Promise<readonly KeptBackup[]>
  /** Whole and checked under its name when it resolves; nothing under it when it rejects. */
  write(dir: string, backup: Pick<KeptBackup, 'at'> & { readonly campus: string }, chunks: AsyncIterable<Uint8Array>): Promise<KeptBackup>
  remove(dir: string, name: string): Promise<void>
}
