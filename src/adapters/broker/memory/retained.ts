/** Retained messages within their bounds. A message that does not fit was published to those who listen, and is not kept. */

import type { PublishPacket } from 'aedes'
import type { Clock } from '../../../ports/index.ts'
import { topicMatcher } from '../filters.ts'
import { BOUNDS, costOf } from './bounds.ts'

interface Kept {
  readonly packet: PublishPacket
  readonly cost: number
  /** A source of the campus reads the topic. */
  readonly mapped: boolean
  readonly at: number
}

interface Share {
  count: number
  bytes: number
}

export interface Retained {
  /** False when there is no room. An empty payload removes the message of the topic. */
  store(packet: PublishPacket, mapped: boolean): boolean
  match(filters: readonly string[]): Generator<PublishPacket>
}

export function createRetained(clock: Pick<Clock, 'monotonic'>): Retained {
  const kept = new Map<string, Kept>()
  const shares: Record<'mapped' | 'unmapped', Share> = { mapped: { count: 0, bytes: 0 }, unmapped: { count: 0, bytes: 0 } }
  const shareOf = ({ mapped }: Pick<Kept, 'mapped'>): Share => shares[mapped ? 'mapped' : 'unmapped']

  const remove = (topic: string): void => {
    const entry = kept.get(topic)
    if (entry === undefined) return
    kept.delete(topic)
    shareOf(entry).count -= 1
    shareOf(entry).bytes -= entry.cost
  }
  const isExpired = ({ mapped, at }: Kept): boolean => !mapped && clock.monotonic() - at >= BOUNDS.unmappedRetained.expireMs
  const sweep = (): void => {
    for (const [topic, entry] of kept) if (isExpired(entry)) remove(topic)
  }
  const fits = (entry: Kept): boolean => {
    const bound = entry.mapped ? BOUNDS.retained : BOUNDS.unmappedRetained
    const { count, bytes } = shareOf(entry)
    return count < bound.count && bytes + entry.cost <= bound.bytes
  }

  return {
    store(packet, mapped) {
      remove(packet.topic)
      if (packet.payload.length === 0) return true
      // A copy: the payload is a part of the buffer that was read from the socket, and would keep all of it.
      const entry: Kept = {
        packet: { ...packet, payload: Buffer.from(packet.payload) },
        cost: costOf(packet),
        mapped,
        at: clock.monotonic(),
      }
      if (!fits(entry) && !mapped) sweep()
      if (!fits(entry)) return false
      kept.set(packet.topic, entry)
      shareOf(entry).count += 1
      shareOf(entry).bytes += entry.cost
      return true
    },
    *match(filters) {
      const isWanted = topicMatcher(filters)
      for (const [topic, entry] of kept) if (!isExpired(entry) && isWanted(topic)) yield entry.packet
    },
  }
}
