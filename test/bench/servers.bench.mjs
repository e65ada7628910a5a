// The pair of real servers: Mosquitto -> us -> InfluxDB, QoS 1, beside a bare subscriber and a bare writer in the same run.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { provideServers } from '../../scripts/servers.mjs'
import { bench } from './frame.mjs'
import { measure, withServer, withService } from './processes.mjs'

const LOAD = { connections: 50, window: 20, prefix: 'campus/bench/', field: 'power', stepMs: 1000 }
const LIVE = 150_000
const BACKLOG = 200_000
const BATCHES = 10_000
const BATCH = 50
const CLIENT = 'campus-bench'

const binaries = () => {
  const { env } = provideServers()
  return { mosquitto: env.CAMPUS_TEST_MOSQUITTO ?? null, influxd: env.CAMPUS_TEST_INFLUXD ?? null }
}

function mosquitto(binary) {
  return (dir, port) => {
    const file = join(dir, 'mosquitto.conf')
    const lines = [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'max_inflight_messages 1000',
      'max_queued_messages 0',
      'max_queued_bytes 1073741824',
      `user ${userInfo().username}`,
    ]
    writeFileSync(file, `${lines.join('\n')}\n`)
    return [binary, '-c', file]
  }
}

function influxd(binary) {
  return (dir, port) => {
    const file = join(dir, 'influxdb.conf')
    const text = [
      'reporting-disabled = true',
      'bind-address = "127.0.0.1:0"',
      `[meta]\n  dir = "${dir}/meta"`,
      `[data]\n  dir = "${dir}/data"\n  wal-dir = "${dir}/wal"`,
      `[http]\n  bind-address = "127.0.0.1:${port}"\n  log-enabled = false`,
      '[monitor]\n  store-enabled = false',
    ]
    writeFileSync(file, `${text.join('\n')}\n`)
    return [binary, '-config', file]
  }
}

const flood = (url, messages, readings) => measure('flood.mjs', [JSON.stringify({ ...LOAD, url, messages, readings })])

/** Messages a second that a bare subscriber gets while the flood is on. */
async function bareSubscriber(binary, messages, readings) {
  return withServer(mosquitto(binary), async (port) => {
    const url = `mqtt://127.0.0.1:${port}`
    const peer = spawn(process.execPath, [join(import.meta.dirname, 'peers/subscriber.mjs'), url, 'campus/#', String(messages)], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    await once(peer, 'message')
    const printed = once(peer.stdout, 'data')
    await flood(url, messages, readings)
    const run = JSON.parse(String((await printed)[0]))
    return run.messages / run.seconds
  })
}

const bareWriter = (binary, rows) =>
  withServer(influxd(binary), async (port) => {
    const run = await measure('peers/influx.mjs', [port, rows])
    return run.rows / run.seconds
  })

/** The service between fresh servers. `before` may fill the session while it is away. */
function between({ mosquitto: broker, influxd: store }, before, work) {
  return withServer(mosquitto(broker), (mqttPort) =>
    withServer(influxd(store), async (influxPort) => {
      const url = `mqtt://127.0.0.1:${mqttPort}`
      const env = {
        CAMPUS__BROKER__URL: url,
        CAMPUS__BROKER__CLIENT_ID: CLIENT,
        CAMPUS__STORE__URL: `influx://127.0.0.1:${influxPort}/bench`,
      }
      await before(url)
      const started = performance.now()
      return withService({ devices: LOAD.connections, field: LOAD.field, env }, (service) => work(service, url, started))
    }),
  )
}

const nothing = async () => undefined

async function live(servers, messages, readings) {
  return between(servers, nothing, async (service, url) => {
    await service.metric('campus_nodejs_eventloop_lag_p99_seconds')
    const busy = service.processorTime()
    const started = performance.now()
    const run = await flood(url, messages, readings)
    await service.drained(run.messages)
    const seconds = (performance.now() - started) / 1000
    const delay = await service.metric('campus_nodejs_eventloop_lag_p99_seconds')
    const rows = run.messages * readings
    return {
      rate: rows / seconds,
      cpuUs: busy === null ? undefined : (service.processorTime() - busy) / rows,
      memory: service.peakMemory() ?? undefined,
      delayMs: delay === null ? undefined : delay * 1000,
    }
  })
}

/** A session of ours is made, left, filled, and drained by the service. */
async function backlog(servers, messages) {
  const fill = async (url) => {
    const session = await mqtt.connectAsync(url, {
      protocolVersion: 5,
      clientId: CLIENT,
      clean: false,
      properties: { sessionExpiryInterval: 3600 },
    })
    await session.subscribeAsync('campus/+/+/+', { qos: 1 })
    await session.endAsync()
    await flood(url, messages, 1)
  }
  return between(servers, fill, async (service) => {
    const started = performance.now()
    await service.drained(messages)
    return { rate: messages / ((performance.now() - started) / 1000), memory: service.peakMemory() ?? undefined }
  })
}

const servers = binaries()
if (servers.mosquitto === null || servers.influxd === null) {
  process.stderr.write(
    'servers: left out, there is no mosquitto or influxd here; on Debian or Ubuntu: apt-get install mosquitto influxdb\n',
  )
} else {
  bench('servers-live', {
    rows: {
      'live-qos1-of-subscriber': { unit: 'readings/s', peer: 'bare subscriber', aim: 0.8 },
      'live-qos1-cpu': { unit: 'us/reading', peer: 'limit', theirs: 25.5, aim: 2, cost: true },
      'live-loop-delay-p99': { unit: 'ms', peer: 'limit', theirs: 50, aim: 1, cost: true },
      'live-memory': { unit: 'MB', peer: 'limit', theirs: 200, aim: 1, cost: true },
    },
    async once() {
      const theirs = await bareSubscriber(servers.mosquitto, LIVE, 1)
      const run = await live(servers, LIVE, 1)
      return {
        'live-qos1-of-subscriber': { ours: run.rate, theirs },
        'live-qos1-cpu': { ours: run.cpuUs },
        'live-loop-delay-p99': { ours: run.delayMs },
        'live-memory': { ours: run.memory },
      }
    },
  })

  bench('servers-batch', {
    rows: {
      'live-batch-of-writer': { unit: 'readings/s', peer: 'bare writer', aim: 0.4 },
      'live-batch-cpu': { unit: 'us/reading', peer: 'limit', theirs: 8, aim: 2, cost: true },
      'live-batch-memory': { unit: 'MB', peer: 'limit', theirs: 200, aim: 1, cost: true },
    },
    async once() {
      const theirs = await bareWriter(servers.influxd, BATCHES * BATCH)
      const run = await live(servers, BATCHES, BATCH)
      return {
        'live-batch-of-writer': { ours: run.rate, theirs },
        'live-batch-cpu': { ours: run.cpuUs },
        'live-batch-memory': { ours: run.memory },
      }
    },
  })

  bench('servers-backlog', {
    rows: {
      'backlog-of-writer': { unit: 'readings/s', peer: 'bare writer', aim: 0.25 },
      'backlog-memory': { unit: 'MB', peer: 'limit', theirs: 200, aim: 1, cost: true },
    },
    async once() {
      const theirs = await bareWriter(servers.influxd, BACKLOG)
      const run = await backlog(servers, BACKLOG)
      return { 'backlog-of-writer': { ours: run.rate, theirs }, 'backlog-memory': { ours: run.memory } }
    },
  })
}
