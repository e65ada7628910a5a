/** Bounds on the requests of one caller at once. */

import { type Clock } from '../../ports/index.ts'
import { Problem } from './problems.ts'

export interface Slots {
  /** Runs the work when the caller has a free slot; refuses when too many of its requests wait already. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

interface Queue {
  running: number
  readonly waiting: (() => void)[]
}

export function createSlots(limits: { readonly running: number; readonly waiting: number }): Slots {
  const queues = new Map<string, Queue>()
  const leave = (key: string, queue: Queue): void => {
    const next = queue.waiting.shift()
    if (next !== undefined) return next()
    queue.running--
    if (queue.running === 0) queues.delete(key)
  }
  return {
    async run(key, work) {
      const queue = queues.get(key) ?? { running: 0, waiting: [] }
      queues.set(key, queue)
      if (queue.running < limits.running) queue.running++
      else if (queue.waiting.length < limits.waiting) await new Promise<void>((resolve) => void queue.waiting.push(resolve))
      else
        throw new Problem(
          'too-many-requests',
          `${limits.running} heavy questions run and ${limits.waiting} wait; ask again when they are answered`,
          { retryAfter: 2 },
        )
      try {
        return await work()
      } finally {
        leave(key, queue)
      }
    },
  }
}

export interface Attempts {
  /** Refuses while the address has too many recent failures. */
  check(key: string): void
  failed(key: string): void
}

const ADDRESSES = 10_000

export function createAttempts(limits: { readonly failures: number; readonly perMs: number }, clock: Clock): Attempts {
  const failures = new Map<string, { count: number; readonly until: number }>()
  const current = (key: string): { count: number; readonly until: number } | undefined => {
    const row = failures.get(key)
    if (row !== undefined && clock.monotonic() < row.until) return row
    failures.delete(key)
    return undefined
  }
  return {
    check(key) {
      const row = current(key)
      if (row === undefined || row.count < limits.failures) return
      throw new Problem('too-many-requests', 'too many failed logins from this address', {
        retryAfter: Math.ceil((row.until - clock.monotonic()) / 1000),
      })
    },
    failed(key) {
      const row = current(key) ?? { count: 0, until: clock.monotonic() + limits.perMs }
      row.count++
      if (failures.size >= ADDRESSES) failures.clear()
      failures.set(key, row)
    },
  }
}
