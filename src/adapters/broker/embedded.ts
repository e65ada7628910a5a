/**
 * The broker inside the service: aedes over TCP, MQTT 3.1.1. Sessions and retained messages live in memory and do not survive a
 * restart; readings do, they are in the journal.
 */

import { timingSafeEqual } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { Aedes, type AuthenticateError } from 'aedes'
import type { Subscription } from '../../domain/index.ts'
import { isLoopback } from '../../kernel/index.ts'
import { type Broker, type BrokerHandler, type BrokerState, type Clock, type Events, PortError } from '../../ports/index.ts'
import { type PublishHook, createPublishHook, dropRefused } from './publish-hook.ts'
import { listen } from './listen.ts'
import { guardPackets } from './packet-guard.ts'

export interface EmbeddedBrokerOptions {
  readonly host: string
  /** 0 for any. */
  readonly port: number
  /** A port that is taken is replaced by the next free one; else the start fails and names its holder. */
  readonly replacePort?: boolean
  /** With a user name, clients must send it and the password. */
  readonly username?: string | null
  readonly password?: string | null
  readonly limits: { readonly payloadBytes: number }
  readonly clock: Clock
  readonly events: Events
}

/** A packet may be this many times the payload limit: ingest refuses one that is slightly too large and reports its topic, which the socket cannot. */
const PACKET_FACTOR = 2
/** CONNECT with will and credentials must fit, however small the payload limit. */
const LEAST_PACKET_BYTES = 4096
const CONNECT_TIMEOUT_MS = 10_000
const MAX_CONNECTIONS = 10_000

interface Running {
  readonly aedes: Aedes
  readonly server: Server
  readonly sockets: Set<Socket>
  readonly hook: PublishHook
  readonly url: string
}

export function createEmbeddedBroker(options: EmbeddedBrokerOptions): Broker {
  let running: Running | null = null
  return {
    async start(subscriptions, handler) {
      if (running !== null) throw new PortError('refused', 'the embedded broker is started already')
      running = await open(options, filtersOf(subscriptions), handler)
    },
    async subscribe(subscriptions) {
      running?.hook.setFilters(filtersOf(subscriptions))
    },
    async publish(topic, payload, { qos = 0, retain = false } = {}) {
      if (running === null) throw new PortError('closed', `the embedded broker is not started: nothing was published to "${topic}"`)
      await publish(running.aedes, { cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain, dup: false })
    },
    state: () => stateOf(running),
    async stop() {
      const current = running
      running = null
      if (current !== null) await close(current)
    },
  }
}

function stateOf(running: Running | null): BrokerState {
  if (running === null) return { connected: false, detail: 'the embedded broker is not started', url: null, clients: null }
  return { connected: true, detail: `embedded at ${running.url}`, url: running.url, clients: running.aedes.connectedClients }
}

function publish(aedes: Aedes, packet: Parameters<Aedes['publish']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    aedes.publish(packet, (error) => (error ? reject(new PortError('unavailable', error.message, { cause: error })) : resolve()))
  })
}

/** Topic filters. Whether retained messages are wanted plays no part: the hook sees publishers, not subscriptions. */
function filtersOf(subscriptions: readonly Subscription[]): string[] {
  const filters = subscriptions.map((s) => s.filter)
  const shared = filters.find((f) => f.startsWith('$share/'))
  if (shared === undefined) return filters
  throw new PortError(
    'refused',
    `the embedded broker has no shared subscriptions: "${shared}"; use the filter without $share, or an external broker`,
  )
}

async function open(options: EmbeddedBrokerOptions, filters: readonly string[], handler: BrokerHandler): Promise<Running> {
  const hook = createPublishHook({ filters, handler, clock: options.clock, events: options.events })
  const aedes = await createAedes(options, hook)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => connected(socket, sockets, aedes, options))
  server.maxConnections = MAX_CONNECTIONS
  const port = await listen(server, { ...options, replace: options.replacePort === true }).catch((error: unknown) => {
    // Its timers would keep the process alive.
    aedes.close()
    throw error
  })
  if (!options.username && !isLoopback(options.host)) {
    const detail = `the embedded broker takes messages on ${options.host}:${port} from every machine that reaches it, without a password`
    options.events.emit({ code: 'broker-open', level: 'warn', detail: `${detail} (broker.anonymous)` })
  }
  if (options.port !== 0 && port !== options.port) {
    options.events.emit({ code: 'port-taken', level: 'warn', detail: `MQTT port ${options.port} is taken; the broker listens on ${port}` })
  }
  return { aedes, server, sockets, hook, url: `mqtt://${urlHost(options.host)}:${port}` }
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

async function createAedes(options: EmbeddedBrokerOptions, hook: PublishHook): Promise<Aedes> {
  const { username, password } = options
  const aedes = await Aedes.createBroker({
    connectTimeout: CONNECT_TIMEOUT_MS,
    authorizePublish: hook.authorizePublish,
    // aedes would grant $share/... as a literal filter, to which nothing is ever published.
    authorizeSubscribe: (_client, subscription, done) => done(null, subscription.topic.startsWith('$share/') ? null : subscription),
    ...(username
      ? {
          authenticate: (_client, name, secret, done) =>
            isAuthorized(username, password ?? '', name, secret) ? done(null, true) : done(badCredentials(), false),
        }
      : {}),
  })
  dropRefused(aedes, hook.isRefused)
  const emitter: { on(event: string, listener: (error: unknown) => void): unknown } = aedes
  emitter.on('error', (error) =>
    options.events.emit({ code: 'broker-away', level: 'error', detail: `the embedded broker failed: ${String(error)}` }),
  )
  return aedes
}

function isAuthorized(username: string, password: string, name: string | undefined, secret: Buffer | undefined): boolean {
  const expected = Buffer.from(password)
  return name === username && secret !== undefined && secret.length === expected.length && timingSafeEqual(secret, expected)
}

/** CONNACK return code 4: bad user name or password. */
function badCredentials(): AuthenticateError {
  const error: unknown = Object.assign(new Error('bad user name or password'), { returnCode: 4 })
  return error as AuthenticateError
}

function connected(socket: Socket, sockets: Set<Socket>, aedes: Aedes, options: EmbeddedBrokerOptions): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
  const max = Math.max(PACKET_FACTOR * options.limits.payloadBytes, LEAST_PACKET_BYTES)
  guardPackets(socket, max, (length) =>
    options.events.emit({
      code: 'message-refused',
      level: 'warn',
      reason: 'too-large',
      detail: `a packet of ${length} bytes from ${socket.remoteAddress ?? '?'} is above ${max}: the connection was dropped before reading it`,
    }),
  )
  aedes.handle(socket)
}

async function close({ aedes, server, sockets, hook }: Running): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  hook.stop()
  await new Promise<void>((resolve) => aedes.close(() => resolve()))
  for (const socket of sockets) socket.destroy()
  await closed
}
