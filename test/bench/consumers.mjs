// What stands between Mosquitto and InfluxDB: the service, or a peer. Live under a flood, and with the backlog of a session.

import mqtt from 'mqtt'
import { freePort, isOpen, measure, withPeer } from './processes.mjs'
import { createDatabase, DATABASE, moment, rowsStored, withInfluxd, withMosquitto } from './servers.mjs'
import { withService } from './service.mjs'

/** Messages in flight per connection: what common clients and brokers allow by default. */
const LOAD = { connections: 50, window: 20, prefix: 'campus/bench/', field: 'power', stepMs: 1000 }
const CLIENT = 'campus-bench'
const FILTER = 'campus/+/+/+'

/**
 * A consumer: `open(pair, work)` runs it between the servers and hands `work` its `drained`, `processorTime` and `peakMemory`.
 * @typedef {object} Consumer
 * @property {4 | 5} protocol   the MQTT version it speaks
 * @property {number} inflight  messages that it may hold unacknowledged
 * @property {(pair: object, work: (consumer: object) => Promise<object>) => Promise<object>} open
 */

/** @type {Consumer} */
export const ours = {
  protocol: 5,
  inflight: 1000,
  open({ url, influxPort }, work) {
    const env = {
      CAMPUS__BROKER__URL: url,
      CAMPUS__BROKER__CLIENT_ID: CLIENT,
      CAMPUS__STORE__URL: `influx://127.0.0.1:${influxPort}/${DATABASE}`,
    }
    return withService({ devices: LOAD.connections, field: LOAD.field, env }, (service) =>
      work({ ...service, drained: ({ messages }) => service.drained(messages) }),
    )
  },
}

/** A peer by its plan: `command(dir, at)` writes its configuration; `at` says where the servers are and what to ask of them. */
export function peerOf({ protocol, inflight, command }) {
  return {
    protocol,
    inflight,
    async open({ mqttPort, influxPort, logged }, work) {
      await createDatabase(influxPort)
      const before = logged(SUBSCRIBED)
      const at = { mqttPort, influxPort, client: CLIENT, filter: FILTER, database: DATABASE }
      return withPeer(
        (dir) => command(dir, at),
        async (peer) => {
          await moment('for a subscription', () => peer.ended() !== null || logged(SUBSCRIBED) > before)
          return work({ ...peer, drained: ({ messages, readings }) => rowsStored(influxPort, messages * readings, peer.ended) })
        },
      )
    },
  }
}

const CONNECTED = ` as ${CLIENT} `
const SUBSCRIBED = `${CLIENT} 1 ${FILTER}`

export const flood = (url, load) => measure('runs/flood.mjs', [JSON.stringify({ ...LOAD, url, ...load })])

/** The consumer between fresh servers; `before` may fill its session while it is away. */
function between(servers, consumer, before, work) {
  return withMosquitto(servers, consumer.inflight, (broker) =>
    withInfluxd(servers, async (influxPort) => {
      const pair = { url: broker.url, mqttPort: broker.port, influxPort, logged: broker.logged }
      const prepared = await before(pair)
      return consumer.open(pair, (opened) => work(opened, pair, prepared))
    }),
  )
}

/** What a flood costs a consumer and how fast it is in the store. */
async function flooded(opened, url, load) {
  // Delay of the event loop counts from here.
  await opened.metric?.(LOOP_DELAY)
  const busy = opened.processorTime()
  const started = performance.now()
  await flood(url, load)
  await opened.drained(load)
  const seconds = (performance.now() - started) / 1000
  const delay = await opened.metric?.(LOOP_DELAY)
  const rows = load.messages * load.readings
  return {
    rate: rows / seconds,
    cpuUs: busy === null ? undefined : (opened.processorTime() - busy) / rows,
    memory: opened.peakMemory() ?? undefined,
    delayMs: delay === undefined || delay === null ? undefined : delay * 1000,
  }
}

const nothing = async () => undefined

/** Rate to the store, processor time and memory of the consumer while a flood is on. */
export function live(servers, consumer, load) {
  return between(servers, consumer, nothing, (opened, { url }) => flooded(opened, url, load))
}

/** The same without a broker between: the service with its own one, before InfluxDB. */
export function liveOwnBroker(servers, load) {
  return withInfluxd(servers, (influxPort) => {
    const env = { CAMPUS__STORE__URL: `influx://127.0.0.1:${influxPort}/${DATABASE}` }
    return withService({ devices: LOAD.connections, field: LOAD.field, env }, (service) =>
      flooded({ ...service, drained: ({ messages }) => service.drained(messages) }, service.broker, load),
    )
  })
}

/** A peer that listens itself, before InfluxDB. */
export function liveListener(servers, { command }, load) {
  return withInfluxd(servers, async (influxPort) => {
    await createDatabase(influxPort)
    const port = await freePort()
    return withPeer(
      (dir) => command(dir, { port, influxPort, database: DATABASE }),
      async (peer) => {
        await moment('for a listener', () => peer.ended() !== null || isOpen(port))
        const drained = ({ messages, readings }) => rowsStored(influxPort, messages * readings, peer.ended)
        return flooded({ ...peer, drained }, `mqtt://127.0.0.1:${port}`, load)
      },
    )
  })
}

const LOOP_DELAY = 'campus_nodejs_eventloop_lag_p99_seconds'

/** A session of the consumer is made, left, filled, and drained by it: from its connection to the last reading in the store. */
export function backlog(servers, consumer, load) {
  const fill = async ({ url, logged }) => {
    const session = await mqtt.connectAsync(url, {
      protocolVersion: consumer.protocol,
      clientId: CLIENT,
      clean: false,
      ...(consumer.protocol === 5 ? { properties: { sessionExpiryInterval: 3600 } } : {}),
    })
    await session.subscribeAsync(FILTER, { qos: 1 })
    await session.endAsync()
    await flood(url, load)
    const before = logged(CONNECTED)
    // Not awaited here: it happens while the consumer is being opened. The first to look at it is `work`.
    const connected = moment('for a connection', () => logged(CONNECTED) > before)
    connected.catch(() => undefined)
    return { connected }
  }
  return between(servers, consumer, fill, async (opened, _pair, { connected }) => {
    const started = await connected
    await opened.drained(load)
    const seconds = (performance.now() - started) / 1000
    return { rate: (load.messages * load.readings) / seconds, memory: opened.peakMemory() ?? undefined }
  })
}
