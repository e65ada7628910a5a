/** Wakes a loop, and lets others wait until it has come to a sequence, without polling. */

import type { PortError } from '../ports/index.ts'

export interface Wakeup {
  nudge(): void
  /** Resolves at the next nudge, or at once when there was one since the last wake. */
  wake(): Promise<void>
  /** Resolves when `reached` has come to `seq`. */
  until(seq: number, now: number): Promise<void>
  reached(seq: number): void
  /** Rejects all who still wait, now and later. */
  close(why: PortError): void
}

interface Waiter {
  readonly seq: number
  readonly resolve: () => void
  readonly reject: (why: PortError) => void
}

export function createWakeup(): Wakeup {
  let nudged = false
  let wakeUp: (() => void) | null = null
  let waiters: Waiter[] = []
  let closed: PortError | null = null
  return {
    nudge() {
      nudged = true
      wakeUp?.()
    },
    async wake() {
      if (!nudged) {
        await new Promise<void>((resolve) => {
          wakeUp = resolve
        })
      }
      nudged = false
      wakeUp = null
    },
    until(seq, now) {
      if (now >= seq) return Promise.resolve()
      if (closed !== null) return Promise.reject(closed)
      return new Promise((resolve, reject) => {
        waiters.push({ seq, resolve, reject })
      })
    },
    reached(seq) {
      for (const w of waiters) if (w.seq <= seq) w.resolve()
      waiters = waiters.filter((w) => w.seq > seq)
    },
    close(why) {
      closed = why
      for (const w of waiters) w.reject(why)
      waiters = []
    },
  }
}
