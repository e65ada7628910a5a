/**
 * Messages the journal had no room for. Their acknowledgement is held: aedes reads no further from a client while one of its packets
 * is open, so what waits here is bounded by what one read of each socket brought. They are offered again, in order, until they fit.
 */

import type { RawMessage } from '../../domain/index.ts'
import type { Clock, Verdict } from '../../ports/index.ts'

export interface HeldMessage {
  readonly message: RawMessage
  /** Whose turn it is: of one client, order is kept. */
  readonly client: object
  /** The client is gone and was not promised anything: it sends again. */
  abandoned(): boolean
  settle(verdict: Exclude<Verdict, 'full'>): void
  /** There is no room even to wait, or the broker stops: no acknowledgement. */
  refuse(): void
}

export interface Held {
  /** Whether messages of this client wait; a newer one must then wait behind them. */
  holds(client: object): boolean
  add(held: HeldMessage): void
  stop(): void
}

export interface HeldOptions {
  readonly offer: (message: RawMessage) => Verdict
  readonly clock: Clock
  /** Memory that may wait at once. */
  readonly maxBytes: number
}

const RETRY_MS = 100
/** What a message costs beside its payload, about. */
const OVERHEAD_BYTES = 500

const costOf = (held: HeldMessage): number => held.message.payload.length + OVERHEAD_BYTES

export function createHeld({ offer, clock, maxBytes }: HeldOptions): Held {
  let queue: HeldMessage[] = []
  const waiting = new Map<object, number>()
  let bytes = 0
  const stopped = new AbortController()
  let retrying = false

  const leave = (held: HeldMessage): void => {
    bytes -= costOf(held)
    const left = (waiting.get(held.client) ?? 1) - 1
    if (left > 0) waiting.set(held.client, left)
    else waiting.delete(held.client)
  }

  /** Offers what waits; stops at the first that does not fit. */
  function resume(): void {
    let done = 0
    for (const held of queue) {
      if (held.abandoned()) held.refuse()
      else {
        const verdict = offer(held.message)
        if (verdict === 'full') break
        held.settle(verdict)
      }
      leave(held)
      done++
    }
    queue = queue.slice(done)
  }

  async function retry(): Promise<void> {
    if (retrying) return
    retrying = true
    while (queue.length > 0 && !stopped.signal.aborted) {
      await clock.sleep(RETRY_MS, stopped.signal)
      if (!stopped.signal.aborted) resume()
    }
    retrying = false
  }

  return {
    holds: (client) => waiting.has(client),
    add(held) {
      if (bytes >= maxBytes || stopped.signal.aborted) return held.refuse()
      bytes += costOf(held)
      queue.push(held)
      waiting.set(held.client, (waiting.get(held.client) ?? 0) + 1)
      void retry()
    },
    stop() {
      stopped.abort()
      for (const held of queue) held.refuse()
      queue = []
      waiting.clear()
    },
  }
}
