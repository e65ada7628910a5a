/** The store that the address names: DuckDB in a file, InfluxDB or ClickHouse over HTTP. All give the same ports. */

import { openClickhouse } from '../../adapters/clickhouse/clickhouse.ts'
import { openDuckdb } from '../../adapters/duckdb/duckdb.ts'
import { openInflux } from '../../adapters/influx/influx.ts'
import type { Config } from '../../config/types.ts'
import type { BucketColumns, Campus } from '../../domain/index.ts'
import type { BucketQuery, Buckets, Events, Readings, StoreInventory, StoreLoader } from '../../ports/index.ts'

/** Buckets as they go between threads. */
export interface ColumnBuckets extends Buckets {
  writeColumns(rows: BucketColumns, rolledUpTo?: number): Promise<void>
  readColumns(query: BucketQuery): Promise<BucketColumns>
}

export interface OpenStore {
  readonly readings: Readings
  readonly buckets: ColumnBuckets
  /** For backup and restore. */
  readonly transfer: StoreInventory & StoreLoader
  /** The last process did not close it: what it had written since its last checkpoint comes again from the journal. */
  readonly recovered: boolean
  /** Resolves to the journal offset that is safe now. */
  checkpoint(): Promise<number>
  /** The service stops: a server that has not answered within `ms` from now is not waited for. */
  endWithin(ms: number): void
  close(): Promise<void>
  /** Lets go of it without writing. */
  abandon(): Promise<void>
}

export interface StorePlace {
  readonly store: Config['store']
  readonly campus: Pick<Campus, 'id'>
  readonly dataDir: string
  /** File of the embedded store. */
  readonly storeFile: string
}

export async function openStoreAt(
  { store, campus, dataDir, storeFile }: StorePlace,
  events: Events,
  onFatal: (why: string) => void,
): Promise<OpenStore> {
  if (/^influxs?:/.test(store.url))
    return { ...(await openInflux({ ...store, dir: dataDir, events, proveAtOpen: true })), abandon: async () => undefined }
  if (/^clickhouses?:/.test(store.url))
    return { ...openClickhouse({ ...store, campus: campus.id, events, proveAtOpen: true }), abandon: async () => undefined }
  const opened = await openDuckdb({ path: storeFile, onFatal })
  if (opened.recovered)
    events.emit({
      code: 'store-recovered',
      level: 'warn',
      detail: `${storeFile} was not closed in order; its log was set aside and what the journal still holds is stored again`,
    })
  // No server to wait for.
  return { ...opened, endWithin: () => undefined }
}
