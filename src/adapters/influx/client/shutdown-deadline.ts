/** The deadline of a client whose service stops: requests that are running may take until then, and fail afterwards. */

import { PortError } from '../../../ports/index.ts'

export interface ShutdownDeadline {
  /** Expires in `ms`; later calls have no effect. */
  start(ms: number): void
  /** Calls `fail` when the deadline expires. Returns how to unsubscribe. */
  onExpiry(fail: (error: PortError) => void): () => void
  /** Throws once the deadline has expired. */
  check(): void
  /** Cancels the timer. */
  close(): void
}

export function createShutdownDeadline(address: string): ShutdownDeadline {
  const waiting = new Set<(error: PortError) => void>()
  let timer: NodeJS.Timeout | null = null
  let expired = false
  const deadlineError = (): PortError => new PortError('unavailable', `the store at ${address} has not answered before the service stopped`)

  function expire(): void {
    expired = true
    for (const fail of waiting) fail(deadlineError())
  }

  return {
    start(ms) {
      timer ??= setTimeout(expire, ms)
    },
    onExpiry(fail) {
      waiting.add(fail)
      return () => waiting.delete(fail)
    },
    check() {
      if (expired) throw deadlineError()
    },
    close() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}
