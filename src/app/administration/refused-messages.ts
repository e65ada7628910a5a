/** Messages that broke a limit before the journal, sampled into the dead letters: a flood of them would evict all others. */

import type { DeadReason, RawMessage } from '../../domain/index.ts'
import type { Clock, DeadLetters } from '../../ports/index.ts'

const KEPT_PER_SECOND = 10

export type RefusalHandler = (message: RawMessage, reason: DeadReason, detail: string) => void

/** Keeps at most ten a second; the ingestor counts all of them. */
export function createRefusalKeeper(deadLetters: DeadLetters, clock: Clock): RefusalHandler {
  let second = 0
  let kept = 0
  let number = 0
  return (message, reason, detail) => {
    const now = Math.floor(clock.monotonic() / 1000)
    if (now !== second) [second, kept] = [now, 0]
    if (kept >= KEPT_PER_SECOND) return
    kept += 1
    number += 1
    const at = clock.now()
    // The writer reports a ring that cannot be written, since it needs it too; the ingestor has counted the refusal.
    deadLetters.keep([{ id: `r${at}-${number}`, at, reason, detail, message }]).catch(() => undefined)
  }
}
