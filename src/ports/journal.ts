import type { RawMessage } from '../domain/index.ts'

export interface JournalState {
  /** Sequence of the newest message; 0 before the first. */
  readonly lastSeq: number
  readonly firstSeq: number
  readonly bytes: number
  readonly capBytes: number
  /** The journal refuses messages. */
  readonly full: boolean
  /** Incomplete ends that were cut off, and damaged places, when it was opened. */
  readonly torn: number
  readonly corrupt: number
  /** Segment id and byte up to which frames are complete: a reader in another thread may read so far. */
  readonly segment: number
  readonly end: number
}

/** The writing side: synchronous, in order. Messages are numbered by sequence (1, 2, ...). Throws PortError `full` at the cap, and when the disk refuses writes. */
export interface Journal {
  /** Writes the message: it is in the file when the call returns its sequence. */
  append(message: RawMessage): number
  /** Queues the message and returns its sequence: the next `flush` writes all queued messages by one system call. */
  enqueue(message: RawMessage): number
  /** Writes the queued messages. Throws PortError `full` when some of them are not in the file: it is unknown which, so all must be sent again. */
  flush(): void
  state(): JournalState
  /** Called at most once per turn of the event loop after appends. */
  onAppend(listener: (state: JournalState) => void): void
  /** Continues sequences after `seq` when the journal is behind it (a lost or restored journal folder). */
  skipTo(seq: number): void
  /** Removes segments whose last message is at or before `seq`. */
  trim(seq: number): void
  close(): Promise<void>
}

export interface JournalEntry {
  readonly seq: number
  readonly message: RawMessage
}

/** The reading side, in any thread. Damaged frames are skipped and counted; they throw nothing. */
export interface JournalReader {
  /** Messages after `seq` in order, up to about `maxBytes` of payload; empty at the tail. */
  read(after: number, maxBytes: number): readonly JournalEntry[]
  /** Damaged places that were skipped so far. */
  skipped(): number
  close(): void
}
