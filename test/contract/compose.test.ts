/**
 * docker compose without an engine. The files are held against each other; then every container but Grafana runs on this machine with the
 * configuration, environment, command and health check that stand there, users and passwords switched on.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { DESCRIPTORS } from '../../src/wire/index.ts'
import {
  compose,
  type Container,
  dockerStages,
  type Image,
  influxQuery,
  initialiseInflux,
  isSent,
  makeImage,
  ROOT,
  type RunningContainer,
  runCheck,
  shipped,
  startContainer,
} from '../support/process/deployment.ts'
import {
  findServer,
  type RunningServer,
  type ShippedMosquitto,
  startInfluxd,
  startShippedMosquitto,
  without,
} from '../support/process/servers.ts'
import { eventually } from '../support/process/service.ts'

const PASSWORDS = {
  MQTT_SERVICE_PASSWORD: 'mqttservice',
  MQTT_SIMULATOR_PASSWORD: 'mqttsimulator',
  INFLUXDB_ADMIN_PASSWORD: 'influxadmin',
  INFLUXDB_SERVICE_PASSWORD: 'influxservice',
  INFLUXDB_GRAFANA_PASSWORD: 'influxgrafana',
  GRAFANA_ADMIN_PASSWORD: 'grafanaadmin',
}
const absent = (findServer('mosquitto') === null || findServer('influxd') === null) && process.env['CI'] !== 'true'

const file = compose(PASSWORDS)
const containers = Object.entries(file.services)

function container(name: string): Container {
  const found = file.services[name]
  if (found === undefined) throw new Error(`the compose file has no service "${name}"`)
  return found
}
const environmentOf = (name: string): Readonly<Record<string, string>> => container(name).environment ?? {}

interface Mount {
  readonly from: string
  readonly to: string
  readonly mode: string
}
const mountsOf = (c: Container): Mount[] =>
  (c.volumes ?? []).map((volume) => {
    const [from = '', to = '', mode = 'rw'] = volume.split(':')
    return { from, to, mode }
  })

describe('docker-compose.yml', () => {
  it('uses only keys of the compose specification', () => {
    const allowed = [
      'image build user entrypoint command environment ports volumes tmpfs networks depends_on healthcheck profiles restart init read_only',
      'cap_drop security_opt pids_limit logging mem_limit stop_grace_period',
    ]
      .join(' ')
      .split(' ')
    for (const [name, c] of containers)
      expect(
        Object.keys(c).filter((key) => !allowed.includes(key)),
        name,
      ).toEqual([])
    const top = Object.keys(file).filter((key) => !key.startsWith('x-'))
    expect(top.sort()).toEqual(['name', 'networks', 'services', 'volumes'])
  })

  it('starts nothing without passwords, and names the missing one and its file', () => {
    for (const name of Object.keys(PASSWORDS))
      expect(() => compose({ ...PASSWORDS, [name]: '' }), name).toThrow(
        new RegExp(`^required variable ${name} .*make \\.env as \\.env\\.example says`),
      )
  })

  it('gets its passwords from the command in .env.example', () => {
    const command = /^# +(umask 077; .*)$/m.exec(shipped('.env.example'))?.[1]
    expect(shipped('docs/deployment.md')).toContain(command)
    const dir = mkdtempSync(join(tmpdir(), 'campus-env-'))
    symlinkSync(join(ROOT, '.env.example'), join(dir, '.env.example'))
    const made = spawnSync('/bin/sh', ['-c', command ?? 'false'], { cwd: dir, encoding: 'utf8' })
    expect([made.status, made.stderr]).toEqual([0, ''])
    const lines = readFileSync(join(dir, '.env'), 'utf8').split('\n')
    const env = Object.fromEntries(lines.filter((l) => /^[A-Z]/.test(l)).map((l) => l.split('=') as [string, string]))
    expect(statSync(join(dir, '.env')).mode & 0o077).toBe(0)
    expect(Object.keys(env).sort()).toEqual([...Object.keys(PASSWORDS), 'CLICKHOUSE_PASSWORD'].sort())
    expect(new Set(Object.values(env)).size).toBe(7)
    for (const password of Object.values(env)) expect(password).toMatch(/^[0-9a-f]{48}$/)
    rmSync(dir, { recursive: true })
  })

  it('contains no password, and keeps .env out of the image and of git', () => {
    expect(shipped('docker-compose.yml')).not.toMatch(/PASSWORD: (?!\$\{)/)
    expect(isSent('.env')).toBe(false)
    expect(shipped('.gitignore').split('\n')).toContain('.env')
  })

  it('mounts only existing files, read-only, and declared volumes', () => {
    for (const [name, c] of containers)
      for (const { from, to, mode } of mountsOf(c)) {
        if (!from.startsWith('./')) expect(Object.keys(file.volumes), name).toContain(from)
        else expect([existsSync(join(ROOT, from)), mode], `${name}: ${from} at ${to}`).toEqual([true, 'ro'])
      }
    const used = containers.flatMap(([, c]) => mountsOf(c).map((m) => m.from))
    for (const volume of Object.keys(file.volumes)) expect(used).toContain(volume)
  })

  it('removes every unneeded privilege from every container', () => {
    for (const [name, c] of containers) {
      expect(c, name).toMatchObject({ restart: 'unless-stopped', read_only: true, cap_drop: ['ALL'], init: true, pids_limit: 256 })
      expect(c['security_opt'], name).toEqual(['no-new-privileges:true'])
      expect(c['mem_limit'], name).toMatch(/^\d+[mg]$/)
      // On a read-only root mosquitto_passwd and others fail without it.
      expect(
        c.tmpfs?.some((t) => t.startsWith('/tmp:')),
        name,
      ).toBe(true)
      expect(c['logging'], name).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } })
      for (const port of c.ports ?? []) expect(port, `${name}: only this machine`).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
      expect(c.image, `${name}: no moving target`).not.toMatch(/:latest$|^[^:]+$/)
    }
    expect(file.networks['data']).toEqual({ internal: true })
    expect(container('influxdb').ports).toBeUndefined()
  })

  it('connects each container to those it depends on, after they are healthy', () => {
    for (const [name, c] of containers) {
      const texts = [...Object.values(c.environment ?? {}), ...(c.command ?? [])].join(' ')
      for (const [, host = '', port = ''] of texts.matchAll(/\w+:\/\/([a-z]+):(\d+)/g)) {
        expect(Object.keys(file.services), name).toContain(host)
        expect(port, `${name} to ${host}`).toBe({ mosquitto: '1883', influxdb: '8086' }[host])
        expect(c.depends_on?.[host], `${name} waits for ${host}`).toEqual({ condition: 'service_healthy' })
        const shared = c.networks?.filter((n) => container(host).networks?.includes(n)) ?? []
        expect(shared.length, `${name} reaches ${host}`).toBeGreaterThan(0)
      }
      for (const network of c.networks ?? []) expect(Object.keys(file.networks)).toContain(network)
      for (const [other, { condition }] of Object.entries(c.depends_on ?? {})) {
        expect(container(other).healthcheck?.test, `${other} says when it is healthy`).toBeDefined()
        expect(condition).toBe('service_healthy')
      }
    }
  })

  it('starts Grafana only with its profile', () => {
    expect(containers.filter(([, c]) => c.profiles === undefined).map(([name]) => name)).toEqual([
      'mosquitto',
      'influxdb',
      'app',
      'simulators',
    ])
    expect(container('grafana').profiles).toEqual(['grafana'])
  })

  it('gives the service only valid settings and the mounted campus file', () => {
    const campus = mountsOf(container('app')).find((m) => m.to === '/etc/campus')
    expect(container('app').command).toEqual(['start', '--config', '/etc/campus/campus.yaml'])
    const given = loadConfig({
      file: 'campus.yaml',
      text: shipped(join(campus?.from ?? '', 'campus.yaml')),
      readInclude: () => [],
      env: environmentOf('app'),
      conventions: DESCRIPTORS,
      readSecret: () => null,
    })
    expect(given.ok ? [] : given.faults).toEqual([])
    expect(given.ok && given.config).toMatchObject({
      broker: { url: 'mqtt://mosquitto:1883', username: 'campus', password: 'mqttservice' },
      store: { url: 'influx://influxdb:8086/campus', username: 'campus', password: 'influxservice' },
      data: { dir: '/var/lib/campus' },
      http: { host: '0.0.0.0', port: 3000 },
    })
  })
})

describe('the Dockerfile', () => {
  const stages = dockerStages()
  const last = stages.at(-1) ?? []
  const of = (word: string): string[] => last.filter((i) => i.word === word).map((i) => i.rest)

  it('runs as an unprivileged user on a data volume, with MALLOC_ARENA_MAX and a health check', () => {
    expect(of('USER')).toEqual(['10001:10001'])
    expect(of('VOLUME')).toEqual(['/var/lib/campus'])
    expect(of('ENV').join(' ')).toContain('MALLOC_ARENA_MAX=2')
    expect(of('HEALTHCHECK').join(' ')).toContain('CMD ["campus", "health"]')
    expect(of('ENTRYPOINT')).toEqual(['["campus"]'])
    expect(container('app').healthcheck?.test?.slice(0, 3)).toEqual(['CMD', 'campus', 'health'])
  })

  it('builds from the lock file on the current LTS', () => {
    const all = stages.flat()
    expect(all.filter((i) => i.word === 'FROM').map((i) => i.rest.split(' ')[0])).toEqual([
      'node:24-bookworm-slim',
      'node:24-bookworm-slim',
    ])
    expect(all.some((i) => i.word === 'RUN' && i.rest.startsWith('npm ci'))).toBe(true)
  })

  it('receives the files that it copies and no others', () => {
    for (const path of [
      'package.json',
      'package-lock.json',
      '.npmrc',
      'bin/campus.js',
      'src/main.ts',
      'scripts/build.mjs',
      'dashboards/web/index.html',
    ])
      expect(isSent(path), path).toBe(true)
    for (const path of ['.git/config', 'data/state.log', 'node_modules/x', 'dist/x', 'test/x.ts', 'dashboards/web/node_modules/x'])
      expect(isSent(path), path).toBe(false)
  })
})

describe.skipIf(absent)(`the compose deployment without containers${without('mosquitto')}${without('influxd')}`, () => {
  const SERVICE = { user: 'campus', password: PASSWORDS.INFLUXDB_SERVICE_PASSWORD }
  const GRAFANA = { user: 'grafana', password: PASSWORDS.INFLUXDB_GRAFANA_PASSWORD }
  const data = mkdtempSync(join(tmpdir(), 'campus-volume-'))
  const started: { stop(): Promise<void> }[] = []
  let mosquitto: ShippedMosquitto
  let influxd: RunningServer
  let image: Image
  let app: RunningContainer
  let url: string

  /** Names of containers and paths in them, as they are called here. */
  const here = (text: string): string =>
    text
      .replaceAll(/(mosquitto|127\.0\.0\.1):1883/g, `127.0.0.1:${mosquitto.port}`)
      .replaceAll('-p 1883', `-p ${mosquitto.port}`)
      .replaceAll('/run/mosquitto', mosquitto.folder('/run/mosquitto'))
      .replaceAll(/(influxdb|127\.0\.0\.1):8086/g, `127.0.0.1:${influxd.port}`)
      .replaceAll('/etc/campus/', `${join(ROOT, mountsOf(container('app')).find((m) => m.to === '/etc/campus')?.from ?? '')}/`)
      .replaceAll('/var/lib/campus', data)
  const hereAll = (env: Readonly<Record<string, string>>): Record<string, string> => ({
    ...Object.fromEntries(Object.entries(env).map(([k, v]) => [k, here(v)])),
    // Any port that is free.
    ...(env['CAMPUS__HTTP__PORT'] === undefined ? {} : { CAMPUS__HTTP__PORT: '0' }),
  })
  const check = (name: string, env: Readonly<Record<string, string>>): { code: number | null; printed: string } =>
    runCheck((container(name).healthcheck?.test ?? []).map(here), env)

  beforeAll(async () => {
    image = makeImage()
    mosquitto = await startShippedMosquitto(environmentOf('mosquitto'))
    started.push(mosquitto)
    influxd = await startInfluxd({ env: environmentOf('influxdb') })
    started.push(influxd)
  })
  afterAll(async () => {
    for (const part of started.toReversed()) await part.stop()
    image?.remove()
    rmSync(data, { recursive: true, force: true })
  })

  it('has a healthy Mosquitto by its own check, and an unhealthy one with a wrong password', () => {
    const bin = join(image.app, 'mosquitto-bin')
    mkdirSync(bin)
    const real = spawnSync('/bin/sh', ['-c', 'command -v mosquitto_sub'], { encoding: 'utf8' }).stdout.trim()
    if (real === '') symlinkSync(join(ROOT, 'test/support/process/mosquitto-sub.sh'), join(bin, 'mosquitto_sub'))
    const PATH = `${bin}:${process.env['PATH'] ?? ''}`
    const healthy = check('mosquitto', { ...environmentOf('mosquitto'), PATH })
    expect(healthy.printed).toMatch(/^\d+ seconds$/m)
    expect(healthy.code).toBe(0)
    const wrong = (container('mosquitto').healthcheck?.test ?? []).map((word) => here(word).replace(/\$\(cat [^)]+\)/, 'wrong'))
    expect(runCheck(wrong, { PATH }).code).not.toBe(0)
  })

  it('has a healthy InfluxDB once its users and databases exist, and not before', async () => {
    expect(check('influxdb', environmentOf('influxdb')).code).not.toBe(0)
    const scripts = mountsOf(container('influxdb')).filter((m) => m.to.startsWith('/docker-entrypoint-initdb.d/') && m.to.endsWith('.iql'))
    await initialiseInflux(
      influxd,
      environmentOf('influxdb'),
      scripts.map((m) => shipped(m.from)),
    )
    expect(check('influxdb', environmentOf('influxdb'))).toEqual({ code: 0, printed: '' })
  })

  it('starts the service from the files of the image, ready and healthy by its own check', async () => {
    app = startContainer(image, (container('app').command ?? []).map(here), hereAll(environmentOf('app')))
    started.push(app)
    const file = join(data, 'service.json')
    url = await eventually('the service to listen', () => {
      if (app.process.exitCode !== null) throw new Error(app.output())
      return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { url: string }).url
    })
    await eventually('the service to be ready', async () => (await fetch(`${url}/readyz`)).ok)
    expect(check('app', app.env)).toEqual({ code: 0, printed: 'ready\n' })
  })

  it('stores values of every simulated device in InfluxDB, with passwords at broker and store', async () => {
    const simulators = startContainer(image, (container('simulators').command ?? []).map(here), hereAll(environmentOf('simulators')))
    started.push(simulators)
    const { token } = JSON.parse(readFileSync(join(data, 'service.json'), 'utf8')) as { token: string }
    const answer = await fetch(`${url}/api/v1/points`, { headers: { authorization: `Bearer ${token}` } })
    const known = ((await answer.json()) as { points: { id: string }[] }).points.map((p) => p.id)
    const arrived = async (): Promise<string[]> => {
      const { body } = await influxQuery(influxd, 'SHOW TAG VALUES FROM "reading" WITH KEY = "point"', SERVICE, 'campus')
      const { results } = JSON.parse(body) as { results: { series?: { values: [string, string][] }[] }[] }
      return (results[0]?.series?.[0]?.values ?? []).map(([, point]) => point)
    }
    const all = await eventually('all points', async () => {
      if (simulators.process.exitCode !== null) throw new Error(simulators.output())
      const points = await arrived()
      return points.length >= known.length && points
    })
    expect(all.sort()).toEqual(known.sort())
  })

  it('refuses strangers at broker, store and API', async () => {
    await expect(mqtt.connectAsync(mosquitto.url, { reconnectPeriod: 0 }, false)).rejects.toThrow(/not authorized/i)
    expect((await influxQuery(influxd, 'SHOW MEASUREMENTS', null, 'campus')).status).toBe(401)
    expect((await fetch(`${url}/api/v1/points`)).status).toBe(401)
  })

  it('lets Grafana read and not write, and the service create no users', async () => {
    const reading = await influxQuery(influxd, 'SELECT count("v") FROM "reading"', GRAFANA, 'campus')
    expect(reading.body).toContain('"count"')
    for (const [who, statement] of [
      [GRAFANA, 'DROP MEASUREMENT "reading"'],
      [GRAFANA, 'DROP DATABASE "campus"'],
      [SERVICE, 'DROP DATABASE "campus"'],
      [SERVICE, 'CREATE USER "x" WITH PASSWORD \'y\''],
    ] as const)
      expect((await influxQuery(influxd, statement, who, 'campus')).body, statement).toMatch(/authoriz|privilege/i)
    const written = await fetch(`${influxd.url}/write?db=campus&u=${GRAFANA.user}&p=${GRAFANA.password}`, { method: 'POST', body: 'x v=1' })
    expect(written.status).toBe(403)
  })

  it('creates a viewer token with the documented command', () => {
    const made = runCheck(['CMD', 'campus', 'token', 'create', '--role', 'viewer', '--config', here('/etc/campus/campus.yaml')], app.env)
    expect(made.code, made.printed).toBe(0)
    expect(made.printed).toMatch(/cse_\w+/)
  })

  it('prints no password, and stops the service in order', async () => {
    await app.stop()
    expect(app.process.exitCode, app.output()).toBe(0)
    for (const password of Object.values(PASSWORDS)) expect(app.output()).not.toContain(password)
  })
})
