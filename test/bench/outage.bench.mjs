// The store is away for six hours of the devices' time, and comes back: what the service needs meanwhile, how fast it catches up, what live readings notice.

import { setTimeout as delay } from 'node:timers/promises'
import mqtt from 'mqtt'
import { bench } from './frame.mjs'
import { measure } from './processes.mjs'
import { binaries, DATABASE, rowsStored, withInfluxd, withMosquitto } from './servers.mjs'
import { withService } from './service.mjs'

const DEVICES = 2800
const FIELD = 'power'
const PREFIX = 'campus/bench/'
const MINUTE = 60_000
/** Six hours, a reading a minute of every device, each a message: a million and some. */
const AWAY = { devices: DEVICES, messages: DEVICES * 360, readings: 1, stepMs: MINUTE }
/** Readings a second that so many devices send when nothing is wrong. */
const LIVE_RATE = (DEVICES * 1000) / MINUTE
const ONE_IN_MS = 1000 / LIVE_RATE

const flood = (url) =>
  measure('runs/flood.mjs', [JSON.stringify({ url, connections: 50, window: 20, prefix: PREFIX, field: FIELD, ...AWAY })])

/** Devices at their usual rate, until `over`: how long each message waited for its acknowledgement, ms. */
async function liveDevices(url, over) {
  const client = await mqtt.connectAsync(url)
  const waits = []
  const underWay = []
  for (let n = 0; !over(); n++) {
    const at = performance.now()
    const payload = JSON.stringify({ time: Date.now(), values: { [FIELD]: n } })
    const sent = client.publishAsync(`${PREFIX}d${n % DEVICES}/telemetry`, payload, { qos: 1 })
    underWay.push(sent.then(() => waits.push(performance.now() - at)))
    await delay(ONE_IN_MS)
  }
  await Promise.all(underWay)
  await client.endAsync()
  return waits
}

const sorted = (values) => values.toSorted((a, b) => a - b)

/** The store comes back while devices go on. */
async function comeBack(service, { url, influxPort, power }) {
  let drained = null
  const backAt = performance.now()
  await power.start()
  const stored = service.drained(AWAY.messages).then(() => (drained = performance.now()))
  const waits = sorted(await liveDevices(url, () => drained !== null))
  await stored
  await service.drained(AWAY.messages + waits.length)
  const behind = performance.now() - drained
  await rowsStored(influxPort, AWAY.messages + waits.length, () => null)
  return { seconds: (drained - backAt) / 1000, acknowledged: waits[Math.floor(waits.length * 0.99)], behind: behind / 1000 }
}

bench('servers-outage', {
  runs: 1,
  rows: {
    'outage-memory': { unit: 'MB', peer: 'limit', theirs: 200, aim: 1, cost: true },
    'outage-drain-of-live-rate': { unit: 'readings/s', peer: 'live rate', theirs: LIVE_RATE, aim: 10 },
    'outage-live-acknowledged-p99': { unit: 'ms', peer: 'limit', theirs: 1000, aim: 1, cost: true },
    'outage-live-stored-after-drain': { unit: 's', peer: 'a minute', theirs: 60, aim: 1, cost: true },
  },
  async once() {
    const servers = binaries()
    if (servers === null) return {}
    return withMosquitto(servers, 1000, ({ url }) =>
      withInfluxd(servers, (influxPort, _dir, power) => {
        const env = { CAMPUS__BROKER__URL: url, CAMPUS__STORE__URL: `influx://127.0.0.1:${influxPort}/${DATABASE}` }
        return withService({ devices: DEVICES, field: FIELD, env }, async (service) => {
          await power.kill()
          await flood(url)
          const { seconds, acknowledged, behind } = await comeBack(service, { url, influxPort, power })
          return {
            'outage-memory': { ours: service.peakMemory() ?? undefined },
            'outage-drain-of-live-rate': { ours: AWAY.messages / seconds },
            'outage-live-acknowledged-p99': { ours: acknowledged },
            'outage-live-stored-after-drain': { ours: behind },
          }
        })
      }),
    )
  },
})
