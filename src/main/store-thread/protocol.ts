/** What the main thread and the store thread say to each other. */

import type {
  CommitNote,
  DeadLetters,
  DeviceEventBatch,
  JournalState,
  Readings,
  ServiceEvent,
  StoreInventory,
  StoreWriter,
} from '../../ports/index.ts'
import type { ColumnBuckets } from './store.ts'

export interface ThreadControl {
  /** Resolves once store and writer are open; rejects with why they are not. */
  opened(): Promise<void>
  /** Everything accepted is stored and checkpointed when it resolves. */
  close(): Promise<void>
  /** Lets go of the store after an event `fatal`. */
  abandon(): Promise<void>
}

/** A count of the metrics of the thread, carried over. */
export interface CountNote {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly by: number
}

export interface StoreProtocol {
  readonly targets: {
    readonly control: ThreadControl
    readonly readings: Readings
    readonly buckets: ColumnBuckets
    readonly inventory: StoreInventory
    readonly deadLetters: DeadLetters
    readonly writer: Omit<StoreWriter, 'nudge'>
  }
  readonly fromWorker: {
    readonly event: ServiceEvent
    readonly count: CountNote
    readonly commit: CommitNote
    readonly 'device-events': DeviceEventBatch
    /** The journal may forget everything up to this sequence. */
    readonly checkpoint: number
    /** The store failed for good, and why: it has to be opened again. */
    readonly fatal: string
  }
  readonly toWorker: {
    /** There is more in the journal. */
    readonly nudge: JournalState
    /** The journal is short of room. */
    readonly requestCheckpoint: null
    /** We are about to stop. */
    readonly ending: null
  }
}
