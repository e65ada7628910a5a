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

/** Refused messages: a bounded ring on disk that evicts the oldest. */
export interface DeadLetters {
  /** A letter whose id is there already changes nothing. */
  keep(letters: readonly KeptDeadLetter[]): Promise<void>
  /** Newest first. `before`: the id of the last letter of an earlier page; the page is empty when that letter was evicted. */
  list(query: { reason?: DeadReason; topic?: string; limit: number; before?: string }): Promise<DeadLetterPage>
  get(id: string): Promise<KeptDeadLetter | null>
  /** Resolves to the number of letters that were there. */
  drop(ids: readonly string[]): Promise<number>
  /** Letters by reason. */
  counts(): Promise<Readonly<Record<string, number>>>
}
