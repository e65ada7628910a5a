import { once } from 'node:events'
import { connect as tcpConnect, createServer, type AddressInfo, type Socket } from 'node:net'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { createBrokerAccess } from '../../../../src/access/broker/broker-access.ts'
import { createEmbeddedBroker, type EmbeddedBrokerOptions } from '../../../../src/adapters/broker/embedded.ts'
import { createClock } from '../../../../src/adapters/system/clock.ts'
import type { RawMessage } from '../../../../src/domain/index.ts'
import type { Broker, BrokerHandler } from '../../../../src/ports/index.ts'
import { createEventLog, type EventLog } from '../../../support/fakes/events.ts'

const opened: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const part of opened.toReversed()) await part.stop()
  opened.length = 0
})

interface Rig {
  readonly broker: Broker
  readonly events: EventLog
  readonly received: RawMessage[]
  readonly url: string
  readonly client: (options?: IClientOptions) => Promise<MqttClient>
}

type Receive = BrokerHandler['receive']

/** A user of the service alone, as `broker.username` names it. */
const ONE_USER = createBrokerAccess({
  service: { name: 'meter', password: 'secret' },
  hashes: () => null,
  users: () => [],
  onChange: () => () => undefined,
})

async function rig(
  receive: Receive = () => 'accepted',
  options: Partial<EmbeddedBrokerOptions> = {},
  filters = ['campus/#'],
): Promise<Rig> {
  const events = createEventLog()
  const received: RawMessage[] = []
  const broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    limits: { payloadBytes: 65_536 },
    clock: createClock(),
    events,
    ...options,
  })
  const wanted = filters.map((filter) => ({ filter, retained: true }))
  const take: Receive = (message) => {
    const verdict = receive(message)
    if (verdict !== 'full') received.push({ ...message, payload: Uint8Array.from(message.payload) })
    return verdict
  }
  await broker.start(wanted, { receive: take, append: take, flush: () => true })
  opened.push(broker)
  const url = broker.state().url ?? ''
  const client = async (more: IClientOptions = {}): Promise<MqttClient> => {
    const c = await connectAsync(url, { reconnectPeriod: 0, ...more })
    c.on('error', () => undefined)
    opened.push({ stop: () => c.endAsync(true) })
    return c
  }
  return { broker, events, received, url, client }
}

const text = (message: RawMessage | undefined): string => Buffer.from(message?.payload ?? []).toString()

/** Resolves when the condition holds; looked at after every turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

/** `once` of node:events would reject at the reset that comes with a dropped connection. */
function closedOf(client: MqttClient): Promise<void> {
  return new Promise((resolve) => void client.once('close', () => resolve()))
}

function arrivalAt(client: MqttClient): Promise<{ topic: string; payload: string; retain: boolean }> {
  return new Promise(
    (resolve) => void client.once('message', (topic, payload, { retain }) => resolve({ topic, payload: payload.toString(), retain })),
  )
}

describe('the embedded broker', () => {
  it('acknowledges a QoS 1 message only after the handler has accepted it', async () => {
    const order: string[] = []
    const { client } = await rig(() => {
      order.push('journalled')
      return 'accepted'
    })
    const c = await client()
    await c.publishAsync('campus/x/telemetry', '1', { qos: 1 })
    order.push('acknowledged')
    expect(order).toEqual(['journalled', 'acknowledged'])
  })

  it('withholds PUBACK of messages that do not fit, and sends it in order once they do', async () => {
    let room = false
    const { client, received } = await rig(() => (room ? 'accepted' : 'full'))
    const c = await client()
    const acknowledged: string[] = []
    const sent = ['a', 'b', 'c'].map(async (payload) => {
      await c.publishAsync('campus/x/telemetry', payload, { qos: 1 })
      acknowledged.push(payload)
    })
    // Another client's round trip shows that the broker has seen the three by now.
    const other = await client()
    await other.publishAsync('elsewhere', '', { qos: 1 })
    expect(acknowledged).toEqual([])
    room = true
    await Promise.all(sent)
    expect(received.map(text)).toEqual(['a', 'b', 'c'])
    expect(acknowledged).toEqual(['a', 'b', 'c'])
  })

  it('lets other clients go on while the messages of one are held', async () => {
    const { client, received } = await rig((m) => (m.topic === 'campus/greedy' ? 'full' : 'accepted'))
    const greedy = await client()
    greedy.publish('campus/greedy', 'x', { qos: 1 })
    const modest = await client()
    await modest.publishAsync('campus/modest', 'y', { qos: 1 })
    expect(received.map(text)).toEqual(['y'])
  })

  it('does not acknowledge held messages when it stops', async () => {
    const { broker, client, received } = await rig(() => 'full')
    const c = await client()
    let acknowledged = false
    c.publish('campus/x', '1', { qos: 1 }, (error) => (acknowledged = error === undefined || error === null))
    const other = await client()
    await other.publishAsync('elsewhere', '', { qos: 1 })
    const closed = closedOf(c)
    await broker.stop()
    await closed
    expect({ acknowledged, received }).toEqual({ acknowledged: false, received: [] })
  })

  it('acknowledges a refused message but publishes it to nobody', async () => {
    const { client } = await rig((m) => (text(m) === 'bad' ? 'refused' : 'accepted'))
    const listener = await client()
    const seen: string[] = []
    listener.on('message', (_topic, payload) => seen.push(payload.toString()))
    await listener.subscribeAsync('campus/#', { qos: 1 })
    const c = await client()
    await c.publishAsync('campus/x', 'bad', { qos: 1, retain: true })
    await c.publishAsync('campus/x', 'bad', { qos: 2 })
    await c.publishAsync('campus/x', 'good', { qos: 1 })
    await until(() => seen.length > 0)
    expect(seen).toEqual(['good'])
    const late = await client()
    const retained: string[] = []
    late.on('message', (_topic, payload) => retained.push(payload.toString()))
    await late.subscribeAsync('campus/#')
    await c.publishAsync('campus/x', 'after', { qos: 1 })
    await until(() => retained.length > 0)
    expect(retained).toEqual(['after'])
  })

  it('accepts QoS 0, 1 and 2 alike', async () => {
    const { client, received } = await rig()
    const c = await client()
    await c.publishAsync('campus/x', 'zero', { qos: 0 })
    await c.publishAsync('campus/x', 'one', { qos: 1 })
    await c.publishAsync('campus/x', 'two', { qos: 2 })
    expect(received.map((m) => [text(m), m.qos])).toEqual([
      ['zero', 0],
      ['one', 1],
      ['two', 2],
    ])
  })

  it('shows a live message without the retain flag, as a subscriber sees it, and keeps it for later subscribers', async () => {
    const { client, received } = await rig()
    const c = await client()
    await c.publishAsync('campus/x/status', 'online', { qos: 1, retain: true })
    expect(received.map((m) => m.retain)).toEqual([false])
    const late = await client()
    const arrived = arrivalAt(late)
    await late.subscribeAsync('campus/#')
    const { topic, retain } = await arrived
    expect([topic, retain]).toEqual(['campus/x/status', true])
  })

  it('passes the will of a client that vanishes to the handler', async () => {
    const { client, received } = await rig()
    const c = await client({ will: { topic: 'campus/x/status', payload: Buffer.from('offline'), qos: 1, retain: true } })
    c.stream.destroy()
    await until(() => received.length > 0)
    expect(received.map((m) => [m.topic, text(m)])).toEqual([['campus/x/status', 'offline']])
  })

  it.each(['$SYS/broker/uptime', '$campus/x'])('drops a client that publishes to %s and tells nobody', async (topic) => {
    const { client, received } = await rig(undefined, {}, ['#', '$SYS/#', '$campus/#'])
    const listener = await client()
    const seen: string[] = []
    listener.on('message', (t) => seen.push(t))
    await listener.subscribeAsync(topic)
    const c = await client()
    const closed = closedOf(c)
    c.publish(topic, 'forged', { qos: 1 })
    await closed
    await listener.publishAsync('campus/x', 'y', { qos: 1 })
    expect(seen).toEqual([])
    expect(received.map((m) => m.topic)).toEqual(['campus/x'])
  })

  it('refuses a will on a reserved topic too', async () => {
    const { client, received } = await rig(undefined, {}, ['#', '$SYS/#'])
    const c = await client({ will: { topic: '$SYS/broker/uptime', payload: Buffer.from('forged'), qos: 0, retain: false } })
    const other = await client()
    c.stream.destroy()
    await closedOf(c)
    await other.publishAsync('campus/x', 'y', { qos: 1 })
    expect(received.map((m) => m.topic)).toEqual(['campus/x'])
  })

  it('publishes a message that matches no filter, but does not journal it', async () => {
    const { client, received } = await rig(undefined, {}, ['campus/+/+/telemetry'])
    const device = await client()
    const arrived = arrivalAt(device)
    await device.subscribeAsync('campus/a/d1/command')
    const c = await client()
    await c.publishAsync('campus/a/d1/command', '{}', { qos: 1 })
    await arrived
    expect(received).toEqual([])
  })

  it('publishes for the service itself without journalling it', async () => {
    const { broker, client, received } = await rig()
    const device = await client()
    const arrived = arrivalAt(device)
    await device.subscribeAsync('campus/#', { qos: 1 })
    await broker.publish('campus/a/d1/command', '{"id":"1"}', { qos: 1 })
    const { topic, payload } = await arrived
    expect([topic, payload, received.length]).toEqual(['campus/a/d1/command', '{"id":"1"}', 0])
  })

  it('drops the connection that announces a giant packet before reading it, and only that one', async () => {
    const { client, events, received } = await rig()
    const neighbour = await client()
    const c = await client()
    const closed = closedOf(c)
    c.publish('campus/x', Buffer.alloc(5_000_000), { qos: 1 })
    await closed
    await neighbour.publishAsync('campus/x', 'fine', { qos: 1 })
    expect(received.map(text)).toEqual(['fine'])
    expect(events.of('message-refused').map((e) => e.reason)).toEqual(['too-large'])
  })

  it('passes a message slightly above the payload limit to the handler, so that it is refused with its topic', async () => {
    const { client, received } = await rig(() => 'refused')
    const c = await client()
    await c.publishAsync('campus/x', Buffer.alloc(100_000), { qos: 1 })
    expect(received.map((m) => m.payload.length)).toEqual([100_000])
  })

  it('requires user name and password when they are configured', async () => {
    const { client } = await rig(undefined, { access: ONE_USER })
    await expect(client()).rejects.toThrow(/bad username or password/i)
    await expect(client({ username: 'meter', password: 'wrong!' })).rejects.toThrow(/bad username or password/i)
    const c = await client({ username: 'meter', password: 'secret' })
    expect(c.connected).toBe(true)
  })

  it('refuses to start on a port that is taken, and names the process that has it', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    opened.push({ stop: () => new Promise((resolve) => void blocker.close(() => resolve())) })
    const { port } = blocker.address() as AddressInfo
    await expect(rig(undefined, { port })).rejects.toThrow(
      new RegExp(`\\(process ${process.pid}\\) listens on the MQTT port 127.0.0.1:${port}`),
    )
  })

  it('reports at the start that machines of the network reach it without a password', async () => {
    expect((await rig(undefined, { host: '0.0.0.0' })).events.of('broker-open')).toHaveLength(1)
    expect((await rig(undefined, { host: '0.0.0.0', access: ONE_USER })).events.of('broker-open')).toEqual([])
    expect((await rig()).events.of('broker-open')).toEqual([])
  })

  it('listens on the next free port where it may, and reports it', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    opened.push({ stop: () => new Promise((resolve) => void blocker.close(() => resolve())) })
    const { port } = blocker.address() as AddressInfo
    const { events, url } = await rig(undefined, { port, replacePort: true })
    expect(Number(new URL(url).port)).toBeGreaterThan(port)
    expect(events.of('port-taken')).toHaveLength(1)
  })

  it('refuses shared subscriptions: aedes would take them for literal topics', async () => {
    await expect(rig(undefined, {}, ['$share/g/campus/#'])).rejects.toThrow('no shared subscriptions')
    const { client } = await rig()
    const c = await client()
    await expect(c.subscribeAsync('$share/g/campus/#')).rejects.toThrow()
  })

  it('counts its clients and closes them when it stops, unfinished connections included', async () => {
    const { broker, client, url } = await rig()
    await client()
    expect(broker.state()).toMatchObject({ connected: true, url, clients: 1 })
    const silent: Socket = tcpConnect(Number(new URL(url).port), '127.0.0.1')
    await once(silent, 'connect')
    const closed = once(silent, 'close')
    await broker.stop()
    await closed
    expect(broker.state()).toMatchObject({ connected: false, url: null, clients: null })
  })
})
