/** Real servers for tests: found on this machine, started on a free loopback port with a folder of their own, ended by pid. */

import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endsWithUs } from './children.ts'

const BINARIES = {
  mosquitto: ['mosquitto'],
  influxd: ['influxd'],
  clickhouse: ['clickhouse-server'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
} as const

export type ServerName = keyof typeof BINARIES

export interface RunningServer {
  readonly url: string
  readonly port: number
  readonly process: ChildProcess
  /** What it printed so far. */
  log(): string
  /** SIGTERM, after five seconds SIGKILL; its folder is removed. */
  stop(): Promise<void>
  /** SIGKILL; the folder stays for `restart`. */
  kill(): Promise<void>
  /** SIGTERM; the folder stays for `restart`. */
  terminate(): Promise<void>
  /** The same server on the same port and folder. */
  restart(): Promise<void>
}

const READY_MS = 30_000
const STOP_MS = 5_000

/** Path of a server's binary, or null. `npm test` passes it as CAMPUS_TEST_<NAME>. */
export function findServer(name: ServerName): string | null {
  const configured = process.env[`CAMPUS_TEST_${name.toUpperCase()}`]
  if (configured) return configured
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/bin']
  return folders.flatMap((folder) => BINARIES[name].map((b) => join(folder, b))).find((path) => existsSync(path)) ?? null
}

/** For the title of a suite: empty when the server is here, else why the suite is skipped. */
export function without(name: ServerName): string {
  return findServer(name) === null ? ` (skipped: no ${name} here)` : ''
}

/** Ports below those that systems give to outgoing connections, so that nothing takes one before its server binds it, or while that server is away. */
const PORTS = { from: 10_000, to: 30_000 } as const

/** A port that is free, and that nobody takes by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to)
    const server = createServer().listen(port, '127.0.0.1')
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!free) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

export interface ServerPlan {
  readonly name: ServerName
  /** What is started, when it is not the server's own binary. */
  readonly binary?: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly dir: string
  readonly port: number
  readonly scheme: string
  /** More than an open port, where the server needs it. */
  readonly ready?: (port: number) => Promise<boolean>
}

async function untilReady(plan: ServerPlan, child: ChildProcess, log: () => string): Promise<void> {
  const ready = plan.ready ?? answers
  const end = performance.now() + READY_MS
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${plan.name} ended with ${child.exitCode}:\n${log()}`)
    if (await ready(plan.port)) return
    if (performance.now() > end) throw new Error(`${plan.name} does not answer on port ${plan.port}:\n${log()}`)
    await delay(25)
  }
}

/** Ends a child by its pid and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(hard)
}

export async function runServer(plan: ServerPlan): Promise<RunningServer> {
  const binary = findServer(plan.name) === null ? null : (plan.binary ?? findServer(plan.name))
  if (binary === null) throw new Error(`there is no ${plan.name} here; \`npm test\` says how to get it`)
  let printed = ''
  const log = (): string => printed
  const launch = async (): Promise<ChildProcess> => {
    const env = { ...process.env, ...plan.env }
    const child = endsWithUs(spawn(binary, plan.args, { cwd: plan.dir, env, stdio: ['ignore', 'pipe', 'pipe'] }))
    child.stdout.on('data', (d: Buffer) => (printed += d.toString()))
    child.stderr.on('data', (d: Buffer) => (printed += d.toString()))
    try {
      await untilReady(plan, child, log)
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
    return child
  }
  let child = await launch().catch((error: unknown) => {
    rmSync(plan.dir, { recursive: true, force: true })
    throw error
  })
  return {
    url: `${plan.scheme}://127.0.0.1:${plan.port}`,
    port: plan.port,
    get process() {
      return child
    },
    log,
    async stop() {
      await endProcess(child, 'SIGTERM')
      rmSync(plan.dir, { recursive: true, force: true })
    },
    kill: () => endProcess(child, 'SIGKILL'),
    terminate: () => endProcess(child, 'SIGTERM'),
    async restart() {
      await endProcess(child, 'SIGTERM')
      child = await launch()
    },
  }
}

/** Folders of the official image, and their counterparts in the folder of the test. */
const IMAGE_FOLDERS = { '/mosquitto/config': 'config', '/mosquitto/data': 'data', '/run/mosquitto': 'run' } as const

export interface ShippedMosquitto extends RunningServer {
  /** What stands for a folder of the container. */
  readonly folder: (inImage: keyof typeof IMAGE_FOLDERS) => string
}

/**
 * Mosquitto as the compose file starts it: the shipped start script, configuration and access list, with the folders and the port of a test.
 * `change` alters the configuration further.
 */
export async function startShippedMosquitto(
  env: Readonly<Record<string, string>>,
  change: (config: string) => string = (config) => config,
): Promise<ShippedMosquitto> {
  const dir = mkdtempSync(join(tmpdir(), 'campus-mosquitto-'))
  const port = await freePort()
  const folder: ShippedMosquitto['folder'] = (inImage) => join(dir, IMAGE_FOLDERS[inImage])
  const here = (text: string): string =>
    Object.entries(IMAGE_FOLDERS).reduce((t, [inImage, name]) => t.replaceAll(inImage, join(dir, name)), text)
  for (const name of Object.values(IMAGE_FOLDERS)) mkdirSync(join(dir, name))
  const shipped = (name: string): string => here(readFileSync(resolve(import.meta.dirname, '../../../deploy', name), 'utf8'))
  const listening = shipped('mosquitto.conf').replace(/^listener 1883$/m, `listener ${port} 127.0.0.1`)
  // Started by root it would change to a user who may not enter the folder; in the container it is started by that user.
  writeFileSync(join(dir, 'config/mosquitto.conf'), change(`${listening}\nuser ${userInfo().username}\n`))
  writeFileSync(join(dir, 'config/mosquitto.acl'), shipped('mosquitto.acl'))
  const script = join(dir, 'config/start.sh')
  writeFileSync(script, shipped('mosquitto-start.sh'))
  const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`
  const server = await runServer({ name: 'mosquitto', binary: '/bin/sh', args: [script], dir, port, scheme: 'mqtt', env: { ...env, PATH } })
  return Object.assign(server, { folder })
}

export interface MosquittoOptions {
  /** Lines added to the configuration. */
  readonly config?: readonly string[]
}

/** Eclipse Mosquitto, anonymous on loopback, queues bounded by bytes instead of the default 1000 messages. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<RunningServer> {
  const dir = mkdtempSync(join(tmpdir(), 'campus-mosquitto-'))
  const port = await freePort()
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${dir}/`,
    'max_inflight_messages 1000',
    'max_queued_messages 0',
    'max_queued_bytes 268435456',
    'log_dest stderr',
    // Started by root it would change to a user who may not enter the folder.
    `user ${userInfo().username}`,
    ...(options.config ?? []),
  ]
  writeFileSync(join(dir, 'mosquitto.conf'), `${lines.join('\n')}\n`)
  return runServer({ name: 'mosquitto', args: ['-c', join(dir, 'mosquitto.conf')], dir, port, scheme: 'mqtt' })
}

export interface InfluxdOptions {
  /** Variables of the process, such as INFLUXDB_HTTP_AUTH_ENABLED. */
  readonly env?: Readonly<Record<string, string>>
  /** Lines added to the [http] section, such as `auth-enabled = true`. */
  readonly http?: readonly string[]
  /** Where its data goes, instead of its own folder. */
  readonly dataDir?: string
}

/** InfluxDB 1.x, without authentication unless the options say so; ready once /ping answers. */
export async function startInfluxd(options: InfluxdOptions = {}): Promise<RunningServer> {
  const dir = mkdtempSync(join(tmpdir(), 'campus-influxd-'))
  const [port, backup] = [await freePort(), await freePort()]
  const config = [
    'reporting-disabled = true',
    `bind-address = "127.0.0.1:${backup}"`,
    `[meta]\n  dir = "${dir}/meta"`,
    `[data]\n  dir = "${options.dataDir ?? dir}/data"\n  wal-dir = "${options.dataDir ?? dir}/wal"`,
    `[http]\n  bind-address = "127.0.0.1:${port}"\n  log-enabled = false`,
    ...(options.http ?? []).map((line) => `  ${line}`),
    '[monitor]\n  store-enabled = false',
  ]
  writeFileSync(join(dir, 'influxdb.conf'), `${config.join('\n')}\n`)
  const ready = async (at: number): Promise<boolean> =>
    fetch(`http://127.0.0.1:${at}/ping`).then(
      (answer) => answer.status === 204,
      () => false,
    )
  return runServer({
    name: 'influxd',
    args: ['-config', join(dir, 'influxdb.conf')],
    dir,
    port,
    scheme: 'http',
    ready,
    env: options.env ?? {},
  })
}
