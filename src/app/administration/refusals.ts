/** Messages that broke a limit at the door, kept as dead letters: a sample of them, so that a flood does not fill the ring. */

import type { DeadReason, RawMessage } from '../../domain/index.ts'
import type { Clock, DeadLetters } from '../../ports/index.ts'

const KEPT_A_SECOND = 10

export type RefusalHandler = (message: RawMessage, reason: DeadReason, detail: string) => void

/** At most ten a second are kept; all are counted where they are refused. */
export function keepRefused(letters: DeadLetters, clock: Clock): RefusalHandler {
  let second = 0
  let kept = 0
  let number = 0
  return (message, reason, detail) => {
    const now = Math.floor(clock.monotonic() / 1000)
    if (now !== second) [second, kept] = [now, 0]
    if (kept >= KEPT_A_SECOND) return
    kept += 1
    number += 1
    const at = clock.now()
    // A ring that cannot be written is told by the writer, which needs it too; the refusal itself is counted already.
    letters.keep([{ id: `r${at}-${number}`, at, reason, detail, message }]).catch(() => undefined)
  }
}
