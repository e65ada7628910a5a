/** The machine's time. The only implementation of the Clock port outside tests. */

import { instant } from '../../domain/index.ts'
import type { Clock } from '../../ports/index.ts'

export function createClock(): Clock {
  return {
    now: () => instant(Date.now()),
    monotonic: () => performance.now(),
    sleep,
    yieldToEventLoop: () => new Promise((resolve) => void setImmediate(resolve)),
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
}
