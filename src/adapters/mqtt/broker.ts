/**
 * An external broker over MQTT.js: MQTT 5 with a persistent session, MQTT 3.1.1 where the broker knows no better. A message is handed to the
 * journal inside `handleMessage`, which is what PUBACK waits for. MQTT.js hands over one packet at a time and answers no ping meanwhile, so
 * nothing but the synchronous journal append may happen there.
 */

import mqtt, { type IClientOptions, type IPublishPacket, type ISubscriptionMap, type MqttClient } from 'mqtt'
import { instant, type RawMessage } from '../../domain/index.ts'
import { type Broker, type BrokerHandler, type BrokerState, type Clock, type Events, PortError } from '../../ports/index.ts'

export interface MqttBrokerOptions {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  /** Fixed: the broker keeps what comes while we are away for this client id. */
  readonly clientId: string
  readonly clock: Clock
  readonly events: Events
}

const SESSION_EXPIRY_S = 7 * 86_400
const RECONNECT_MS = 1000
const KEEPALIVE_S = 30
/** The broker drops silently past what it may have in flight to us: as many as the protocol allows. */
const RECEIVE_MAXIMUM = 65_535
const MAXIMUM_PACKET = 131_072
/** How often a full journal is asked again. The broker keeps what is not acknowledged. */
const FULL_RETRY_MS = 200
/** MQTT 5 "unsupported protocol version" and its 3.1.1 counterpart. */
const UNSUPPORTED_VERSION = new Set([1, 132])

interface Session {
  client: MqttClient
  version: 4 | 5
  filters: readonly string[]
  readonly handler: BrokerHandler
  stopping: boolean
}

function clientOptions(options: MqttBrokerOptions, version: 4 | 5): IClientOptions {
  const { username, password, clientId } = options
  return {
    clientId,
    clean: false,
    protocolVersion: version,
    keepalive: KEEPALIVE_S,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: 10_000,
    // We subscribe ourselves at every connect: the session may have been lost with the broker.
    resubscribe: false,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(version === 5
      ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM, maximumPacketSize: MAXIMUM_PACKET } }
      : {}),
  }
}

function rawMessage(packet: IPublishPacket, now: number): RawMessage {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
  return { topic: packet.topic.toString(), payload, receivedAt: instant(now), retain: packet.retain, dup: packet.dup, qos: packet.qos }
}

/** Retained state is wanted at every subscription; retained telemetry without a time of its own is no sample, the decoder knows. */
function subscriptions(filters: readonly string[], version: 4 | 5): ISubscriptionMap {
  return Object.fromEntries(filters.map((filter) => [filter, version === 5 ? { qos: 1, rh: 0 } : { qos: 1 }])) as ISubscriptionMap
}

export function createMqttBroker(options: MqttBrokerOptions): Broker {
  const { clock, events } = options
  let session: Session | null = null
  let state: BrokerState = { connected: false, detail: `not connected to ${options.url} yet`, url: null, clients: null }

  function away(detail: string): void {
    const news = state.connected || state.detail !== detail
    state = { ...state, connected: false, detail }
    if (news) events.emit({ code: 'broker-away', level: 'warn', detail: `${detail}; trying again every ${RECONNECT_MS / 1000} s` })
  }

  async function offer(current: Session, message: RawMessage): Promise<void> {
    while (!current.stopping && current.handler.receive(message) === 'full') await clock.sleep(FULL_RETRY_MS)
  }

  function receive(current: Session, packet: IPublishPacket, done: (error?: Error) => void): void {
    const message = rawMessage(packet, clock.now())
    if (current.handler.receive(message) !== 'full') done()
    // Not acknowledged until there is room: the broker keeps it, and everything after it.
    else void offer(current, message).then(() => (current.stopping ? undefined : done()))
  }

  async function subscribe(current: Session): Promise<void> {
    const granted = await current.client.subscribeAsync(subscriptions(current.filters, current.version))
    for (const { topic, qos } of granted) {
      if (qos >= 128)
        events.emit({
          code: 'broker-away',
          level: 'error',
          detail: `the broker refuses the subscription "${topic}": its access list must allow it`,
        })
    }
  }

  /** Connected means listening: only once every subscription stands. */
  async function connected(current: Session): Promise<void> {
    try {
      await subscribe(current)
    } catch (error) {
      away(`subscribing at ${options.url} failed: ${error instanceof Error ? error.message : String(error)}`)
      return
    }
    if (current.stopping || !current.client.connected) return
    const protocol = current.version === 5 ? '5' : '3.1.1'
    state = { connected: true, detail: `connected to ${options.url} by MQTT ${protocol}`, url: options.url, clients: null }
    events.emit({ code: 'broker-connected', level: 'info', detail: state.detail })
  }

  /** A broker of the older protocol says so once; from then on we speak it. */
  function fallBack(current: Session, error: Error & { code?: number }): boolean {
    if (current.version === 4 || !UNSUPPORTED_VERSION.has(error.code ?? -1)) return false
    current.version = 4
    current.client.end(true)
    open(current)
    return true
  }

  function open(current: Session): void {
    const client = mqtt.connect(options.url, clientOptions(options, current.version))
    current.client = client
    client.handleMessage = (packet, done) => receive(current, packet, done)
    client.on('connect', () => void connected(current))
    client.on('error', (error: Error & { code?: number }) => {
      if (!fallBack(current, error)) away(`${options.url}: ${error.message}`)
    })
    client.on('close', () => {
      if (!current.stopping && current.client === client) away(`no connection to ${options.url}`)
    })
  }

  return {
    async start(filters, handler) {
      if (session !== null) throw new PortError('refused', 'the broker is started already')
      session = { client: undefined as never, version: 5, filters, handler, stopping: false }
      open(session)
    },
    async subscribe(filters) {
      if (session === null) return
      const gone = session.filters.filter((f) => !filters.includes(f))
      session.filters = filters
      if (!state.connected) return
      if (gone.length > 0) await session.client.unsubscribeAsync([...gone])
      await subscribe(session)
    },
    async publish(topic, payload, { qos = 0, retain = false } = {}) {
      if (session === null || !state.connected)
        throw new PortError('unavailable', `the broker is away: nothing was published to "${topic}"`)
      await session.client.publishAsync(topic, Buffer.from(payload), { qos, retain })
    },
    state: () => state,
    async stop() {
      const closing = session
      session = null
      if (closing === null) return
      closing.stopping = true
      // Not forced: acknowledgements that are on their way go out; the session stays at the broker.
      await closing.client.endAsync(!state.connected)
      state = { ...state, connected: false, detail: 'stopped' }
    },
  }
}
