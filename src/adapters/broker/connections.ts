/** The sockets of the embedded broker: how many, how fast they are read, and how much waits for those that do not read. */

import type { Socket } from 'node:net'
import { TokenBucket } from '../../kernel/index.ts'
import type { Clock } from '../../ports/index.ts'
import { BOUNDS, type BrokerRefusal } from './memory/bounds.ts'
import { guardPackets, type PacketLimits, type ReadRate } from './packet-guard.ts'

export interface ConnectionsOptions {
  readonly clock: Clock
  readonly limits: PacketLimits
  /** Steady rate of one connection; a burst of BURST_SECONDS passes. */
  readonly packetsPerSecond: number
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
  readonly onTooLarge: (length: number, address: string) => void
}

export interface ClientConnections {
  /** Guards a new socket; false when there are too many, and then it is closed. */
  open(socket: Socket): boolean
  /** Whether a message may be sent to the socket. One whose client does not read is closed, so that nothing piles up for it. */
  accepts(socket: Socket): boolean
  closeAll(): void
}

const BURST_SECONDS = 2
const BYTE_BURST_SECONDS = 4

export function createConnections(options: ConnectionsOptions): ClientConnections {
  const { clock, limits, packetsPerSecond, onRefused, onTooLarge } = options
  const sockets = new Set<Socket>()
  const perAddress = new Map<string, number>()
  /** Sockets that their client does not keep up with. */
  const slow = new Set<Socket>()

  const count = (address: string, by: 1 | -1): void => {
    const now = (perAddress.get(address) ?? 0) + by
    if (now > 0) perAddress.set(address, now)
    else perAddress.delete(address)
  }

  function unreadOfAll(): number {
    let all = 0
    for (const socket of slow) {
      if (socket.destroyed || socket.writableLength < BOUNDS.unread.counted) slow.delete(socket)
      else all += socket.writableLength
    }
    return all
  }

  return {
    open(socket) {
      const address = socket.remoteAddress ?? '?'
      if ((perAddress.get(address) ?? 0) >= BOUNDS.connections.perAddress) {
        onRefused('connections', `${address} has ${BOUNDS.connections.perAddress} connections already`)
        socket.destroy()
        return false
      }
      sockets.add(socket)
      count(address, 1)
      socket.once('close', () => {
        sockets.delete(socket)
        slow.delete(socket)
        count(address, -1)
      })
      const rate = readRate(clock, packetsPerSecond)
      guardPackets(socket, { limits, rate, sleep: (ms) => clock.sleep(ms), onRefused: (length) => onTooLarge(length, address) })
      neverFull(socket)
      return true
    },
    accepts(socket) {
      const unread = socket.writableLength
      if (unread < BOUNDS.unread.counted) return true
      slow.add(socket)
      if (unread < BOUNDS.unread.perClient && unreadOfAll() < BOUNDS.unread.all) return true
      onRefused('unread', `${socket.remoteAddress ?? '?'} is disconnected: it does not read what it subscribed to`)
      socket.destroy()
      return false
    },
    closeAll() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** What may be read of one connection. */
function readRate(clock: Clock, packetsPerSecond: number): ReadRate {
  const packets = new TokenBucket(packetsPerSecond, packetsPerSecond * BURST_SECONDS, clock.monotonic())
  const bytes = new TokenBucket(BOUNDS.bytesPerSecond, BOUNDS.bytesPerSecond * BYTE_BURST_SECONDS, clock.monotonic())
  return {
    waitMs: () => Math.max(packets.waitMs(clock.monotonic()), bytes.waitMs(clock.monotonic())),
    take(readBytes, readPackets) {
      const at = clock.monotonic()
      packets.take(readPackets, at)
      bytes.take(readBytes, at)
    },
  }
}

/** aedes would wait until a full socket drains, and meanwhile read nothing from the client that published: one that does not read would stop all others. */
function neverFull(socket: Socket): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  socket.write = (...args: unknown[]): boolean => {
    write(...args)
    return true
  }
}
