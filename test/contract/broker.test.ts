/** The broker port, over every adapter, with real clients and a real Mosquitto. */

import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createEmbeddedBroker } from '../../src/adapters/broker/embedded.ts'
import { createMqttBroker } from '../../src/adapters/mqtt/broker.ts'
import { createClock } from '../../src/adapters/system/clock.ts'
import type { RawMessage, ServicePresence, Subscription } from '../../src/domain/index.ts'
import type { Broker, BrokerHandler, Events, Verdict } from '../../src/ports/index.ts'
import { findServer, type RunningServer, startMosquitto, without } from '../support/process/servers.ts'
import { eventually } from '../support/process/service.ts'

const quiet: Events = { emit: () => undefined }

interface Opened {
  readonly broker: Broker
  readonly url: string
  close(): Promise<void>
}

interface Kept {
  readonly handler: BrokerHandler
  readonly messages: RawMessage[]
  /** Delivered messages, acknowledged or not. */
  offered: number
  verdict: Verdict
  /** Whether buffered messages can be written; if not, they were never received. */
  writes: boolean
}

function keeping(): Kept {
  let gathered: RawMessage[] = []
  const take = (message: RawMessage, into: RawMessage[]): Verdict => {
    kept.offered += 1
    if (kept.verdict === 'accepted') into.push({ ...message, payload: Uint8Array.from(message.payload) })
    return kept.verdict
  }
  const kept: Kept = {
    messages: [],
    offered: 0,
    verdict: 'accepted',
    writes: true,
    handler: {
      receive: (message) => take(message, kept.messages),
      append: (message) => take(message, gathered),
      flush() {
        if (kept.writes) kept.messages.push(...gathered)
        gathered = []
        return kept.writes
      },
    },
  }
  return kept
}

const subscriptions = (filters: readonly string[], retained = true): Subscription[] => filters.map((filter) => ({ filter, retained }))

const textOf = (message: RawMessage): string => Buffer.from(message.payload).toString()

function describeBrokerContract(name: string, open: (filters: string[], handler: BrokerHandler) => Promise<Opened>): void {
  describe(`${name} as a broker`, () => {
    const closing: (() => Promise<void>)[] = []
    afterEach(async () => {
      for (const close of closing.splice(0).toReversed()) await close()
    })
    const opened = async (filters: string[], kept: Kept): Promise<Opened> => {
      const found = await open(filters, kept.handler)
      closing.push(() => found.close())
      return found
    }
    const client = async (url: string): Promise<MqttClient> => {
      const device = await mqtt.connectAsync(url)
      closing.push(() => device.endAsync(true))
      return device
    }

    it('delivers only what matches its filters, with topic, payload and QoS', async () => {
      const kept = keeping()
      const { url } = await opened(['campus/x/+/telemetry'], kept)
      const device = await client(url)
      await device.publishAsync('campus/x/other/command', 'no', { qos: 1 })
      await device.publishAsync('campus/x/plug/telemetry', '{"values":{"power":1}}', { qos: 1 })
      await eventually('the message', () => kept.messages.length > 0)
      expect(kept.messages.map((m) => [m.topic, textOf(m), m.qos, m.retain])).toEqual([
        ['campus/x/plug/telemetry', '{"values":{"power":1}}', 1, false],
      ])
    })

    it('delivers payload bytes unchanged: empty, binary, and as large as the limits allow', async () => {
      const kept = keeping()
      const { url } = await opened(['t/#'], kept)
      const device = await client(url)
      const payloads = [Buffer.alloc(0), Buffer.from([0, 255, 10, 13, 0]), Buffer.alloc(60_000, 7)]
      for (const payload of payloads) await device.publishAsync('t/bytes', payload, { qos: 1 })
      await eventually('three messages', () => kept.messages.length === 3)
      expect(kept.messages.map((m) => Buffer.from(m.payload).equals(payloads[kept.messages.indexOf(m)] as Buffer))).toEqual([
        true,
        true,
        true,
      ])
    })

    it('keeps the order of each publisher', async () => {
      const kept = keeping()
      const { url } = await opened(['t/#'], kept)
      const device = await client(url)
      await Promise.all(Array.from({ length: 500 }, (_, i) => device.publishAsync('t/n', String(i), { qos: 1 })))
      await eventually('all messages', () => kept.messages.length === 500)
      expect(kept.messages.map(textOf)).toEqual(Array.from({ length: 500 }, (_, i) => String(i)))
    })

    it('loses nothing that arrived while the journal was full', async () => {
      const kept = keeping()
      const { url } = await opened(['t/#'], kept)
      const device = await client(url)
      kept.verdict = 'full'
      const sent = Promise.all(Array.from({ length: 20 }, (_, i) => device.publishAsync('t/n', String(i), { qos: 1 })))
      await eventually('a message to be refused room', () => kept.offered > 0)
      expect(kept.messages).toEqual([])
      kept.verdict = 'accepted'
      await sent
      await eventually('all messages', () => new Set(kept.messages.map(textOf)).size === 20)
    })

    it('acknowledges no message whose write failed, and delivers it again when there is room', async () => {
      const kept = keeping()
      const { url } = await opened(['t/#'], kept)
      const device = await client(url)
      kept.writes = false
      const sent = Promise.all(Array.from({ length: 20 }, (_, i) => device.publishAsync('t/n', String(i), { qos: 1 })))
      await eventually('messages to be tried', () => kept.offered > 0)
      expect(kept.messages).toEqual([])
      kept.writes = true
      await sent
      await eventually('all messages', () => new Set(kept.messages.map(textOf)).size === 20)
    })

    it('publishes to subscribed devices', async () => {
      const { broker, url } = await opened(['t/#'], keeping())
      const device = await client(url)
      await device.subscribeAsync('campus/x/plug/command', { qos: 1 })
      const heard = new Promise<[string, Buffer]>((resolve) => device.once('message', (topic, payload) => resolve([topic, payload])))
      await broker.publish('campus/x/plug/command', '{"value":false}', { qos: 1 })
      const [topic, payload] = await heard
      expect([topic, payload.toString()]).toEqual(['campus/x/plug/command', '{"value":false}'])
    })

    it('changes its filters when the campus file changes', async () => {
      const kept = keeping()
      const { broker, url } = await opened(['a/#'], kept)
      await broker.subscribe(subscriptions(['b/#']))
      const device = await client(url)
      await device.publishAsync('a/1', 'a', { qos: 1 })
      await device.publishAsync('b/1', 'b', { qos: 1 })
      await eventually('the message on b', () => kept.messages.length > 0)
      expect(kept.messages.map((m) => m.topic)).toEqual(['b/1'])
    })

    it('reports its connection, and after a stop delivers nothing more', async () => {
      const kept = keeping()
      const { broker, url } = await opened(['t/#'], kept)
      expect(broker.state().connected).toBe(true)
      const device = await client(url)
      await broker.stop()
      expect(broker.state().connected).toBe(false)
      device.publish('t/late', 'late')
      expect(kept.messages).toEqual([])
    })
  })
}

const PRESENCE: ServicePresence = { topic: 'presence/service', payload: (online, at) => JSON.stringify({ online, at }) }

async function watchPresence(url: string): Promise<{ states: { online: boolean; at: number }[]; observer: MqttClient }> {
  const observer = await mqtt.connectAsync(url, { reconnectPeriod: 0 })
  const states: { online: boolean; at: number }[] = []
  observer.on('message', (_topic, payload) => void states.push(JSON.parse(payload.toString()) as { online: boolean; at: number }))
  await observer.subscribeAsync(PRESENCE.topic, { qos: 1 })
  return { states, observer }
}

it('the embedded broker holds the presence of the service while it runs, and withdraws it when it stops', async () => {
  const broker = createEmbeddedBroker({ host: '127.0.0.1', port: 0, limits: { payloadBytes: 65_536 }, clock: createClock(), events: quiet })
  await broker.start([], keeping().handler, PRESENCE)
  const { states, observer } = await watchPresence(broker.state().url ?? '')
  await eventually('the retained presence', () => states.at(-1)?.online === true)
  await broker.stop()
  await eventually('the withdrawal', () => states.at(-1)?.online === false)
  await observer.endAsync(true)
})

describeBrokerContract('the embedded broker', async (filters, handler) => {
  const broker = createEmbeddedBroker({ host: '127.0.0.1', port: 0, limits: { payloadBytes: 65_536 }, clock: createClock(), events: quiet })
  await broker.start(subscriptions(filters), handler)
  return { broker, url: broker.state().url ?? '', close: () => broker.stop() }
})

describe.skipIf(findServer('mosquitto') === null)(`the client of a real Mosquitto${without('mosquitto')}`, () => {
  let server: RunningServer
  let number = 0
  beforeAll(async () => {
    server = await startMosquitto()
  })
  afterAll(async () => {
    await server?.stop()
  })

  const openAt = async (url: string, filters: string[], handler: BrokerHandler, clientId = `campus-${number++}`): Promise<Opened> => {
    const broker = createMqttBroker({ url, username: null, password: null, clientId, clock: createClock(), events: quiet })
    await broker.start(subscriptions(filters), handler)
    await eventually('the connection', () => broker.state().connected)
    return { broker, url, close: () => broker.stop() }
  }

  describeBrokerContract('MQTT.js on Mosquitto', (filters, handler) => openAt(server.url, filters, handler))

  it('publishes the presence of the service at each connection, leaves its end to the broker, and withdraws it when it stops', async () => {
    const { states, observer } = await watchPresence(server.url)
    const clock = createClock()
    const broker = createMqttBroker({ url: server.url, username: null, password: null, clientId: 'present', clock, events: quiet })
    await broker.start(subscriptions(['t/#']), keeping().handler, PRESENCE)
    await eventually('the presence', () => states.at(-1)?.online === true)
    // Another client of the same id: Mosquitto drops the first, which comes back.
    const rival = await mqtt.connectAsync(server.url, { clientId: 'present', reconnectPeriod: 0 })
    await rival.endAsync(true)
    await eventually('the will and the return', () => states.length >= 3 && states.at(-1)?.online === true)
    expect(states.map(({ online }) => online)).toEqual([true, false, true])
    expect(states[1]?.at).toBe(states[0]?.at)
    expect(states[2]?.at).toBeGreaterThan(states[0]?.at ?? 0)
    await broker.stop()
    await eventually('the withdrawal', () => states.at(-1)?.online === false)
    await observer.endAsync(true)
  })

  it('receives retained states when it connects, and no retained readings', async () => {
    const device = await mqtt.connectAsync(server.url)
    await device.publishAsync('kept/status', 'online', { qos: 1, retain: true })
    await device.publishAsync('old/power', '17', { qos: 1, retain: true })
    const kept = keeping()
    const broker = createMqttBroker({
      url: server.url,
      username: null,
      password: null,
      clientId: 'campus-retained',
      clock: createClock(),
      events: quiet,
    })
    await broker.start([...subscriptions(['kept/+'], true), ...subscriptions(['old/+'], false)], kept.handler)
    await eventually('the state', () => kept.messages.length > 0)
    await device.publishAsync('old/power', '18', { qos: 1 })
    await eventually('the live value', () => kept.messages.length > 1)
    expect(kept.messages.map((m) => [m.topic, textOf(m), m.retain])).toEqual([
      ['kept/status', 'online', true],
      ['old/power', '18', false],
    ])
    await broker.stop()
    await device.endAsync()
  })

  it('receives from its session what was published while it was away', async () => {
    const kept = keeping()
    const first = await openAt(server.url, ['away/#'], kept.handler, 'campus-away')
    const device = await mqtt.connectAsync(server.url)
    await device.publishAsync('away/1', 'here', { qos: 1 })
    await eventually('the first message', () => kept.messages.length === 1)
    await first.close()
    for (let i = 0; i < 50; i++) await device.publishAsync('away/1', String(i), { qos: 1 })
    const second = await openAt(server.url, ['away/#'], kept.handler, 'campus-away')
    await eventually('the others', () => kept.messages.length === 51)
    await device.endAsync()
    await second.close()
  })
})

describe.skipIf(findServer('mosquitto') === null)(`the client of a Mosquitto that is absent at start${without('mosquitto')}`, () => {
  it('connects as soon as the broker is there, and again after it went away', async () => {
    const server = await startMosquitto()
    await server.kill()
    const kept = keeping()
    const broker = createMqttBroker({
      url: server.url,
      username: null,
      password: null,
      clientId: 'campus-late',
      clock: createClock(),
      events: quiet,
    })
    await broker.start(subscriptions(['late/#']), kept.handler)
    await eventually('the failure to be said', () => broker.state().detail.includes(`nothing listens at ${server.url}`))
    expect(broker.state().connected).toBe(false)
    await server.restart()
    await eventually('the connection', () => broker.state().connected)
    await server.kill()
    await eventually('the loss', () => !broker.state().connected)
    await server.restart()
    await eventually('the connection again', () => broker.state().connected)
    const device = await mqtt.connectAsync(server.url)
    await eventually('a message after all that', async () => {
      await device.publishAsync('late/1', 'x', { qos: 1 })
      return kept.messages.length > 0
    })
    await device.endAsync()
    await broker.stop()
    await server.stop()
  })
})

describe.skipIf(findServer('mosquitto') === null)(`the client of several hosts${without('mosquitto')}`, () => {
  it('connects to the next at once when the one in use is killed, and receives there', async () => {
    const [first, second] = [await startMosquitto(), await startMosquitto()]
    const kept = keeping()
    const details: string[] = []
    const broker = createMqttBroker({
      url: `mqtt://127.0.0.1:${first.port},127.0.0.1:${second.port}`,
      username: null,
      password: null,
      clientId: 'campus-several',
      clock: createClock(),
      events: { emit: ({ detail }) => void details.push(detail) },
    })
    await broker.start(subscriptions(['several/#']), kept.handler)
    await eventually('the first', () => broker.state().connected)
    expect(broker.state().url).toBe(`mqtt://127.0.0.1:${first.port}`)
    await first.kill()
    await eventually('the second', () => broker.state().url === `mqtt://127.0.0.1:${second.port}` && broker.state().connected)
    const device = await mqtt.connectAsync(second.url)
    await eventually('a message', async () => {
      await device.publishAsync('several/1', 'x', { qos: 1 })
      return kept.messages.length > 0
    })
    await device.endAsync()
    await broker.stop()
    await Promise.all([first.stop(), second.stop()])
  })
})
