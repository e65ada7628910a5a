import type { RawMessage } from '../domain/index.ts'

export interface JournalState {
  readonly lastSeq: number
  readonly firstSeq: number
  readonly bytes: number
  readonly capBytes: number
  readonly full: boolean
  readonly torn: number
  readonly corrupt: number
  /** Segment id and byte up to which whole frames stand: a reader in another thread may read so far. */
  readonly segment: number
  readonly end: number
}

/** The writing side: synchronous, in order. A message has a sequence number (1, 2, ...). Throws PortError `full` at the cap, and when the disk takes nothing. */
export interface Journal {
  /** The message is in the file when it returns. */
  append(message: RawMessage): number
  /** The message is in the file after the next `flush`, with the others that were gathered: one call to the system for all of them. */
  enqueue(message: RawMessage): number
  /** Throws PortError `full` when some of what was gathered since the last time is not in the file: nobody knows which, all must come again. */
  flush(): void
  state(): JournalState
  /** Called at most once per turn of the event loop after appends. */
  onAppend(listener: (state: JournalState) => void): void
  /** Sequences go on after `seq` when the journal is behind it (a lost or restored journal folder). */
  skipTo(seq: number): void
  /** Forget whole segments whose last message is at or before `seq`. */
  trim(seq: number): void
  close(): Promise<void>
}

export interface JournalEntry {
  readonly seq: number
  readonly message: RawMessage
}

/** The reading side, in any thread. Damaged frames are skipped and counted, never thrown. */
export interface JournalReader {
  /** Messages after `seq` in order, up to about `maxBytes` of payload; empty at the tail. */
  read(after: number, maxBytes: number): readonly JournalEntry[]
  skipped(): number
  close(): void
}
