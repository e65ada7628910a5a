/** The real program as a child process: own data folder, free ports, stopped or killed by pid. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endsWithUs } from './children.ts'

export const CAMPUS = resolve(import.meta.dirname, '../../../bin/campus.js')

export interface ServiceOptions {
  /** Text of the campus file; absent: the demo's reference campus without its simulators. */
  readonly config?: string
  /** A campus file that is there already, instead of its text. */
  readonly configFile?: string
  readonly env?: Readonly<Record<string, string>>
  /** Continue in this data folder; it is then kept on stop. */
  readonly dataDir?: string
  readonly demo?: boolean
  /** `--roles`. */
  readonly roles?: string
  /** Kills it (SIGKILL) while it starts; `startService` rejects then. */
  readonly signal?: AbortSignal
}

export interface Service {
  readonly url: string
  readonly brokerUrl: string
  /** The local admin token of service.json. */
  readonly token: string
  readonly dataDir: string
  readonly configFile: string | null
  readonly process: ChildProcess
  /** Everything printed so far. */
  output(): string
  /** Event codes of the log so far, oldest first. */
  eventCodes(): string[]
  /** A JSON answer of the API with the admin token. */
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  stop(): Promise<number | null>
  kill(): Promise<void>
}

/** A socket of its own for each request: on a busy machine the service closes an idle one just as the next request is written to it. */
const OWN_SOCKET = { connection: 'close' }

interface Running {
  readonly url: string
  readonly token: string
  readonly broker: string | null
}

export function tempDir(name: string): string {
  return mkdtempSync(join(tmpdir(), `campus-${name}-`))
}

/** Resolves once the condition yields a value; fails with what was printed when it never does. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 60_000,
): Promise<T> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const value = await probe()
    if (value !== null && value !== undefined && value !== false) return value
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await delay(25)
  }
}

function running(dataDir: string, pid: number | undefined): Running | null {
  try {
    const file = JSON.parse(readFileSync(join(dataDir, 'service.json'), 'utf8')) as Running & { pid: number }
    return file.pid === pid ? file : null
  } catch {
    return null
  }
}

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const own = options.dataDir === undefined
  const dataDir = options.dataDir ?? tempDir('data')
  const configFile = options.configFile ?? (options.config === undefined ? null : join(tempDir('config'), 'campus.yaml'))
  if (configFile !== null && options.config !== undefined) writeFileSync(configFile, options.config)
  const args =
    configFile === null
      ? ['start', '--demo']
      : ['start', '--config', configFile, ...(options.roles === undefined ? [] : ['--roles', options.roles])]
  const env = { ...process.env, CAMPUS__DATA__DIR: dataDir, CAMPUS__HTTP__PORT: '0', CAMPUS__BROKER__PORT: '0', ...options.env }
  const child = endsWithUs(spawn(process.execPath, [CAMPUS, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], cwd: dataDir }))
  options.signal?.addEventListener('abort', () => child.kill('SIGKILL'))
  let printed = ''
  child.stdout.on('data', (d: Buffer) => (printed += d.toString()))
  child.stderr.on('data', (d: Buffer) => (printed += d.toString()))
  const up = await eventually('the service to write service.json', () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the service ended with ${child.exitCode ?? child.signalCode}:\n${printed}`)
    return running(dataDir, child.pid)
  }).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${printed}`)
  })
  const headers = { authorization: `Bearer ${up.token}`, 'content-type': 'application/json', ...OWN_SOCKET }
  const json = async <T>(answer: Response): Promise<T> => {
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    if (own && signal === 'SIGTERM') rmSync(dataDir, { recursive: true, force: true })
    return child.exitCode
  }
  return {
    url: up.url,
    brokerUrl: up.broker ?? '',
    token: up.token,
    dataDir,
    configFile,
    process: child,
    output: () => printed,
    eventCodes: () => [...printed.matchAll(/"code":"([a-z-]+)"/g)].map((m) => m[1] ?? ''),
    get: async (path) => json(await fetch(up.url + path, { headers })),
    post: async (path, body) => json(await fetch(up.url + path, { method: 'POST', headers, body: JSON.stringify(body) })),
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL')
    },
  }
}

/** A command run to its end. */
export async function campus(
  args: readonly string[],
  options: { env?: Readonly<Record<string, string>>; cwd?: string; input?: string } = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [CAMPUS, ...args], {
    env: { ...process.env, ...options.env },
    cwd: options.cwd ?? process.cwd(),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (d: Buffer) => (out += d.toString()))
  child.stderr.on('data', (d: Buffer) => (err += d.toString()))
  child.stdin.end(options.input ?? '')
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

export interface Readiness {
  readonly status: number
  readonly ready: boolean
  readonly reasons: readonly string[]
  readonly degraded: readonly string[]
}

export async function readiness(service: Service): Promise<Readiness> {
  const answer = await fetch(`${service.url}/readyz`, { headers: OWN_SOCKET })
  return { ...((await answer.json()) as Omit<Readiness, 'status'>), status: answer.status }
}

/** Messages that are acknowledged and not stored yet. */
export async function backlog(service: Service): Promise<number> {
  const answer = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${service.token}`, ...OWN_SOCKET } })
  const found = /^\S*journal_waiting_messages\S* (\d+)$/m.exec(await answer.text())
  if (found === null) throw new Error('/metrics does not say how many messages wait')
  return Number(found[1])
}
