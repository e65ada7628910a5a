/** A real broker on a free port that remembers what it was sent. */

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Aedes } from 'aedes'

export interface Heard {
  readonly topic: string
  readonly text: string
  readonly retain: boolean
  readonly qos: number
}

export interface Broker {
  readonly url: string
  readonly heard: readonly Heard[]
  /** Cuts every connection; clients may come back. */
  cut(): void
  /** Resolves once the condition holds after a message. */
  until(condition: () => boolean): Promise<void>
  close(): Promise<void>
}

export async function openBroker(): Promise<Broker> {
  const aedes = await Aedes.createBroker()
  const server: Server = createServer(aedes.handle)
  const sockets = new Set<Socket>()
  const heard: Heard[] = []
  const waiting: { condition: () => boolean; resolve: () => void }[] = []
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  // Before the acknowledgement, as in the service: aedes acknowledges a message before it publishes it.
  aedes.authorizePublish = (client, packet, done) => {
    if (client !== null) heard.push({ topic: packet.topic, text: packet.payload.toString(), retain: packet.retain, qos: packet.qos })
    done(null)
    for (const w of waiting) if (w.condition()) w.resolve()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    until: (condition) => (condition() ? Promise.resolve() : new Promise((resolve) => waiting.push({ condition, resolve }))),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
