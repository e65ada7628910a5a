/** Keeps simulated time in step with real time. */

export interface PaceOptions {
  readonly speed: number | 'max'
  /** Simulated instant that comes at `origin`, both epoch ms. */
  readonly start: number
  readonly origin: number
  readonly signal?: AbortSignal
}

/** Longest timer, ms. */
const LONGEST_MS = 60_000
/** Longest time without a yield to the event loop at full speed, ms. */
const YIELD_EVERY_MS = 10

/** Resolves at the simulated instant: true to go on, false when the signal has aborted. */
export function createPace({ speed, start, origin, signal }: PaceOptions): (at: number) => Promise<boolean> {
  const yieldToEventLoop = createYielder()
  const ended = (): boolean => signal?.aborted === true
  return async (at) => {
    if (speed === 'max') await yieldToEventLoop()
    else {
      const due = origin + (at - start) / speed
      while (!ended() && Date.now() < due) await pause(Math.min(LONGEST_MS, due - Date.now()), signal)
    }
    return !ended()
  }
}

/** Creates a function that yields to the event loop when it has been busy for YIELD_EVERY_MS. */
export function createYielder(): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < YIELD_EVERY_MS) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now()
        resolve()
      }),
    )
  }
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve()
      return
    }
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.max(1, ms))
    signal?.addEventListener('abort', end, { once: true })
  })
}
