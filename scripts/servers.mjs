// The real servers the tests run against: found, or installed where that is possible.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const SERVERS = [
  {
    name: 'mosquitto',
    binaries: ['mosquitto'],
    variable: 'CAMPUS_TEST_MOSQUITTO',
    package: 'mosquitto',
    suites: 'contract and flow tests on a real MQTT broker',
  },
  {
    name: 'influxd',
    binaries: ['influxd'],
    variable: 'CAMPUS_TEST_INFLUXD',
    package: 'influxdb',
    suites: 'contract and flow tests on InfluxDB',
  },
  {
    name: 'clickhouse',
    binaries: ['clickhouse-server'],
    variable: 'CAMPUS_TEST_CLICKHOUSE',
    package: 'clickhouse-server',
    suites: 'contract and flow tests on ClickHouse',
  },
  {
    name: 'chromium',
    binaries: ['chromium', 'chromium-browser', 'google-chrome'],
    variable: 'CAMPUS_TEST_CHROMIUM',
    package: 'chromium',
    suites: 'browser tests',
  },
]

function find({ binaries, variable }) {
  if (process.env[variable]) return process.env[variable]
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/bin']
  return folders.flatMap((folder) => binaries.map((b) => join(folder, b))).find((path) => existsSync(path)) ?? null
}

function canInstall() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

/** One by one: a package that cannot be had does not keep the others away. */
function install(missing) {
  process.stderr.write(`installing ${missing.map((s) => s.package).join(', ')} for the tests (apt-get) ...\n`)
  const update = () => apt('update', '-qq')
  if (!update()) update()
  for (const { package: name } of missing) {
    const once = () => apt('install', '-y', '-qq', '--no-install-recommends', name)
    if (!once() && !once()) process.stderr.write(`apt-get could not install ${name}\n`)
  }
}

/** Environment for the tests, and what is missing with how to get it. */
export function provideServers() {
  const absent = SERVERS.filter((s) => find(s) === null)
  if (absent.length > 0 && canInstall()) install(absent)
  const env = {}
  const missing = []
  for (const server of SERVERS) {
    const path = find(server)
    if (path) env[server.variable] = path
    else missing.push(server)
  }
  return { env, missing }
}
