/** The broker's hand-over: limits, journal, and only then the acknowledgement. Synchronous, because brokers hand over one packet at a time. */

import type { DeadReason, RawMessage } from '../domain/index.ts'
import { errorText } from '../kernel/index.ts'
import { type BrokerHandler, type Clock, type Events, type Journal, type Metrics, PortError, type Verdict } from '../ports/index.ts'
import { createRates, type IngestLimits, topicFault } from './limits.ts'

export interface IngestorParts {
  readonly journal: Pick<Journal, 'append' | 'enqueue' | 'flush'>
  readonly limits: IngestLimits
  readonly events: Events
  readonly metrics: Metrics
  readonly clock: Clock
  /** A message on a topic that no source listens to. */
  readonly onOverlooked?: (message: RawMessage) => void
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

/** A check that gives the limit a message breaks, or null. */
function createLimitCheck(limits: IngestLimits, clock: Clock): (message: RawMessage) => Refusal | null {
  const rates = createRates(limits.messagesPerSecond, clock)
  return ({ topic, payload }) => {
    const fault = topicFault(topic)
    if (fault !== null) return { reason: 'invalid-topic', detail: fault }
    const bytes = payload.byteLength
    if (bytes > limits.payloadBytes) return { reason: 'too-large', detail: `${bytes} bytes; at most ${limits.payloadBytes} are taken` }
    if (rates.take(topic)) return null
    return { reason: 'rate-limited', detail: `more than ${limits.messagesPerSecond} messages a second from one device; slow it down` }
  }
}

/** Reports and counts a refused message, and keeps it as a dead letter. */
function createRefusal({ metrics, events, onRefused }: IngestorParts): (message: RawMessage, refusal: Refusal) => 'refused' {
  return (message, { reason, detail }) => {
    metrics.count('messages_refused', { reason })
    const where = `(topic ${JSON.stringify(message.topic.slice(0, 80))})`
    events.emit({ code: 'message-refused', level: 'warn', reason, detail: `${detail} ${where}` })
    const kept = message.payload.byteLength <= KEPT_BYTES
    onRefused?.(
      { ...message, payload: kept ? Uint8Array.from(message.payload) : NOTHING },
      reason,
      kept ? detail : `${detail}; its content was not kept`,
    )
    return 'refused'
  }
}

/** `full` and every other failure of the journal mean: not on our disk, so not acknowledged. */
export function createIngestor(parts: IngestorParts): BrokerHandler {
  const { journal, limits, events, metrics, clock } = parts
  const breachOf = createLimitCheck(limits, clock)
  const refuse = createRefusal(parts)
  let full = false
  let unflushed = false

  function reportUnwritten(error: unknown): 'full' {
    const detail = errorText(error)
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

  function accept(message: RawMessage, write: (message: RawMessage) => unknown): Verdict {
    const refusal = breachOf(message)
    if (refusal !== null) return refuse(message, refusal)
    try {
      write(message)
      return 'accepted'
    } catch (error) {
      return reportUnwritten(error)
    }
  }

  const append = (message: RawMessage): void => {
    journal.append(message)
    full = false
  }
  const enqueue = (message: RawMessage): void => {
    journal.enqueue(message)
    unflushed = true
  }
  return {
    receive: (message) => accept(message, append),
    append: (message) => accept(message, enqueue),
    overlook: (message) => parts.onOverlooked?.(message),
    flush() {
      const some = unflushed
      unflushed = false
      try {
        journal.flush()
        if (some) full = false
        return true
      } catch (error) {
        reportUnwritten(error)
        return false
      }
    },
  }
}
