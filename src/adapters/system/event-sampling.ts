/**
 * Repeated events are counted instead of written: of one kind (code, reason, level) the first BURST of a window pass, unless an event repeats the
 * one before exactly. When the window ends, a summary of the suppressed events is written with the last of them.
 */

import type { ServiceEvent } from '../../ports/index.ts'

export const WINDOW_MS = 10_000
export const BURST = 5
/** Kinds that are counted at once. Codes and reasons are closed sets, so this limit is a guard that is not reached in practice. */
const KINDS = 1000

interface Run {
  readonly ends: number
  passed: number
  suppressed: number
  last: ServiceEvent
}

export interface Sampling {
  /** The event when it is to be written now; null when it is only counted. */
  sample(event: ServiceEvent, now: number): ServiceEvent | null
  /** Summaries of windows that have ended. */
  due(now: number): ServiceEvent[]
}

function summary(run: Run): ServiceEvent | null {
  if (run.suppressed === 0) return null
  return {
    ...run.last,
    detail: `${run.last.detail} (and ${run.suppressed - 1} more like this in ${WINDOW_MS / 1000} s)`,
    count: run.suppressed,
  }
}

export function createSampling(): Sampling {
  const runs = new Map<string, Run>()
  return {
    sample(event, now) {
      const key = `${event.code} ${event.reason ?? ''} ${event.level}`
      const run = runs.get(key)
      if (run === undefined) {
        if (runs.size < KINDS) runs.set(key, { ends: now + WINDOW_MS, passed: 1, suppressed: 0, last: event })
        return event
      }
      const repeated = run.last.detail === event.detail
      run.last = event
      if (!repeated && run.passed < BURST) {
        run.passed++
        return event
      }
      run.suppressed++
      return null
    },
    due(now) {
      const ended: ServiceEvent[] = []
      for (const [key, run] of runs) {
        if (now < run.ends) continue
        runs.delete(key)
        const event = summary(run)
        if (event !== null) ended.push(event)
      }
      return ended
    },
  }
}
