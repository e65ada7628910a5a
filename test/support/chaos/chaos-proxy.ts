/** A TCP proxy that misbehaves on demand: slow, narrow, silent (half-open), resetting, closing one half. What it does may change at any time. */

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Behaviour {
  /** Every piece of data waits so long on its way, ms; order is kept. */
  readonly latencyMs: number
  /** Bandwidth limit per connection and direction, bytes per second; a faster sender waits. */
  readonly bytesPerSecond: number
  /** Connections are taken and held, nothing is passed on in either direction. */
  readonly blackHole: boolean
}

export interface ChaosProxy {
  readonly port: number
  /** Takes effect at once, for connections that stand as well. */
  become(behaviour: Partial<Behaviour>): void
  /** Every connection that stands is reset (RST). */
  reset(): void
  /** Every connection that stands: the half towards one side is closed (FIN), by default towards the client; the other stays open. */
  halfClose(towards?: 'client' | 'server'): void
  /** Connections taken so far. */
  taken(): number
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

const WELL: Behaviour = { latencyMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, blackHole: false }
/** Under way in one direction before its sender has to wait, bytes. */
const UNDER_WAY = 64 * 1024
/** A narrow connection passes its data in so many pieces a second. */
const PIECES = 20

export async function startChaosProxy(target: number, first: Partial<Behaviour> = {}): Promise<ChaosProxy> {
  let now: Behaviour = { ...WELL, ...first }
  let taken = 0
  const pairs = new Set<Pair>()
  /** What a black hole has swallowed goes on when it ends, as TCP would send it again. */
  const held: (() => void)[] = []

  function pass(from: Socket, to: Socket): void {
    let order = Promise.resolve()
    let underWay = 0
    /** Monotonic time at which the line is free again. */
    let free = 0
    const narrow = async (bytes: number): Promise<void> => {
      const at = performance.now()
      free = Math.max(free, at) + (1000 * bytes) / now.bytesPerSecond
      if (free > at + 1) await new Promise<void>((resolve) => setTimeout(resolve, free - at))
    }
    const forward = (data: Buffer): void => {
      const { latencyMs } = now
      const later = latencyMs === 0 ? null : new Promise<void>((resolve) => setTimeout(resolve, latencyMs))
      underWay += data.length
      if (underWay > UNDER_WAY) from.pause()
      order = order.then(async () => {
        await later
        for (let sent = 0; sent < data.length && !to.destroyed; ) {
          const piece = data.subarray(sent, sent + Math.max(1, now.bytesPerSecond / PIECES))
          await narrow(piece.length)
          while (now.blackHole) await new Promise<void>((resolve) => held.push(resolve))
          if (!to.destroyed) to.write(piece)
          sent += piece.length
        }
        underWay -= data.length
        if (underWay <= UNDER_WAY) from.resume()
      })
    }
    from.on('data', forward)
    from.on('end', () => void order.then(() => to.destroyed || to.end()))
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    taken += 1
    const pair = { client, server: connect({ port: target, host: '127.0.0.1', allowHalfOpen: true }) }
    pairs.add(pair)
    pass(pair.client, pair.server)
    pass(pair.server, pair.client)
    for (const [one, other] of [
      [pair.client, pair.server],
      [pair.server, pair.client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => {
        pairs.delete(pair)
        if (one.destroyed && !other.destroyed) other.end()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }

  return {
    port,
    become(behaviour) {
      now = { ...now, ...behaviour }
      if (!now.blackHole) for (const wake of held.splice(0)) wake()
    },
    reset() {
      for (const { client, server: far } of pairs) {
        client.resetAndDestroy()
        far.destroy()
      }
    },
    halfClose(towards = 'client') {
      for (const pair of pairs) pair[towards].end()
    },
    taken: () => taken,
    async close() {
      now = WELL
      for (const wake of held.splice(0)) wake()
      for (const { client, server: far } of pairs) {
        client.destroy()
        far.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
}
