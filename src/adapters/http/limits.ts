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
  /**
   * Counts a failed login; throws when this address has failed too often with this credential. To be called after the credential was checked: a right
   * one is never locked out, whoever else fails from its address.
   */
  failed(address: string, credential: string): void
}

const KEPT = 10_000

export function createAttempts(limits: { readonly failures: number; readonly perMs: number }, clock: Clock): Attempts {
  const failures = new Map<string, { count: number; readonly until: number }>()
  const current = (key: string): { count: number; readonly until: number } | undefined => {
    const row = failures.get(key)
    if (row !== undefined && clock.monotonic() < row.until) return row
    failures.delete(key)
    return undefined
  }
  return {
    failed(address, credential) {
      const key = `${address} ${credential}`
      const row = current(key) ?? { count: 0, until: clock.monotonic() + limits.perMs }
      row.count++
      if (failures.size >= KEPT) failures.delete(failures.keys().next().value ?? '')
      failures.set(key, row)
      if (row.count <= limits.failures) return
      throw new Problem('too-many-requests', 'too many failed logins with this credential from this address', {
        retryAfter: Math.ceil((row.until - clock.monotonic()) / 1000),
      })
    },
  }
}
