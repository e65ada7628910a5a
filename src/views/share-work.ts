/** Runs work once for all callers of the same moment: a wall of dashboards costs what one does. */

import type { Clock } from '../ports/index.ts'

/** Runs `work` unless a run is under way or ended less than `ms` ago; a failure is not kept. */
export function shareWork<T>(work: () => Promise<T>, ms: number, clock: Clock): () => Promise<T> {
  let current: Promise<T> | null = null
  let endedAt: number | null = null
  return () => {
    if (current !== null && (endedAt === null || clock.monotonic() - endedAt < ms)) return current
    endedAt = null
    const run = work()
    current = run
    run.then(
      () => {
        if (current === run) endedAt = clock.monotonic()
      },
      () => {
        if (current === run) current = null
      },
    )
    return run
  }
}
