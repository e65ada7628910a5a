/** The broker's hand-over: limits, journal, and only then the acknowledgement. Synchronous, because brokers hand over one packet at a time. */

import type { DeadReason, RawMessage } from '../domain/index.ts'
import { type BrokerHandler, type Clock, type Events, type Journal, type Metrics, PortError } from '../ports/index.ts'
import { createRates, type IngestLimits, topicFault } from './limits.ts'

export interface IngestorParts {
  readonly journal: Pick<Journal, 'append'>
  readonly limits: IngestLimits
  readonly events: Events
  readonly metrics: Metrics
  readonly clock: Clock
  /** Keeps a refused message as a dead letter. */
  readonly onRefused?: (message: RawMessage, reason: DeadReason, detail: string) => void
}

/** Of larger refused messages only the envelope is handed to onRefused. */
const KEPT_BYTES = 64 * 1024
const NOTHING = new Uint8Array(0)

interface Refusal {
  readonly reason: DeadReason
  readonly detail: string
}

/** `full` and every other failure of the journal mean: not on our disk, so not acknowledged. */
export function createIngestor(parts: IngestorParts): BrokerHandler {
  const { journal, limits, events, metrics, clock, onRefused } = parts
  const rates = createRates(limits.messagesPerSecond, clock)
  let full = false

  function broken(message: RawMessage): Refusal | null {
    const fault = topicFault(message.topic)
    if (fault !== null) return { reason: 'invalid-topic', detail: fault }
    const bytes = message.payload.byteLength
    if (bytes > limits.payloadBytes) return { reason: 'too-large', detail: `${bytes} bytes; at most ${limits.payloadBytes} are taken` }
    if (rates.take(message.topic)) return null
    return { reason: 'rate-limited', detail: `more than ${limits.messagesPerSecond} messages a second from one device; slow it down` }
  }

  function refuse(message: RawMessage, { reason, detail }: Refusal): 'refused' {
    metrics.count('messages_refused', { reason })
    events.emit({
      code: 'message-refused',
      level: 'warn',
      reason,
      detail: `${detail} (topic ${JSON.stringify(message.topic.slice(0, 80))})`,
    })
    const kept = message.payload.byteLength <= KEPT_BYTES
    onRefused?.(kept ? message : { ...message, payload: NOTHING }, reason, kept ? detail : `${detail}; its content was not kept`)
    return 'refused'
  }

  function notWritten(error: unknown): 'full' {
    const detail = error instanceof Error ? error.message : String(error)
    metrics.count('messages_held')
    if (!full)
      events.emit({
        code: 'journal-full',
        level: 'error',
        detail: `${detail}; messages are not acknowledged until there is room`,
        reason: error instanceof PortError ? error.code : 'unknown',
      })
    full = true
    return 'full'
  }

  return {
    receive(message) {
      const refusal = broken(message)
      if (refusal !== null) return refuse(message, refusal)
      try {
        journal.append(message)
      } catch (error) {
        return notWritten(error)
      }
      full = false
      return 'accepted'
    },
  }
}
