/** A TCP proxy that misbehaves on demand: slow, silent (half-open), resetting, closing one half. What it does may change at any time. */

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Behaviour {
  /** Every piece of data waits so long on its way, ms; order is kept. */
  readonly latencyMs: number
  /** Connections are taken and held, nothing is passed on in either direction. */
  readonly blackHole: boolean
}

export interface ChaosProxy {
  readonly port: number
  /** Takes effect at once, for connections that stand as well. */
  become(behaviour: Partial<Behaviour>): void
  /** Every connection that stands is reset (RST). */
  reset(): void
  /** Every connection that stands: the server's half is closed towards the client, the client's stays open. */
  halfClose(): void
  /** Connections taken so far. */
  taken(): number
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

const WELL: Behaviour = { latencyMs: 0, blackHole: false }

export async function startChaosProxy(target: number, first: Partial<Behaviour> = {}): Promise<ChaosProxy> {
  let now: Behaviour = { ...WELL, ...first }
  let taken = 0
  const pairs = new Set<Pair>()
  /** What a black hole has swallowed goes on when it ends, as TCP would send it again. */
  const held: (() => void)[] = []

  function pass(from: Socket, to: Socket): void {
    let order = Promise.resolve()
    const forward = (data: Buffer): void => {
      const { latencyMs } = now
      const later = latencyMs === 0 ? null : new Promise<void>((resolve) => setTimeout(resolve, latencyMs))
      order = order.then(async () => {
        await later
        while (now.blackHole) await new Promise<void>((resolve) => held.push(resolve))
        if (!to.destroyed) to.write(data)
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
    halfClose() {
      for (const { client } of pairs) client.end()
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
