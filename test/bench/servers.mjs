// Mosquitto and InfluxDB, fresh for every run, and what can be asked of them from outside, whoever stands between them.

import { readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { provideServers } from '../../scripts/servers.mjs'
import { UP_MS, withServer } from './processes.mjs'

export const DATABASE = 'bench'
/** A consumer that stores nothing for so long has given up. */
const STALL_MS = 30_000

let found

/** The two binaries, installed where that is possible; null, and a word about it, where they are not to be had. */
export function binaries() {
  if (found !== undefined) return found
  const { env } = provideServers()
  const [mosquitto, influxd] = [env.CAMPUS_TEST_MOSQUITTO, env.CAMPUS_TEST_INFLUXD]
  found = mosquitto && influxd ? { mosquitto, influxd } : null
  if (found === null)
    process.stderr.write('left out: there is no mosquitto or influxd here; on Debian or Ubuntu: apt-get install mosquitto influxdb\n')
  return found
}

const logOf = (dir) => join(dir, 'mosquitto.log')

/** `inflight`: messages a client may hold unacknowledged; 1,000 as we ship it. */
function mosquitto(binary, inflight) {
  return (dir, port) => {
    const file = join(dir, 'mosquitto.conf')
    const lines = [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      `max_inflight_messages ${inflight}`,
      'max_queued_messages 0',
      'max_queued_bytes 1073741824',
      `log_dest file ${logOf(dir)}`,
      'log_type notice',
      'log_type subscribe',
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

/** `work` gets its address and how often it has logged a text. */
export function withMosquitto({ mosquitto: binary }, inflight, work) {
  return withServer(mosquitto(binary, inflight), (port, dir) =>
    work({ url: `mqtt://127.0.0.1:${port}`, port, logged: (text) => readFileSync(logOf(dir), 'utf8').split(text).length - 1 }),
  )
}

/** `work` gets its port, its folder, and what kills and starts it. */
export const withInfluxd = ({ influxd: binary }, work) => withServer(influxd(binary), work)

/** Resolves with the moment at which `holds` was first true. */
export async function moment(what, holds) {
  for (const until = performance.now() + UP_MS; !(await holds()); await delay(10))
    if (performance.now() > until) throw new Error(`waited a minute in vain: ${what}`)
  return performance.now()
}

export async function createDatabase(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/query?q=CREATE+DATABASE+${DATABASE}`, { method: 'POST' })
  if (!answer.ok) throw new Error(`InfluxDB answered ${answer.status}`)
}

/** Rows that InfluxDB has taken into the database. */
async function rowsIn(port) {
  const stats = await (await fetch(`http://127.0.0.1:${port}/debug/vars`)).json()
  return Object.values(stats)
    .filter((s) => s.name === 'shard' && s.tags.database === DATABASE)
    .reduce((sum, s) => sum + s.values.writePointsOk, 0)
}

/** Resolves when InfluxDB has taken so many rows. `ended` says what the consumer printed, should it have ended. */
export async function rowsStored(port, rows, ended) {
  let seen = 0
  for (let moved = performance.now(); seen < rows; await delay(100)) {
    const now = await rowsIn(port)
    if (now > seen) moved = performance.now()
    seen = now
    if (ended() !== null) throw new Error(`it ended: ${ended()}`)
    if (performance.now() - moved > STALL_MS) throw new Error(`it stopped after ${seen} of ${rows} readings`)
  }
}
