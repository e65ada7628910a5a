/**
 * docker compose without an engine: the files are read as compose reads them, and their parts run for real on this machine with the users, passwords,
 * commands and health checks that stand there. Then every query of the Grafana dashboard is asked.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadConfig } from '../../src/config/load.ts'
import { composeText, compose, type Container, interpolated, ROOT } from '../support/deployment.ts'
import { findServer, type RunningServer, startInfluxd, startShippedMosquitto, without } from '../support/servers.ts'
import { CAMPUS, campus, eventually, type Service, startService } from '../support/service.ts'

const ENV = {
  MQTT_PASSWORD: 'mqtt-pa$$word',
  MQTT_SIMULATORS_PASSWORD: 'sim-secret',
  INFLUXDB_PASSWORD: "influx 'secret'",
  GRAFANA_PASSWORD: 'g',
}
const REFERENCE = readFileSync(join(ROOT, 'simulators/campuses/reference/campus.yaml'), 'utf8')
const absent = findServer('mosquitto') === null || findServer('influxd') === null

interface Panel {
  readonly id: number
  readonly title: string
  readonly description: string
  readonly datasource: { readonly uid: string }
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly fieldConfig: { readonly defaults: { readonly unit: string } }
  readonly targets: readonly { readonly refId: string; readonly query: string }[]
}

const dashboardText = (): string => readFileSync(join(ROOT, 'dashboards/grafana/dashboards/campus.json'), 'utf8')
const panels = (): readonly Panel[] => (JSON.parse(dashboardText()) as { panels: Panel[] }).panels

function service(name: string): Container {
  const found = compose(ENV).services[name]
  if (found === undefined) throw new Error(`the compose file has no service "${name}"`)
  return found
}

describe('docker-compose.yml', () => {
  it('starts nothing without passwords, and says which and where from', () => {
    for (const name of ['MQTT_PASSWORD', 'MQTT_SIMULATORS_PASSWORD', 'INFLUXDB_PASSWORD'])
      expect(() => interpolated(composeText().replaceAll(/^\s*#.*$/gm, ''), { ...ENV, [name]: '' })).toThrow(/copy \.env\.example to \.env/)
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8')
    for (const name of Object.keys(ENV)) expect(example).toContain(`${name}=`)
  })

  it('names files that are there, services that are there, and volumes that are declared', () => {
    const { services, volumes } = compose(ENV)
    for (const [name, part] of Object.entries(services)) {
      for (const volume of part.volumes ?? []) {
        const [from = ''] = volume.split(':')
        if (from.startsWith('./')) expect(existsSync(join(ROOT, from)), `${name}: ${from}`).toBe(true)
        else expect(Object.keys(volumes), name).toContain(from)
      }
      for (const other of Object.keys(part.depends_on ?? {})) expect(Object.keys(services)).toContain(other)
      expect(part.restart, name).toBe('unless-stopped')
      expect(part.mem_limit, name).toBeDefined()
      if (part.image !== 'campus-energy') expect(part.image, name).toMatch(/:\d+\.\d+\.\d+/)
      for (const port of part.ports ?? []) expect(port, `${name}: only this machine`).toMatch(/^127\.0\.0\.1:/)
    }
    expect(services['grafana']?.profiles).toEqual(['grafana'])
  })

  it('gives the service only settings that it knows', () => {
    const given = loadConfig({
      file: 'campus.yaml',
      text: REFERENCE,
      readInclude: () => [],
      env: service('app').environment ?? {},
      readSecret: () => null,
    })
    expect(given.ok ? [] : given.faults).toEqual([])
    expect(given.ok && given.config.broker).toMatchObject({ url: 'mqtt://mosquitto:1883', username: 'campus', password: ENV.MQTT_PASSWORD })
    expect(given.ok && given.config.store).toMatchObject({
      url: 'influx://influxdb:8086/campus',
      username: 'campus',
      password: ENV.INFLUXDB_PASSWORD,
    })
  })

  it('builds an image from files that are there, run by a user without rights', () => {
    const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split('\n')
    const copied = lines.flatMap((l) => (/^COPY --from=build (.+) \S+$/.exec(l)?.[1] ?? '').split(' ').filter(Boolean))
    const made = new Set(['/app/node_modules', '/app/dist'])
    for (const path of copied) expect(made.has(path) || existsSync(join(ROOT, path.replace('/app/', ''))), path).toBe(true)
    expect(lines.find((l) => l.startsWith('USER'))).toBe('USER 10001:10001')
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')
    for (const name of ['.env', 'node_modules', 'data']) expect(ignored).toContain(name)
  })
})

describe('the Grafana dashboard', () => {
  it('is what scripts/grafana.mjs writes', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        "const { dashboard } = await import('./scripts/grafana.mjs'); console.log(JSON.stringify(dashboard(), null, 2))",
      ],
      { cwd: ROOT, encoding: 'utf8' },
    )
    expect(stdout).toBe(dashboardText())
  })

  it('has a unit and a description on every panel, none over another', () => {
    const all = panels()
    expect(new Set(all.map((p) => p.id)).size).toBe(all.length)
    const cells = all.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    for (const p of all) {
      expect(p.fieldConfig.defaults.unit, p.title).not.toBe('')
      expect(p.description.length, p.title).toBeGreaterThan(10)
      expect(p.datasource.uid, p.title).toMatch(/^\$\{(readings|buckets)\}$/)
    }
  })

  it('is provided with its data sources by the names it asks for', () => {
    const folder = join(ROOT, 'dashboards/grafana/provisioning')
    const sources = parse(readFileSync(join(folder, 'datasources/influxdb.yaml'), 'utf8')) as {
      datasources: { uid: string; jsonData: { dbName: string } }[]
    }
    expect(sources.datasources.map((s) => [s.uid, s.jsonData.dbName])).toEqual([
      ['campus-readings', 'campus'],
      ['campus-buckets', 'campus_buckets'],
    ])
    for (const { uid } of sources.datasources) expect(dashboardText()).toContain(`"value": "${uid}"`)
  })
})

describe.skipIf(absent)(`the parts of the compose file, with users and passwords${without('mosquitto')}${without('influxd')}`, () => {
  let mosquitto: RunningServer
  let influxd: RunningServer
  let app: Service
  let simulators: ChildProcess | null = null
  let env: Record<string, string>

  /** Names of containers and their folders as they are called here. */
  const here = (text: string): string =>
    text
      .replaceAll('mosquitto:1883', `127.0.0.1:${mosquitto.port}`)
      .replaceAll('influxdb:8086', `127.0.0.1:${influxd.port}`)
      .replaceAll('127.0.0.1:8086', `127.0.0.1:${influxd.port}`)
      .replaceAll('/app/', `${ROOT}/`)
  const hereAll = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, here(v)]))

  async function ask(database: string, query: string, password: string | null): Promise<Response> {
    const headers: Record<string, string> =
      password === null ? {} : { authorization: `Basic ${Buffer.from(`campus:${password}`).toString('base64')}` }
    return fetch(`${influxd.url}/query?db=${database}`, { method: 'POST', headers, body: new URLSearchParams({ q: query }) })
  }

  beforeAll(async () => {
    mosquitto = await startShippedMosquitto(service('mosquitto').environment ?? {})
    influxd = await startInfluxd({ env: service('influxdb').environment ?? {} })
    // What the image does with INFLUXDB_ADMIN_USER and INFLUXDB_ADMIN_PASSWORD.
    const made = await ask(
      '',
      `CREATE USER "campus" WITH PASSWORD '${ENV.INFLUXDB_PASSWORD.replaceAll("'", "\\'")}' WITH ALL PRIVILEGES`,
      null,
    )
    expect(made.status).toBe(200)
    const { CAMPUS__DATA__DIR: _dir, CAMPUS__HTTP__PORT: _port, ...given } = hereAll(service('app').environment ?? {})
    app = await startService({ config: REFERENCE, env: given })
    env = { ...given, CAMPUS__DATA__DIR: app.dataDir }
    await eventually('the service to be ready', async () => (await fetch(`${app.url}/readyz`)).ok)
    const login = service('simulators')
    simulators = spawn(process.execPath, [CAMPUS, ...(login.command ?? []).map(here)], {
      env: { ...process.env, ...hereAll(login.environment ?? {}) },
      stdio: 'ignore',
    })
    const [from, to] = [Date.now() - 2 * 86_400_000, Date.now() - 600_000].map((at) =>
      new Date(Math.floor(at / 900_000) * 900_000).toISOString(),
    )
    const past = ['simulate', '--campus', 'reference', '--from', from ?? '', '--to', to ?? '', '--speed', 'max', '--broker', mosquitto.url]
    const played = await campus(past, { env: hereAll(login.environment ?? {}) })
    expect(played.code, played.err).toBe(0)
    const rolled = await campus(['rollup', '--config', app.configFile ?? ''], { env })
    expect(rolled.code, rolled.err).toBe(0)
  })
  afterAll(async () => {
    simulators?.kill()
    await app?.stop()
    await mosquitto?.stop()
    await influxd?.stop()
  })

  it('keep strangers out: the broker, the store and the API', async () => {
    await expect(mqtt.connectAsync(mosquitto.url, { reconnectPeriod: 0 }, false)).rejects.toThrow(/not authorized/i)
    expect((await ask('campus', 'SHOW MEASUREMENTS', null)).status).toBe(401)
    expect((await fetch(`${app.url}/api/v1/points`)).status).toBe(401)
  })

  it('let a device speak for itself only', async () => {
    const login = { username: 'simulators', password: ENV.MQTT_SIMULATORS_PASSWORD, reconnectPeriod: 0 }
    const listener = await mqtt.connectAsync(mosquitto.url, { ...login, username: 'campus', password: ENV.MQTT_PASSWORD })
    const heard: string[] = []
    listener.on('message', (topic) => heard.push(topic))
    await listener.subscribeAsync('campus/acl/#', { qos: 1 })
    // A broker may close the connection of a client that oversteps.
    const bold = await mqtt.connectAsync(mosquitto.url, login)
    await bold.publishAsync('campus/acl/plug/command', '{}', { qos: 1 })
    bold.end(true)
    const device = await mqtt.connectAsync(mosquitto.url, login)
    await device.publishAsync('campus/acl/plug/telemetry', '{}', { qos: 1 })
    await eventually('the message that is allowed', () => heard.length > 0)
    expect(heard).toEqual(['campus/acl/plug/telemetry'])
    await Promise.all([device.endAsync(), listener.endAsync()])
  })

  it('are healthy by their own health checks', async () => {
    const health = service('app').healthcheck?.test ?? []
    const [, command = '', ...args] = health.map(here)
    expect(command).toBe('node')
    const own = args.map((arg) => (arg.endsWith('campus.yaml') ? (app.configFile ?? '') : arg))
    const checked = spawnSync(process.execPath, own, { env: { ...process.env, ...env }, encoding: 'utf8' })
    expect([checked.status, checked.stdout.trim()]).toEqual([0, 'ready'])
    const ping = spawnSync('/bin/sh', ['-c', here(service('influxdb').healthcheck?.test?.[1] ?? '')], { encoding: 'utf8' })
    expect(ping.status, ping.stderr).toBe(0)
    // mosquitto_sub belongs to another Debian package: the same question by another client.
    const broker = service('mosquitto').healthcheck?.test?.[1] ?? ''
    expect(broker).toContain('-u campus -P "$MQTT_PASSWORD"')
    const topic = /-t '([^']+)'/.exec(broker)?.[1] ?? ''
    const client = await mqtt.connectAsync(mosquitto.url, { username: 'campus', password: ENV.MQTT_PASSWORD })
    const uptime = new Promise<string>((resolve) => client.once('message', (_topic, text) => resolve(text.toString())))
    await client.subscribeAsync(topic)
    expect(await uptime).toMatch(/^\d+ seconds$/)
    await client.endAsync()
  })

  it('bring live values of every simulated point into InfluxDB', async () => {
    const count = async (): Promise<number> => {
      const answer = await ask(
        'campus',
        'SELECT count("l") FROM (SELECT last("v") AS "l" FROM "reading" WHERE time > now() - 5m GROUP BY "point")',
        ENV.INFLUXDB_PASSWORD,
      )
      const { results } = (await answer.json()) as { results: { series?: { values: [string, number][] }[] }[] }
      return results[0]?.series?.[0]?.values[0]?.[1] ?? 0
    }
    await eventually('all points within five minutes', async () => (await count()) >= 124)
  })

  it.each(panels().flatMap((p) => p.targets.map((t) => [`${p.title}, ${t.refId}`, p.datasource.uid, t.query] as const)))(
    'answer the dashboard: %s',
    async (_title, uid, query) => {
      const database = uid.includes('buckets') ? 'campus_buckets' : 'campus'
      const asked = query.replaceAll('$timeFilter', 'time >= now() - 2d').replaceAll('$__interval', '10m')
      const answer = await ask(database, asked, ENV.INFLUXDB_PASSWORD)
      const { results } = (await answer.json()) as { results: { error?: string; series?: { values: unknown[][] }[] }[] }
      expect(results[0]?.error).toBeUndefined()
      expect(results[0]?.series?.[0]?.values.length ?? 0).toBeGreaterThan(0)
    },
  )
})
