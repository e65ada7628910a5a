import type { Campus, DeviceEventNote, DeviceEventType, MessageGap, ReadingColumns, ReplacedReading, Suggestion } from '../domain/index.ts'
import type { JournalState } from './journal.ts'

/** A field of a device that no point uses yet. */
export interface PendingField {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly count: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly lastValue: string
  readonly suggestion: Suggestion | null
}

/** Messages on topics of one form that no source listens to. `{x}` stands for a level that differs. */
export interface OverlookedTopic {
  readonly template: string
  readonly count: number
  readonly firstSeen: number
  readonly lastSeen: number
  /** The latest message: its text cut to a few hundred bytes, its bytes where they are no more than that. */
  readonly sample: { readonly topic: string; readonly payload: string; readonly base64: string | null; readonly bytes: number }
}

export interface CommitNote {
  /** Journal sequence up to which everything is stored. */
  readonly offset: number
  readonly rows: number
  /** The newest row of each point in the batch. */
  readonly latest: ReadingColumns
  /** Values that were replaced by others at their time; of a large batch the first. */
  readonly replaced: readonly ReplacedReading[]
}

/** What the messages of a commit tell of their devices. Comes behind the commit, and once at the start for what was stored before. */
export interface DeviceEventBatch {
  /** In order. Of one type at most so many in a second; beyond that of the connection of each device the newest. */
  readonly events: readonly DeviceEventNote[]
  /** Events beyond that bound, by type; also counted as `device_events_dropped`. */
  readonly dropped: Readonly<Partial<Record<DeviceEventType, number>>>
  /** Messages that did not arrive, or did after all: complete, whatever was dropped. */
  readonly gaps: readonly MessageGap[]
}

/** The writer behind the journal, as the other modules see it: it may run in another thread. */
export interface StoreWriter {
  /** Tells the writer that the journal has new messages. */
  nudge(state: JournalState): void
  /** Journal offset of the last commit. */
  offset(): Promise<number>
  /** Resolves when all messages up to `seq` are stored. */
  drained(seq: number): Promise<void>
  discoveries(): Promise<readonly PendingField[]>
  /** Decodes and maps by the changed campus from now on. */
  reconfigure(campus: Campus): Promise<void>
}
