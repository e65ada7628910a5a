/**
 * An external broker over MQTT.js: MQTT 5 with a persistent session, MQTT 3.1.1 for an older broker. MQTT.js connects, subscribes, publishes, pings
 * and reconnects; PublishInterceptor takes the messages of devices out of its stream and acknowledges them when the journal is written, once a
 * turn of the event loop.
 */

import mqtt, { type IClientOptions, type ISubscriptionMap, type MqttClient } from 'mqtt'
import type { Instant, ServicePresence, Subscription } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { type Broker, type BrokerHandler, type BrokerState, type Clock, type Events, PortError } from '../../ports/index.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { failureText, isUnsupportedVersion, type MqttError } from './connect-failure.ts'
import { createHosts, type Hosts } from './hosts.ts'
import { createProbe, type Probe } from './probe.ts'
import { PublishInterceptor } from './publish-interceptor.ts'

export interface MqttBrokerOptions {
  /** `mqtt://host:port`; several nodes of one broker: `mqtt://a:1883,b:1883`. */
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  /** Fixed: for this client id the broker keeps messages while the service is down. */
  readonly clientId: string
  readonly clock: Clock
  readonly events: Events
}

const SESSION_EXPIRY_S = 7 * 86_400
const RECONNECT_MS = 1000
/** Until the next of several hosts is tried. */
const NEXT_HOST_MS = 1
const KEEPALIVE_S = 30
/** Messages in flight to us, as many as the protocol allows: a broker may drop messages beyond it silently. */
const RECEIVE_MAXIMUM = 65_535
const MAXIMUM_PACKET = 131_072
/** Longest wait for a broker that does not answer when the service stops. */
const STOP_MS = 2000
/** SUBACK codes at or above this are refusals. */
const REFUSED = 128
/** Mosquitto's count of messages that it dropped since its start; other brokers never publish it. */
const DROPPED = '$SYS/broker/publish/messages/dropped'
const UNANSWERED_CLOSES = 2

function clientOptions(options: MqttBrokerOptions, version: 4 | 5): IClientOptions {
  const { username, password, clientId } = options
  return {
    clientId,
    clean: false,
    protocolVersion: version,
    keepalive: KEEPALIVE_S,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: 10_000,
    // Reconnect after a refusal too: the password may be corrected later, or other clients may leave.
    reconnectOnConnackError: true,
    // This class subscribes at every connect, because the session may have been lost with the broker.
    resubscribe: false,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(version === 5
      ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM, maximumPacketSize: MAXIMUM_PACKET } }
      : {}),
  }
}

/** MQTT 5 retain handling: 0 sends retained messages at every subscription, 2 never. MQTT 3.1.1 always sends them; the decoder drops them. */
function subscriptionMap(list: readonly Subscription[], version: 4 | 5): ISubscriptionMap {
  return Object.fromEntries(
    list.map(({ filter, retained }) => [filter, version === 5 ? { qos: 1, rh: retained ? 0 : 2 } : { qos: 1 }]),
  ) as ISubscriptionMap
}

export function createMqttBroker(options: MqttBrokerOptions): Broker {
  return new MqttBroker(options)
}

class MqttBroker implements Broker {
  readonly #options: MqttBrokerOptions
  readonly #acknowledgements: Acknowledgements
  readonly #probe: Probe
  readonly #hosts: Hosts
  #client: MqttClient | null = null
  #version: 4 | 5 = 5
  /** Connections in a row that the broker closed before it had sent anything. */
  #unansweredCloses = 0
  #subscriptions: readonly Subscription[] = []
  #handler: BrokerHandler | null = null
  #presence: ServicePresence | null = null
  /** Begin of this connection: the will and the birth carry the same time. */
  #connectingAt: Instant
  #state: BrokerState
  /** The failure of this attempt has been reported: the close that follows is not reported again. */
  #failureReported = false

  constructor(options: MqttBrokerOptions) {
    this.#options = options
    this.#acknowledgements = new Acknowledgements(options.clock)
    this.#connectingAt = options.clock.now()
    this.#probe = createProbe(options.clientId, options.clock)
    this.#hosts = createHosts(options.url, options.clock)
    this.#state = { connected: false, detail: `not connected to ${options.url} yet`, url: null, clients: null }
  }

  /** Resolves at once: an unreachable broker is tried again until it answers. */
  async start(subscriptions: readonly Subscription[], handler: BrokerHandler, presence: ServicePresence | null = null): Promise<void> {
    if (this.#handler !== null) throw new PortError('refused', 'the broker is started already')
    this.#handler = handler
    this.#presence = presence
    this.#subscriptions = subscriptions
    this.#open()
  }

  async subscribe(subscriptions: readonly Subscription[]): Promise<void> {
    const filters = new Set(subscriptions.map((s) => s.filter))
    const removed = this.#subscriptions.map((s) => s.filter).filter((f) => !filters.has(f))
    this.#subscriptions = subscriptions
    if (this.#client === null || !this.#state.connected) return
    if (removed.length > 0) await this.#client.unsubscribeAsync([...removed])
    await this.#subscribe(this.#client)
  }

  async publish(
    topic: string,
    payload: string | Uint8Array,
    { qos = 0, retain = false }: { qos?: 0 | 1; retain?: boolean } = {},
  ): Promise<void> {
    if (this.#client === null || !this.#state.connected)
      throw new PortError('unavailable', `the broker is away: nothing was published to "${topic}"`)
    await this.#client.publishAsync(topic, Buffer.from(payload), { qos, retain })
  }

  state(): BrokerState {
    return this.#state
  }

  async stop(): Promise<void> {
    const client = this.#client
    this.#client = null
    this.#handler = null
    if (client !== null) await this.#leave(client)
    this.#state = { ...this.#state, connected: false, detail: 'stopped' }
  }

  /** The will is for a connection that dies; an end on purpose is announced before. */
  async #leave(client: MqttClient): Promise<void> {
    const done = new AbortController()
    const announcing = this.#announce(client, false, this.#options.clock.now()).finally(() => done.abort())
    await Promise.race([announcing, this.#options.clock.sleep(STOP_MS, done.signal)])
    await this.#end(client)
  }

  /** A birth or death that the broker does not take comes with the next connection, or by the will. */
  async #announce(client: MqttClient, online: boolean, at: Instant): Promise<void> {
    const presence = this.#presence
    if (presence === null || !this.#state.connected) return
    await client.publishAsync(presence.topic, presence.payload(online, at), { qos: 1, retain: true }).catch(() => undefined)
  }

  /** Evaluated at every CONNECT. */
  #will(): Pick<IClientOptions, 'will'> {
    const presence = this.#presence
    if (presence === null) return {}
    const payload = (): Buffer => {
      this.#connectingAt = this.#options.clock.now()
      return Buffer.from(presence.payload(false, this.#connectingAt))
    }
    return {
      will: {
        topic: presence.topic,
        qos: 1,
        retain: true,
        get payload() {
          return payload()
        },
      },
    }
  }

  /** Ends without force while connected, so that queued acknowledgements are sent; the session stays at the broker. After STOP_MS the stream is destroyed. */
  async #end(client: MqttClient): Promise<void> {
    // Messages of this turn are written and acknowledged at its end.
    await this.#options.clock.yieldToEventLoop()
    const done = new AbortController()
    const ended = client.endAsync(!this.#state.connected).finally(() => done.abort())
    await Promise.race([ended, this.#options.clock.sleep(STOP_MS, done.signal)])
    if (!done.signal.aborted) client.stream.destroy()
  }

  #open(): void {
    const version = this.#version
    const settings: IClientOptions = { ...clientOptions(this.#options, version), ...this.#will() }
    const client = new mqtt.MqttClient(() => this.#createInterceptor(version), settings)
    this.#client = client
    // Before the listener of MQTT.js, which reads the time until its next attempt.
    client.prependListener('close', () => {
      client.options.reconnectPeriod = this.#hosts.ended() ? NEXT_HOST_MS : RECONNECT_MS
    })
    client.on('connect', () => void this.#connected(client))
    client.on('error', (error: MqttError) => this.#failed(client, error))
    client.on('reconnect', () => {
      this.#failureReported = false
    })
    client.on('close', () => {
      if (this.#client === client && !this.#failureReported) this.#reportAway(`no connection to ${this.#hosts.current()}`)
    })
  }

  #createInterceptor(version: 4 | 5): PublishInterceptor {
    this.#hosts.next()
    return new PublishInterceptor(this.#hosts.current(), {
      version,
      clock: this.#options.clock,
      acknowledgements: this.#acknowledgements,
      handler: () => this.#handler,
      ownTopics: [
        { topic: DROPPED, receive: (payload) => this.#setDropped(payload) },
        ...this.#probe.topics.map((topic) => ({ topic, receive: (payload: Buffer) => this.#probe.receive(topic, payload) })),
      ],
      onUnanswered: () => this.#unanswered(version),
    })
  }

  /** A broker of MQTT 3.1.1 may close the connection of an MQTT 5 client without a word. After two such closes the other version is tried. */
  #unanswered(version: 4 | 5): void {
    const client = this.#client
    if (client === null || version !== this.#version || ++this.#unansweredCloses < UNANSWERED_CLOSES) return
    this.#unansweredCloses = 0
    this.#version = version === 5 ? 4 : 5
    client.end(true)
    this.#open()
  }

  #setDropped(payload: Buffer): void {
    const dropped = Number(payload.toString())
    if (Number.isSafeInteger(dropped) && dropped >= 0) this.#state = { ...this.#state, dropped }
  }

  /** The state is `connected` only after all subscriptions are acknowledged. */
  async #connected(client: MqttClient): Promise<void> {
    const { events } = this.#options
    const url = this.#hosts.current()
    this.#hosts.connected()
    try {
      await this.#subscribe(client)
    } catch (error) {
      this.#reportAway(`subscribing at ${url} failed: ${errorText(error)}`)
      return
    }
    if (this.#client !== client || !client.connected) return
    this.#unansweredCloses = 0
    const detail = `connected to ${url} by MQTT ${this.#version === 5 ? '5' : '3.1.1'}`
    this.#failureReported = false
    this.#state = { ...this.#state, connected: true, detail, url, clients: null }
    events.emit({ code: 'broker-connected', level: 'info', detail })
    await this.#announce(client, true, this.#connectingAt)
    await this.#prove(client)
  }

  /** A broker that answers need not deliver: a message of our own must come back through this session. */
  async #prove(client: MqttClient): Promise<void> {
    const { events } = this.#options
    const url = this.#hosts.current()
    const { fault, quirk } = await this.#probe.send(client)
    if (this.#client !== client || !client.connected) return
    const { fault: _former, ...state } = this.#state
    this.#state = fault === null ? state : { ...state, fault: `the broker at ${url} ${fault}` }
    if (fault !== null) events.emit({ code: 'broker-unproven', level: 'error', detail: `the broker at ${url} ${fault}` })
    if (quirk !== null) events.emit({ code: 'broker-unproven', level: 'warn', detail: `the broker at ${url} ${quirk}` })
  }

  async #subscribe(client: MqttClient): Promise<void> {
    for (const { topic, qos } of await client.subscribeAsync(subscriptionMap(this.#subscriptions, this.#version))) {
      if (qos < REFUSED) continue
      const detail = `the broker refuses the subscription "${topic}": its access list must allow it`
      this.#options.events.emit({ code: 'broker-away', level: 'error', detail })
    }
    // A refusal is ignored: sequence numbers of devices show losses too.
    await client.subscribeAsync(DROPPED, { qos: 0 }).catch(() => undefined)
  }

  /** A broker that refuses MQTT 5 is connected by MQTT 3.1.1 from then on. */
  #failed(client: MqttClient, error: MqttError): void {
    if (this.#version === 5 && isUnsupportedVersion(error)) {
      this.#version = 4
      client.end(true)
      this.#open()
      return
    }
    this.#failureReported = true
    this.#reportAway(failureText(this.#hosts.current(), error))
  }

  #reportAway(detail: string): void {
    const changed = this.#state.connected || this.#state.detail !== detail
    this.#state = { ...this.#state, connected: false, detail }
    if (changed)
      this.#options.events.emit({ code: 'broker-away', level: 'warn', detail: `${detail}; trying again every ${RECONNECT_MS / 1000} s` })
  }
}
