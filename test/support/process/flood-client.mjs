// One client that attacks a broker until it is ended: node flood-client.mjs URL KIND. Kinds: none, retained, sessions, unmapped, large, wills, filters, slow, qos2.

import mqtt from 'mqtt'

const [url, kind] = process.argv.slice(2)
const options = { reconnectPeriod: 200, protocolVersion: 4, keepalive: 0 }
const kilobyte = Buffer.alloc(1000, 'x')
let n = 0

async function connect(more = {}) {
  const client = await mqtt.connectAsync(url, { ...options, ...more })
  client.on('error', () => undefined)
  return client
}

/** Publishes as fast as the broker takes it, a bounded number unacknowledged. */
async function publish(next, { qos = 1, window = 200 } = {}) {
  const client = await connect()
  const one = () => {
    const { topic, payload, retain = false } = next()
    client.publish(topic, payload, { qos, retain }, () => setImmediate(one))
  }
  for (let i = 0; i < window; i++) one()
}

const KINDS = {
  none: () => new Promise((resolve) => setTimeout(resolve, 3_600_000)),
  retained: () => publish(() => ({ topic: `junk/${n++}`, payload: kilobyte, retain: true })),
  'retained-mapped': () => publish(() => ({ topic: `campus/park/x${n++}/telemetry`, payload: kilobyte, retain: true })),
  unmapped: () => publish(() => ({ topic: `junk/${n++}/${'y'.repeat(800)}`, payload: kilobyte }), { qos: 0 }),
  large: () => publish(() => ({ topic: `campus/park/x${n++ % 100}/telemetry`, payload: Buffer.alloc(100_000, 'x') }), { window: 20 }),
  async sessions() {
    for (;;) {
      const client = await connect({ clientId: `ghost-${n++}`, clean: false, reconnectPeriod: 0 })
      await client.subscribeAsync(['ghost/#', 'campus/#'], { qos: 1 }).catch(() => undefined)
      client.end(true)
      const writer = n % 20 === 0 ? await connect({ reconnectPeriod: 0 }) : null
      for (let i = writer === null ? 50 : 0; i < 50; i++) await writer?.publishAsync('ghost/x', kilobyte, { qos: 1 }).catch(() => undefined)
      writer?.end(true)
    }
  },
  async wills() {
    for (;;) {
      const will = { topic: `junk/${n++}`, payload: Buffer.alloc(100_000), qos: 1, retain: true }
      await connect({ clientId: `will-${n}`, reconnectPeriod: 0, will }).catch(() => new Promise((resolve) => setTimeout(resolve, 5)))
    }
  },
  async filters() {
    const client = await connect({ clean: false, clientId: 'filters' })
    for (;;)
      await client
        .subscribeAsync(
          Array.from({ length: 500 }, () => `junk/${n++}/+/#`),
          { qos: 1 },
        )
        .catch(() => new Promise((resolve) => setTimeout(resolve, 5)))
  },
  /** Subscribes to everything and reads nothing. */
  async slow() {
    for (let i = 0; i < 20; i++) {
      const client = await connect({ reconnectPeriod: 1000 })
      const stop = () => client.subscribe('#', { qos: 0 }, () => client.stream.pause())
      client.on('connect', stop)
      stop()
    }
    await publish(() => ({ topic: `campus/park/x${n++ % 100}/telemetry`, payload: kilobyte }))
  },
  async qos2() {
    for (;;) {
      const client = await connect({ clientId: `two-${n++}`, clean: false, reconnectPeriod: 0 })
      for (let i = 0; i < 900; i++) client.publish('campus/park/x/telemetry', kilobyte, { qos: 2 })
      client.on('packetreceive', (packet) => packet.cmd === 'pubrec' && client.stream.destroy())
      await new Promise((resolve) => client.once('close', resolve))
    }
  },
}

process.on('uncaughtException', () => undefined)
process.on('unhandledRejection', () => undefined)
await KINDS[kind]()
