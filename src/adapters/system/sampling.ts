/**
 * Repetition is counted, not repeated: of one kind of event (code, reason, level) the first BURST of a window pass, and an exact
 * repetition of the one before does not. What was held back is told with the last of them when the window ends.
 */

import type { ServiceEvent } from '../../ports/index.ts'

export const WINDOW_MS = 10_000
export const BURST = 5
/** Kinds followed at once; codes and reasons are closed sets, so this is a guard, not a limit one meets. */
const KINDS = 1000

interface Run {
  readonly ends: number
  passed: number
  heldBack: number
  last: ServiceEvent
}

export interface Sampling {
  /** The event as it should be written now, or null when it is only counted. */
  admit(event: ServiceEvent, now: number): ServiceEvent | null
  /** What was held back in windows that have ended. */
  due(now: number): ServiceEvent[]
}

function summary(run: Run): ServiceEvent | null {
  if (run.heldBack === 0) return null
  return {
    ...run.last,
    detail: `${run.last.detail} (and ${run.heldBack - 1} more like this in ${WINDOW_MS / 1000} s)`,
    count: run.heldBack,
  }
}

export function createSampling(): Sampling {
  const runs = new Map<string, Run>()
  return {
    admit(event, now) {
      const key = `${event.code} ${event.reason ?? ''} ${event.level}`
      const run = runs.get(key)
      if (run === undefined) {
        if (runs.size < KINDS) runs.set(key, { ends: now + WINDOW_MS, passed: 1, heldBack: 0, last: event })
        return event
      }
      const repeated = run.last.detail === event.detail
      run.last = event
      if (!repeated && run.passed < BURST) {
        run.passed++
        return event
      }
      run.heldBack++
      return null
    },
    due(now) {
      const ended: ServiceEvent[] = []
      for (const [key, run] of runs) {
        if (now < run.ends) continue
        runs.delete(key)
        const told = summary(run)
        if (told !== null) ended.push(told)
      }
      return ended
    },
  }
}
