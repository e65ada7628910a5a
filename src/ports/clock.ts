import type { Instant } from '../domain/index.ts'

/** The time of the machine. Nothing outside adapters/system reads it: elsewhere time is an argument. */
export interface Clock {
  now(): Instant
  /** Milliseconds that never jump; for durations only. */
  monotonic(): number
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Resolves after other work of the event loop has run. */
  yieldToEventLoop(): Promise<void>
}

/** Periodic wake-ups. A beat only triggers a check: which work is due follows from history, never from the beat. */
export interface Beats {
  /** Calls `beat` at each slot of a six-field cron pattern in the zone; calls never overlap. Returns how to stop. Throws PortError `refused` for a wrong pattern. */
  every(name: string, pattern: string, zone: string, beat: () => Promise<void>): () => void
}
