import type { Instant } from '../domain/index.ts'

/** Time is an argument: nothing outside adapters/system asks the machine for it. */
export interface Clock {
  now(): Instant
  /** Milliseconds that never jump; for durations only. */
  monotonic(): number
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Lets other work of the event loop go first. */
  yieldToEventLoop(): Promise<void>
}
