/**
 * The broker inside the service: aedes over TCP, MQTT 3.1.1. Sessions and retained messages live in memory, within the bounds of
 * memory/bounds.ts, and do not survive a restart; readings do, they are in the journal.
 */

import type { Server } from 'node:net'
import { Aedes, type Client } from 'aedes'
import type { ServicePresence, Subscription } from '../../domain/index.ts'
import { isLoopback } from '../../kernel/index.ts'
import {
  type Broker,
  type BrokerAccess,
  type BrokerHandler,
  type BrokerState,
  type BrokerTlsSource,
  type Clock,
  type Events,
  type Metrics,
  PortError,
} from '../../ports/index.ts'
import { type ClientChecks, createClientChecks } from './client-checks.ts'
import { type ClientConnections, createConnections } from './connections.ts'
import { listen } from './listen.ts'
import { BOUNDS, type BrokerRefusal } from './memory/bounds.ts'
import { BoundedPersistence } from './memory/persistence.ts'
import { type PublishHook, createPublishHook, dropRefused } from './publish-hook.ts'
import { type BrokerServer, createBrokerServer } from './server.ts'

export interface EmbeddedBrokerOptions {
  readonly host: string
  /** 0 for any. */
  readonly port: number
  /** A port that is taken is replaced by the next free one; else the start fails and names its holder. */
  readonly replacePort?: boolean
  /** Who may connect, and what each may do; null or left out: everybody, everything. */
  readonly access?: BrokerAccess | null
  /** The certificate; null or left out: plain TCP. */
  readonly tls?: BrokerTlsSource | null
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
  /** Hears no more of changed files. */
  readonly unwatch: () => void
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
  const { clock, events, access = null, tls = null } = options
  const onRefused = refusalReport(options)
  const connections = connectionsOf(options, onRefused)
  const checks = checksOf(options, connections, onRefused)
  const hook = createPublishHook({ filters, handler, clock, events, isAllowed: checks.mayPublish, onRefused })
  const aedes = await createAedes(options, { hook, checks, onRefused })
  const { server, stop } = serve({ tls, events, onRefused, connections }, aedes)
  server.maxConnections = BOUNDS.connections.all
  const port = await listen(server, { ...options, replace: options.replacePort === true }).catch((error: unknown) => {
    // Its timers would keep the process alive.
    aedes.close()
    stop()
    throw error
  })
  reportListening(options, port)
  const forget = access?.onRevoked((isRevoked) => disconnect(aedes, (client) => isRevoked(checks.userOf(client) ?? '')))
  const unwatch = (): void => {
    stop()
    forget?.()
  }
  const scheme = tls === null ? 'mqtt' : 'mqtts'
  return { aedes, server, unwatch, connections, hook, url: `${scheme}://${urlHost(options.host)}:${port}` }
}

interface ServeParts extends Required<Pick<EmbeddedBrokerOptions, 'events'>> {
  readonly tls: BrokerTlsSource | null
  readonly connections: ClientConnections
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
}

function serve({ tls, events, onRefused, connections }: ServeParts, aedes: Aedes): BrokerServer {
  try {
    return createBrokerServer({
      tls,
      events,
      onRefused,
      onSocket(socket) {
        if (connections.open(socket)) aedes.handle(socket)
      },
    })
  } catch (error) {
    aedes.close()
    throw error
  }
}

/** Ends the connections of clients whose credential is no longer valid: they may come back with the new one. */
function disconnect(aedes: Aedes, isConcerned: (client: Client) => boolean): void {
  const clients = Object.values((aedes as unknown as { clients: Readonly<Record<string, Client>> }).clients)
  for (const client of clients.filter(isConcerned)) client.close()
}

function reportListening({ host, port: wanted, access = null, events }: EmbeddedBrokerOptions, port: number): void {
  if (access === null && !isLoopback(host)) {
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
  readonly checks: ClientChecks
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
}

function checksOf(
  { events, access = null }: EmbeddedBrokerOptions,
  connections: ClientConnections,
  onRefused: AedesParts['onRefused'],
): ClientChecks {
  const onLoginFailed = (address: string): void =>
    events.emit({ code: 'login-failed', level: 'warn', detail: `a login at the broker from ${address} failed`, fields: { address } })
  return createClientChecks({ access, connections, onRefused, onLoginFailed })
}

async function createAedes({ clock, events }: EmbeddedBrokerOptions, { hook, checks, onRefused }: AedesParts): Promise<Aedes> {
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

async function close({ aedes, server, unwatch, connections, hook }: Running): Promise<void> {
  unwatch()
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  hook.stop()
  await new Promise<void>((resolve) => aedes.close(() => resolve()))
  connections.closeAll()
  await closed
}
