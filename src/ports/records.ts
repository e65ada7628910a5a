import type { Instant } from '../domain/index.ts'

export interface StateRecord {
  readonly seq: number
  readonly stream: string
  readonly id: string
  readonly at: Instant
  readonly body: unknown
}

/** Small state as an append-only log: entries, tokens, watermarks, audit. Projections in memory hold the current state. */
export interface Records {
  /** Resolves to the sequence of the record when it is on disk. The body is stored as JSON; a body that JSON cannot express is refused. */
  append(stream: string, id: string, at: Instant, body: unknown): Promise<number>
  /** Records of the stream after `seq`, oldest first. */
  read(stream: string, after?: number): Promise<readonly StateRecord[]>
  close(): Promise<void>
}
