/** Looks at an external broker through a session of its own, which it ends: what it grants, whether QoS 1 comes back, what $SYS reports. */

import mqtt, { type IConnackPacket, type MqttClient } from 'mqtt'
import type { Clock } from '../../ports/index.ts'
import { failureText, isUnsupportedVersion, type MqttError } from './connect-failure.ts'
import { createProbe } from './probe.ts'

export interface ExaminedBroker {
  readonly failure: string | null
  /** Topics that it takes and does not deliver, as the end of a sentence. */
  readonly quirk?: string | null
  readonly protocol: '3.1.1' | '5'
  readonly granted: {
    readonly sessionExpirySeconds: number | null
    readonly qos1: boolean
    readonly retain: boolean
    readonly packetBytes: number | null
  }
  readonly system: { readonly version: string | null; readonly dropped: number | null } | null
}

export interface ExamineOptions {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  /** Not that of the service: the broker would end its session. */
  readonly clientId: string
  readonly clock: Pick<Clock, 'sleep'>
}

const SESSION_EXPIRY_S = 7 * 86_400
const CONNECT_MS = 10_000
/** Retained $SYS topics come at once, or not at all. */
const SYSTEM_MS = 1000
const VERSION = '$SYS/broker/version'
/** Of Mosquitto. */
const DROPPED = '$SYS/broker/publish/messages/dropped'
const NOTHING = { sessionExpirySeconds: null, qos1: true, retain: true, packetBytes: null } as const

/** Never rejects: what fails is in the answer. */
export async function examineBroker(options: ExamineOptions): Promise<ExaminedBroker> {
  for (const version of [5, 4] as const) {
    const opened = await open(options, version)
    if ('client' in opened) return examine(opened, options, version)
    if (version === 4 || !isUnsupportedVersion(opened.error))
      return { failure: failureText(options.url, opened.error), protocol: version === 5 ? '5' : '3.1.1', granted: NOTHING, system: null }
  }
  throw new Error('no version of MQTT is left')
}

interface OpenedSession {
  readonly client: MqttClient
  readonly connack: IConnackPacket
}

function open(
  { url, username, password, clientId }: ExamineOptions,
  version: 4 | 5,
): Promise<OpenedSession | { readonly error: MqttError }> {
  const client = mqtt.connect(url, {
    clientId,
    clean: true,
    protocolVersion: version,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_MS,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(version === 5 ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S } } : {}),
  })
  return new Promise((resolve) => {
    client.on('connect', (connack) => resolve({ client, connack }))
    client.on('error', (error: MqttError) => {
      client.end(true)
      resolve({ error })
    })
    client.on('close', () => {
      client.end(true)
      resolve({ error: new Error('closes the connection without an answer') })
    })
  })
}

async function examine({ client, connack }: OpenedSession, options: ExamineOptions, version: 4 | 5): Promise<ExaminedBroker> {
  const probe = createProbe(options.clientId, options.clock)
  const system = new Map<string, string>()
  client.on('message', (topic, payload) => {
    if (probe.topics.includes(topic)) probe.receive(topic, payload)
    else system.set(topic, payload.toString())
  })
  try {
    const { fault, quirk } = await probe.send(client)
    await client.subscribeAsync([VERSION, DROPPED], { qos: 0 }).catch(() => undefined)
    await options.clock.sleep(SYSTEM_MS)
    return {
      failure: fault === null ? null : `the broker at ${options.url} ${fault}`,
      quirk,
      protocol: version === 5 ? '5' : '3.1.1',
      granted: grantedBy(connack, version),
      system: systemOf(system),
    }
  } finally {
    await client.endAsync(false, version === 5 ? { properties: { sessionExpiryInterval: 0 } } : {}).catch(() => undefined)
  }
}

/** MQTT 5 clause 3.2.2.3: what CONNACK leaves out is granted as it was asked for. */
function grantedBy({ properties }: IConnackPacket, version: 4 | 5): ExaminedBroker['granted'] {
  if (version === 4 || properties === undefined) return NOTHING
  const { sessionExpiryInterval, maximumQoS, retainAvailable, maximumPacketSize } = properties
  return {
    sessionExpirySeconds: sessionExpiryInterval ?? null,
    qos1: maximumQoS === undefined || maximumQoS >= 1,
    retain: retainAvailable ?? true,
    packetBytes: maximumPacketSize ?? null,
  }
}

function systemOf(topics: ReadonlyMap<string, string>): ExaminedBroker['system'] {
  if (topics.size === 0) return null
  const dropped = Number(topics.get(DROPPED))
  return { version: topics.get(VERSION) ?? null, dropped: Number.isSafeInteger(dropped) ? dropped : null }
}
