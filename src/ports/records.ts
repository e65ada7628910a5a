import type { Instant } from '../domain/index.ts'

export interface StateRecord {
  readonly seq: number
  readonly stream: string
  readonly id: string
  readonly at: Instant
  readonly body: unknown
}

/** Small state as a log: facts, tokens, watermarks, audit. Appended, never changed; folded in memory. */
export interface Records {
  /** On disk when it resolves. The body is kept as JSON; what JSON cannot say is refused. */
  append(stream: string, id: string, at: Instant, body: unknown): Promise<number>
  /** Records of the stream after `seq`, oldest first. */
  read(stream: string, after?: number): Promise<readonly StateRecord[]>
  close(): Promise<void>
}
