/**
 * Messages that did not fit into the journal. Their acknowledgement is held: aedes reads nothing more from a client while one of its packets is
 * open, so the messages here are bounded by one read of each socket. They are offered again, in order, until they fit.
 */

import type { RawMessage } from '../../../domain/index.ts'
import type { Clock, Verdict } from '../../../ports/index.ts'

export interface HeldMessage {
  readonly message: RawMessage
  /** Sender of the message: the order of its messages is kept. */
  readonly client: object
  /** True when the client has disconnected without an acknowledgement: it will send the message again. */
  isAbandoned(): boolean
  finish(verdict: Exclude<Verdict, 'full'>): void
  /** Drops the message without an acknowledgement: too many are held, or the broker stops. */
  refuse(): void
}

export interface HeldMessages {
  /** Whether messages of this client are held; a newer one must then wait behind them. */
  hasFrom(client: object): boolean
  add(held: HeldMessage): void
  stop(): void
}

export interface HeldMessagesOptions {
  readonly offer: (message: RawMessage) => Verdict
  readonly clock: Clock
  /** Most bytes that are held at once. */
  readonly maxBytes: number
}

const RETRY_MS = 100
/** Memory of a message beside its payload, about. */
const OVERHEAD_BYTES = 500

const costOf = (held: HeldMessage): number => held.message.payload.length + OVERHEAD_BYTES

export function createHeldMessages({ offer, clock, maxBytes }: HeldMessagesOptions): HeldMessages {
  let queue: HeldMessage[] = []
  const waiting = new Map<object, number>()
  let bytes = 0
  const stopped = new AbortController()
  let retrying = false

  const release = (held: HeldMessage): void => {
    bytes -= costOf(held)
    const left = (waiting.get(held.client) ?? 1) - 1
    if (left > 0) waiting.set(held.client, left)
    else waiting.delete(held.client)
  }

  /** Offers held messages in order; stops at the first that does not fit. */
  function resume(): void {
    let done = 0
    for (const held of queue) {
      if (held.isAbandoned()) held.refuse()
      else {
        const verdict = offer(held.message)
        if (verdict === 'full') break
        held.finish(verdict)
      }
      release(held)
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
    hasFrom: (client) => waiting.has(client),
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
