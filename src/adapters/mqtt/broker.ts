/**
 * An external broker over MQTT.js: MQTT 5 with a persistent session, MQTT 3.1.1 where the broker knows no better. MQTT.js connects, subscribes,
 * publishes, pings and comes back; messages of devices take a lane of their own (lane.ts), and are acknowledged when the journal is written,
 * once a turn of the event loop.
 */

import mqtt, { type IClientOptions, type ISubscriptionMap, type MqttClient } from 'mqtt'
import type { Subscription } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { type Broker, type BrokerHandler, type BrokerState, type Clock, type Events, PortError } from '../../ports/index.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { PublishInterceptor } from './publish-interceptor.ts'

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
/** A broker that says nothing is not waited for longer when we stop. */
const STOP_MS = 2000
/** SUBACK codes from here on are refusals. */
const REFUSED = 128
/** Mosquitto's count of what it threw away since it started; a broker that has none never publishes it. */
const DROPPED = '$SYS/broker/publish/messages/dropped'
/** MQTT 5 "unsupported protocol version" and its 3.1.1 counterpart. */
const UNSUPPORTED_VERSION = new Set([1, 132])
/** CONNACK codes of both protocols: bad user name or password, not authorized. */
const UNAUTHORIZED = new Set([4, 5, 134, 135])

function clientOptions(options: MqttBrokerOptions, version: 4 | 5): IClientOptions {
  const { username, password, clientId } = options
  return {
    clientId,
    clean: false,
    protocolVersion: version,
    keepalive: KEEPALIVE_S,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: 10_000,
    // A broker that refuses us (a password that is put right later, too many clients) is asked again as well.
    reconnectOnConnackError: true,
    // We subscribe ourselves at every connect: the session may have been lost with the broker.
    resubscribe: false,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(version === 5
      ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM, maximumPacketSize: MAXIMUM_PACKET } }
      : {}),
  }
}

/** MQTT 5 retain handling: 0 sends what is retained at every subscription, 2 never. The older protocol always sends it; the decoder knows. */
function subscriptions(wanted: readonly Subscription[], version: 4 | 5): ISubscriptionMap {
  return Object.fromEntries(
    wanted.map(({ filter, retained }) => [filter, version === 5 ? { qos: 1, rh: retained ? 0 : 2 } : { qos: 1 }]),
  ) as ISubscriptionMap
}

/** What is wrong in words, and what to do about it where that is known. */
function failureText(url: string, { code, message }: MqttError): string {
  if (typeof code === 'number' && UNAUTHORIZED.has(code))
    return `the broker at ${url} refuses user or password (${message}); set CAMPUS__BROKER__USERNAME and CAMPUS__BROKER__PASSWORD`
  if (code === 'ECONNREFUSED') return `nothing listens at ${url}; start the broker, or check broker.url`
  if (code === 'ENOTFOUND') return `${url} has no address (${message}); check broker.url`
  return `${url}: ${message}`
}

type MqttError = Error & { readonly code?: number | string }

export function createMqttBroker(options: MqttBrokerOptions): Broker {
  return new MqttBroker(options)
}

class MqttBroker implements Broker {
  readonly #options: MqttBrokerOptions
  readonly #acknowledgements: Acknowledgements
  #client: MqttClient | null = null
  #version: 4 | 5 = 5
  #wanted: readonly Subscription[] = []
  #handler: BrokerHandler | null = null
  #state: BrokerState
  /** The attempt under way has said why it fails; that the connection then closes is no news. */
  #told = false

  constructor(options: MqttBrokerOptions) {
    this.#options = options
    this.#acknowledgements = new Acknowledgements(options.clock)
    this.#state = { connected: false, detail: `not connected to ${options.url} yet`, url: null, clients: null }
  }

  /** Resolves at once: a broker that is absent is tried again until it is there. */
  async start(wanted: readonly Subscription[], handler: BrokerHandler): Promise<void> {
    if (this.#handler !== null) throw new PortError('refused', 'the broker is started already')
    this.#handler = handler
    this.#wanted = wanted
    this.#open()
  }

  async subscribe(wanted: readonly Subscription[]): Promise<void> {
    const kept = new Set(wanted.map((s) => s.filter))
    const gone = this.#wanted.map((s) => s.filter).filter((f) => !kept.has(f))
    this.#wanted = wanted
    if (this.#client === null || !this.#state.connected) return
    if (gone.length > 0) await this.#client.unsubscribeAsync([...gone])
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
    if (client !== null) await this.#ended(client)
    this.#state = { ...this.#state, connected: false, detail: 'stopped' }
  }

  /** Not forced while connected: acknowledgements that are on their way go out; the session stays at the broker. A silent one is left. */
  async #ended(client: MqttClient): Promise<void> {
    // What came in this turn is written and acknowledged at its end.
    await this.#options.clock.yieldToEventLoop()
    const cut = new AbortController()
    const ended = client.endAsync(!this.#state.connected).finally(() => cut.abort())
    await Promise.race([ended, this.#options.clock.sleep(STOP_MS, cut.signal)])
    if (!cut.signal.aborted) client.stream.destroy()
  }

  #open(): void {
    const version = this.#version
    const client = new mqtt.MqttClient(() => this.#lane(version), clientOptions(this.#options, version))
    this.#client = client
    client.on('connect', () => void this.#connected(client))
    client.on('error', (error: MqttError) => this.#failed(client, error))
    client.on('reconnect', () => {
      this.#told = false
    })
    client.on('close', () => {
      if (this.#client === client && !this.#told) this.#away(`no connection to ${this.#options.url}`)
    })
  }

  #lane(version: 4 | 5): PublishInterceptor {
    return new PublishInterceptor(this.#options.url, {
      version,
      clock: this.#options.clock,
      acknowledgements: this.#acknowledgements,
      handler: () => this.#handler,
      aside: { topic: DROPPED, take: (payload) => this.#dropped(payload) },
    })
  }

  #dropped(payload: Buffer): void {
    const dropped = Number(payload.toString())
    if (Number.isSafeInteger(dropped) && dropped >= 0) this.#state = { ...this.#state, dropped }
  }

  /** Connected means listening: only once every subscription stands. */
  async #connected(client: MqttClient): Promise<void> {
    const { url, events } = this.#options
    try {
      await this.#subscribe(client)
    } catch (error) {
      this.#away(`subscribing at ${url} failed: ${errorText(error)}`)
      return
    }
    if (this.#client !== client || !client.connected) return
    const detail = `connected to ${url} by MQTT ${this.#version === 5 ? '5' : '3.1.1'}`
    this.#told = false
    this.#state = { ...this.#state, connected: true, detail, url, clients: null }
    events.emit({ code: 'broker-connected', level: 'info', detail })
  }

  async #subscribe(client: MqttClient): Promise<void> {
    for (const { topic, qos } of await client.subscribeAsync(subscriptions(this.#wanted, this.#version))) {
      if (qos < REFUSED) continue
      const detail = `the broker refuses the subscription "${topic}": its access list must allow it`
      this.#options.events.emit({ code: 'broker-away', level: 'error', detail })
    }
    // Refused or unknown, it is not missed: what devices count tells of losses too.
    await client.subscribeAsync(DROPPED, { qos: 0 }).catch(() => undefined)
  }

  /** A broker of the older protocol says so once; from then on we speak it. */
  #failed(client: MqttClient, error: MqttError): void {
    if (this.#version === 5 && typeof error.code === 'number' && UNSUPPORTED_VERSION.has(error.code)) {
      this.#version = 4
      client.end(true)
      this.#open()
      return
    }
    this.#told = true
    this.#away(failureText(this.#options.url, error))
  }

  #away(detail: string): void {
    const news = this.#state.connected || this.#state.detail !== detail
    this.#state = { ...this.#state, connected: false, detail }
    if (news)
      this.#options.events.emit({ code: 'broker-away', level: 'warn', detail: `${detail}; trying again every ${RECONNECT_MS / 1000} s` })
  }
}
