/** What every use case is composed from: the ports it may ask, and the state of the running service. */

import type { Config } from '../config/types.ts'
import type { Campus } from '../domain/index.ts'
import type {
  Archive,
  Beats,
  Broker,
  Buckets,
  Clock,
  DeadLetters,
  Events,
  Journal,
  Messenger,
  Metrics,
  Readings,
  Records,
  StoreWriter,
} from '../ports/index.ts'

export interface AppParts {
  readonly config: Config
  readonly version: string
  readonly clock: Clock
  readonly events: Events
  readonly metrics: Metrics & { text(): Promise<string> }
  readonly beats: Beats
  /** Null without the ingest role. */
  readonly broker: Broker | null
  readonly journal: Journal
  readonly archive: Archive
  readonly readings: Readings
  readonly buckets: Buckets
  readonly deadLetters: DeadLetters
  readonly records: Records
  readonly writer: StoreWriter
  /** Who carries notices out; empty when nobody is to be told. */
  readonly messengers: readonly Messenger[]
  /** SHA-256 of a text in UTF-8, hex. */
  readonly sha256: (text: string) => string
}

export interface AppState {
  campus: Campus
  /** The configuration in force: what of it may change without a restart is read here. */
  config: Config
  /** Journal sequence that is stored. */
  stored: number
  storeFault: string | null
  /** What the last rollup failed with, or null. */
  rollupFault: string | null
}
