import type { DeadReason, Instant, KeptDeadLetter } from '../domain/index.ts'

export interface DeadLetterSummary {
  readonly id: string
  readonly at: Instant
  readonly reason: DeadReason
  readonly detail: string
  readonly topic: string
  readonly bytes: number
}

export interface DeadLetterPage {
  readonly total: number
  readonly evicted: number
  readonly items: readonly DeadLetterSummary[]
}

/** Refused messages: a bounded ring on disk. Keeping one with a known id again changes nothing. */
export interface DeadLetters {
  keep(letters: readonly KeptDeadLetter[]): Promise<void>
  /** Newest first. `before`: the id of the last letter of an earlier page; after one that is gone comes nothing. */
  list(query: { reason?: DeadReason; topic?: string; limit: number; before?: string }): Promise<DeadLetterPage>
  get(id: string): Promise<KeptDeadLetter | null>
  drop(ids: readonly string[]): Promise<number>
  counts(): Promise<Readonly<Record<string, number>>>
}
