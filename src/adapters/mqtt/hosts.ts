/** The nodes of a broker: one is in use, and when it fails the others are tried at once, each once, before there is a pause. */

import { hostsOf } from '../../kernel/index.ts'
import type { Clock } from '../../ports/index.ts'

export interface Hosts {
  /** Address that is in use: `mqtt://host:port`. */
  current(): string
  /** Takes the node for the next attempt. */
  next(): void
  /** The node in use has taken the connection. */
  connected(): void
  /** The attempt or the connection has ended. Returns whether there are nodes that have not been tried since. */
  ended(): boolean
}

/** A connection that ends sooner counts as a failed attempt: two services with one client id would end each other without a pause. */
const SOUND_MS = 5000

export function createHosts(url: string, clock: Pick<Clock, 'monotonic'>): Hosts {
  const hosts = hostsOf(url)
  let at = -1
  let tried = 0
  let connectedAt: number | null = null
  return {
    current: () => hosts[Math.max(0, at)] ?? url,
    next() {
      at = (at + 1) % hosts.length
      tried += 1
    },
    connected() {
      connectedAt = clock.monotonic()
    },
    ended() {
      if (connectedAt !== null && clock.monotonic() - connectedAt >= SOUND_MS) tried = 0
      connectedAt = null
      if (hosts.length > 1 && tried < hosts.length) return true
      tried = 0
      return false
    },
  }
}
