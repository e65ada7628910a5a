/**
 * The broker inside the service: aedes over TCP, MQTT 3.1.1. Sessions and retained messages live in memory, within the bounds of
 * memory/bounds.ts, and do not survive a restart; readings do, they are in the journal.
 */

import { createServer, type Server } from 'node:net'
import { Aedes } from 'aedes'
import type { ServicePresence, Subscription } from '../../domain/index.ts'
import { isLoopback } from '../../kernel/index.ts'
import { type Broker, type BrokerHandler, type BrokerState, type Clock, type Events, type Metrics, PortError } from '../../ports/index.ts'
import { createClientChecks } from './client-checks.ts'
import { type ClientConnections, createConnections } from './connections.ts'
import { listen } from './listen.ts'
import { BOUNDS, type BrokerRefusal } from './memory/bounds.ts'
import { BoundedPersistence } from './memory/persistence.ts'
import { type PublishHook, createPublishHook, dropRefused } from './publish-hook.ts'

export interface EmbeddedBrokerOptions {
  readonly host: string
  /** 0 for any. */
  readonly port: number
  /** A port that is taken is replaced by the next free one; else the start fails and names its holder. */
  readonly replacePort?: boolean
  /** With a user name, clients must send it and the password. */
  readonly username?: string | null
  readonly password?: string | null
  readonly limits: { readonly payloadBytes: number; readonly messagesPerSecond?: number }
  readonly clock: Clock
  readonly events: Events
  readonly metrics?: Metrics
}

/** A packet may be this many times the payload limit: ingest refuses one that is slightly too large and reports its topic, which the socket cannot. */
const PACKET_FACTOR = 2
/** CONNECT with will and credentials must fit, and a SUBSCRIBE with a hundred filters, however small the payload limit. */
const OTHER_PACKET_BYTES = 16 * 1024
const CONNECT_TIMEOUT_MS = 10_000
/** A connection may send more packets than a device messages: a gateway speaks for many devices. */
const PACKETS_PER_MESSAGE = 2
const MESSAGES_PER_SECOND = 5000
const MAX_TOPIC_LEVELS = 32

interface Running {
  readonly aedes: Aedes
  readonly server: Server
  readonly connections: ClientConnections
  readonly hook: PublishHook
  readonly url: string
}

export function createEmbeddedBroker(options: EmbeddedBrokerOptions): Broker {
  let running: Running | null = null
  let announced: ServicePresence | null = null
  const announce = ({ aedes }: Running, { topic, payload }: ServicePresence, online: boolean): Promise<void> =>
    publish(aedes, { cmd: 'publish', topic, payload: Buffer.from(payload(online, options.clock.now())), qos: 1, retain: true, dup: false })
  return {
    async start(subscriptions, handler, presence = null) {
      if (running !== null) throw new PortError('refused', 'the embedded broker is started already')
      running = await open(options, filtersOf(subscriptions), handler)
      announced = presence
      if (presence !== null) await announce(running, presence, true)
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
      if (current !== null && announced !== null) await announce(current, announced, false)
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

/** Counts what a client is refused, and reports it. */
function refusalReport({ events, metrics }: EmbeddedBrokerOptions): (reason: BrokerRefusal, detail: string) => void {
  return (reason, detail) => {
    metrics?.count('broker_refused', { reason })
    events.emit({ code: 'client-refused', level: 'warn', reason, detail })
  }
}

async function open(options: EmbeddedBrokerOptions, filters: readonly string[], handler: BrokerHandler): Promise<Running> {
  const { clock, events } = options
  const onRefused = refusalReport(options)
  const hook = createPublishHook({ filters, handler, clock, events, onRefused })
  const connections = connectionsOf(options, onRefused)
  const aedes = await createAedes(options, { hook, connections, onRefused })
  const server = createServer({ noDelay: true }, (socket) => {
    if (connections.open(socket)) aedes.handle(socket)
  })
  server.maxConnections = BOUNDS.connections.all
  const port = await listen(server, { ...options, replace: options.replacePort === true }).catch((error: unknown) => {
    // Its timers would keep the process alive.
    aedes.close()
    throw error
  })
  reportListening(options, port)
  return { aedes, server, connections, hook, url: `mqtt://${urlHost(options.host)}:${port}` }
}

function reportListening({ host, port: wanted, username, events }: EmbeddedBrokerOptions, port: number): void {
  if (!username && !isLoopback(host)) {
    const detail = `the embedded broker takes messages on ${host}:${port} from every machine that reaches it, without a password`
    events.emit({ code: 'broker-open', level: 'warn', detail: `${detail} (broker.anonymous)` })
  }
  if (wanted !== 0 && port !== wanted)
    events.emit({ code: 'port-taken', level: 'warn', detail: `MQTT port ${wanted} is taken; the broker listens on ${port}` })
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function connectionsOf(
  { limits, clock, events }: EmbeddedBrokerOptions,
  onRefused: (reason: BrokerRefusal, detail: string) => void,
): ClientConnections {
  const publishBytes = Math.max(PACKET_FACTOR * limits.payloadBytes, OTHER_PACKET_BYTES)
  return createConnections({
    clock,
    limits: { publishBytes, otherBytes: OTHER_PACKET_BYTES },
    packetsPerSecond: PACKETS_PER_MESSAGE * (limits.messagesPerSecond ?? MESSAGES_PER_SECOND),
    onRefused,
    onTooLarge(length, address) {
      const detail = `a packet of ${length} bytes from ${address} is too large (PUBLISH: ${publishBytes}, others: ${OTHER_PACKET_BYTES}): the connection was dropped before reading it`
      events.emit({ code: 'message-refused', level: 'warn', reason: 'too-large', detail })
    },
  })
}

interface AedesParts {
  readonly hook: PublishHook
  readonly connections: ClientConnections
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
}

async function createAedes(options: EmbeddedBrokerOptions, { hook, connections, onRefused }: AedesParts): Promise<Aedes> {
  const { clock, events } = options
  const onLoginFailed = (address: string): void =>
    events.emit({ code: 'login-failed', level: 'warn', detail: `a login at the broker from ${address} failed`, fields: { address } })
  const checks = createClientChecks({ ...options, connections, onRefused, onLoginFailed })
  const persistence = new BoundedPersistence({ clock, isMapped: hook.isMapped, isGranted: checks.isGranted, onRefused })
  const aedes = await Aedes.createBroker({
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxTopicLevels: MAX_TOPIC_LEVELS,
    persistence,
    preConnect: checks.preConnect,
    authenticate: checks.authenticate,
    authorizePublish: hook.authorizePublish,
    authorizeSubscribe: checks.authorizeSubscribe,
    authorizeForward: checks.authorizeForward,
  })
  dropRefused(aedes, hook.isRefused)
  aedes.on('unsubscribe', (filters, client) => checks.unsubscribed(filters, client))
  aedes.on('clientDisconnect', ({ id }) => {
    persistence.sessions.left(id)
    // Whoever returns sends an unreleased QoS 2 message again; readings carry their time, so that they count once.
    void persistence.cleanIncoming({ id })
  })
  const emitter: { on(event: string, listener: (error: unknown) => void): unknown } = aedes
  emitter.on('error', (error) =>
    events.emit({ code: 'broker-away', level: 'error', detail: `the embedded broker failed: ${String(error)}` }),
  )
  return aedes
}

async function close({ aedes, server, connections, hook }: Running): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  hook.stop()
  await new Promise<void>((resolve) => aedes.close(() => resolve()))
  connections.closeAll()
  await closed
}
