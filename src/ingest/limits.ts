/** What a message may be before it touches the disk. Cheap: runs for every packet, before the acknowledgement. */

import { TokenBucket } from '../kernel/index.ts'
import type { Clock } from '../ports/index.ts'

export interface IngestLimits {
  readonly payloadBytes: number
  /** Steady rate of one device (topics with one parent); short bursts of BURST_SECONDS times this pass. */
  readonly messagesPerSecond: number
}

const TOPIC_BYTES = 1024
/** A device that was offline sends its backlog at once: a burst of this length is no flood. */
const BURST_SECONDS = 10
const BUCKETS_KEPT = 20_000

/** Why a topic is refused, or null. Topics of our own (`$campus/...`) never come from outside. */
export function topicFault(topic: string): string | null {
  if (topic === '') return 'the topic is empty'
  // A UTF-16 unit is at most three bytes of UTF-8.
  if (topic.length * 3 > TOPIC_BYTES && Buffer.byteLength(topic) > TOPIC_BYTES) return `the topic is longer than ${TOPIC_BYTES} bytes`
  if (topic.startsWith('$campus/')) return `"${topic.slice(0, 80)}" belongs to the service; publish elsewhere`
  for (let i = 0; i < topic.length; i++) {
    const c = topic.charCodeAt(i)
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return 'the topic holds a control character'
    if (c === 0x2b || c === 0x23) return 'the topic holds a wildcard'
  }
  return null
}

export interface Rates {
  /** Takes one message of the topic's device; false when it sends too fast. */
  take(topic: string): boolean
}

/** A token bucket per device; the parent of a topic stands for the device. */
export function createRates(messagesPerSecond: number, clock: Pick<Clock, 'monotonic'>): Rates {
  const capacity = messagesPerSecond * BURST_SECONDS
  const buckets = new Map<string, TokenBucket>()

  function fresh(key: string, now: number): TokenBucket {
    if (buckets.size >= BUCKETS_KEPT) buckets.delete(buckets.keys().next().value ?? '')
    const bucket = new TokenBucket(messagesPerSecond, capacity, now)
    buckets.set(key, bucket)
    return bucket
  }

  return {
    take(topic) {
      const slash = topic.lastIndexOf('/')
      const key = slash > 0 ? topic.slice(0, slash) : topic
      const now = clock.monotonic()
      return (buckets.get(key) ?? fresh(key, now)).tryTake(now)
    },
  }
}
