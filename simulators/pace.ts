/** Simulated time against the clock on the wall. */

export interface PaceOptions {
  readonly speed: number | 'max'
  /** Simulated instant that comes at `origin`, both epoch ms. */
  readonly start: number
  readonly origin: number
  readonly signal?: AbortSignal
}

/** Timers hold at most this long. */
const LONGEST_MS = 60_000
/** At full speed the event loop gets a turn this often. */
const BREATH_MS = 10

/** Resolves when the simulated instant has come: true to go on, false when the signal has ended the play. */
export function createPace({ speed, start, origin, signal }: PaceOptions): (at: number) => Promise<boolean> {
  const breathe = createBreath()
  const ended = (): boolean => signal?.aborted === true
  return async (at) => {
    if (speed === 'max') await breathe()
    else {
      const due = origin + (at - start) / speed
      while (!ended() && Date.now() < due) await pause(Math.min(LONGEST_MS, due - Date.now()), signal)
    }
    return !ended()
  }
}

/** Gives the event loop a turn when the caller has held it for a while. */
export function createBreath(): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < BREATH_MS) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now()
        resolve()
      }),
    )
  }
}

/** A timer that a signal cuts short. */
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
