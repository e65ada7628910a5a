/** Calls of a store that may be away: retried with growing delays until they succeed, are refused for good, or we stop. */

import { errorText, retryDelay, type RetryPolicy } from '../kernel/index.ts'
import { type Clock, type Events, PortError } from '../ports/index.ts'

const POLICY: RetryPolicy = { first: 200, longest: 10_000 }

export type Attempt =
  | { readonly result: 'done' }
  | { readonly result: 'stopped' }
  | { readonly result: 'refused'; readonly error: PortError }

export interface StoreRetry {
  /** Never rejects. `refused`: the store says that the data itself is at fault. */
  untilDone(what: string, call: () => Promise<void>): Promise<Attempt>
}

export function createStoreRetry(parts: { clock: Clock; events: Events; signal: AbortSignal; stopping: () => boolean }): StoreRetry {
  const { clock, events, signal, stopping } = parts
  let away = false

  /** Reports the failure; returns the delay before the next attempt, ms. */
  function reportFailure(what: string, error: unknown, failures: number): number {
    const retry = error instanceof PortError && error.retry
    const detail = `${what}: ${errorText(error)}`
    if (!away || !retry) {
      events.emit({
        code: 'store-away',
        level: retry ? 'warn' : 'error',
        detail: `${detail}; messages wait in the journal`,
        reason: error instanceof PortError ? error.code : 'unknown',
      })
    }
    away = true
    return retry ? retryDelay(POLICY, failures, Math.random()) : POLICY.longest
  }

  return {
    async untilDone(what, call) {
      for (let failures = 0; ; failures++) {
        try {
          await call()
          if (away) events.emit({ code: 'store-back', level: 'info', detail: `${what} goes through again` })
          away = false
          return { result: 'done' }
        } catch (error) {
          if (error instanceof PortError && error.code === 'refused' && !error.retry) return { result: 'refused', error }
          if (stopping()) return { result: 'stopped' }
          await clock.sleep(reportFailure(what, error, failures), signal)
          if (stopping()) return { result: 'stopped' }
        }
      }
    },
  }
}
