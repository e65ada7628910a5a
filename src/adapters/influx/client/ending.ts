/** The last moments of a client whose service stops: what is under way then may take so long, afterwards everything has failed. */

import { PortError } from '../../../ports/index.ts'

export interface Ending {
  /** The end comes in so many ms; the first call counts. */
  within(ms: number): void
  /** `fail` hears of the end; the answer takes it back. */
  onEnd(fail: (error: PortError) => void): () => void
  /** Throws once the end has come. */
  check(): void
  /** There is no end to wait for any more. */
  close(): void
}

export function createEnding(address: string): Ending {
  const waiting = new Set<(error: PortError) => void>()
  let timer: NodeJS.Timeout | null = null
  let over = false
  const tooLate = (): PortError => new PortError('unavailable', `the store at ${address} has not answered before the service stopped`)

  function end(): void {
    over = true
    for (const fail of waiting) fail(tooLate())
  }

  return {
    within(ms) {
      timer ??= setTimeout(end, ms)
    },
    onEnd(fail) {
      waiting.add(fail)
      return () => waiting.delete(fail)
    },
    check() {
      if (over) throw tooLate()
    },
    close() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}
