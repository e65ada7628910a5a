/** The files of docker compose, read as compose reads them, and the image made and run on this machine as far as that goes without an engine. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { endProcess, type RunningServer } from './servers.ts'
import { eventually } from './service.ts'

export const ROOT = resolve(import.meta.dirname, '../../..')

export interface Container {
  readonly image: string
  readonly build?: string
  readonly user?: string
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly networks?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean; readonly [key: string]: unknown }
  readonly profiles?: readonly string[]
  readonly [key: string]: unknown
}

export interface Compose {
  readonly services: Readonly<Record<string, Container>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly networks: Readonly<Record<string, unknown>>
}

export const shipped = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** `${NAME:?why}` and `${NAME:-else}` as compose reads them; `$$` is one dollar. Throws what compose would say. */
export function interpolated(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\{([A-Z_]+)(?::([?-])([^}]*))?\}/g, (whole, name?: string, mode?: string, rest?: string) => {
    if (name === undefined) return whole === '$$' ? '$' : whole
    const value = env[name]
    if (value !== undefined && value !== '') return value
    if (mode === '?') throw new Error(`required variable ${name} is missing a value: ${rest ?? ''}`)
    return rest ?? ''
  })
}

/** Every string of the file is interpolated after parsing, as compose does, so that no value can change the structure. */
export function compose(env: Readonly<Record<string, string>>): Compose {
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return interpolated(value, env)
    if (Array.isArray(value)) return value.map(filled)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, filled(v)]))
  }
  return filled(parse(shipped('docker-compose.yml'), { merge: true })) as Compose
}

/** Instructions of the Dockerfile, continued lines joined; each stage starts at its FROM. */
export function dockerStages(): { readonly word: string; readonly rest: string }[][] {
  const lines = shipped('Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const stages: { word: string; rest: string }[][] = []
  for (const line of lines) {
    const [word = ''] = line.split(' ')
    if (word === 'FROM') stages.push([])
    stages.at(-1)?.push({ word, rest: line.slice(word.length + 1).trim() })
  }
  return stages
}

/** Whether the engine is given a path: the last line of .dockerignore that fits it or a folder above it decides. */
export function isSent(path: string): boolean {
  let sent = true
  for (const line of shipped('.dockerignore').split('\n')) {
    const rule = line.replace(/^!/, '')
    if (rule === '' || rule.startsWith('#')) continue
    const pattern = rule
      .replaceAll('.', '\\.')
      .replaceAll('**/', '(.*/)?')
      .replaceAll(/(?<!\.)\*/g, '[^/]*')
    if (new RegExp(`^${pattern}(/|$)`).test(path)) sent = line.startsWith('!')
  }
  return sent
}

/** Names at the top of which something is sent: the others may be large. */
function sentFolders(): ReadonlySet<string> {
  const letThrough = shipped('.dockerignore').matchAll(/^!([^/\n]+)/gm)
  return new Set([...letThrough].map((m) => m[1] ?? ''))
}

export interface Image {
  /** Counterpart of /app. */
  readonly app: string
  /** Counterpart of /usr/local/bin. */
  readonly bin: string
  /** ENV of the last stage. */
  readonly env: Readonly<Record<string, string>>
  remove(): void
}

/** Makes the image's /app: the first stage built from what .dockerignore lets through, the second from what it copies. */
export function makeImage(): Image {
  const dir = mkdtempSync(join(tmpdir(), 'campus-image-'))
  const build = join(dir, 'build')
  for (const name of sentFolders())
    cpSync(join(ROOT, name), join(build, name), { recursive: true, filter: (from) => !/\/(node_modules|dist)$/.test(from) })
  removeUnsent(build, '')
  symlinkSync(join(ROOT, 'node_modules'), join(build, 'node_modules'))
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: build, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the image cannot be built from what .dockerignore lets through: ${built.stderr}`)
  const last = dockerStages().at(-1) ?? []
  const app = join(dir, 'app')
  for (const { word, rest } of last) if (word === 'COPY') copy(rest, build, app)
  const bin = join(dir, 'bin')
  mkdirSync(bin)
  symlinkSync(join(app, 'bin/campus.js'), join(bin, 'campus'))
  const pairs = last.filter((i) => i.word === 'ENV').flatMap((i) => i.rest.split(/\s+/).map((pair) => pair.split('=') as [string, string]))
  return { app, bin, env: Object.fromEntries(pairs), remove: () => rmSync(dir, { recursive: true, force: true }) }
}

function removeUnsent(root: string, under: string): void {
  for (const entry of readdirSync(join(root, under), { withFileTypes: true })) {
    const path = join(under, entry.name)
    if (entry.isDirectory()) removeUnsent(root, path)
    else if (!isSent(path)) rmSync(join(root, path))
  }
}

/** `COPY [--from=build] A... B`, with /app for the build folder; packages are those that are left after `npm prune --omit=dev`. */
function copy(rest: string, build: string, app: string): void {
  const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'))
  const to = words.pop() ?? '.'
  for (const word of words) {
    const path = word.replace('/app/', '')
    const target = to.endsWith('/') ? join(app, to, path) : join(app, to)
    if (path === 'node_modules') copyProduction(target)
    else cpSync(join(build, path), target, { recursive: true })
  }
}

function copyProduction(target: string): void {
  const { packages } = JSON.parse(shipped('package-lock.json')) as { packages: Record<string, { dev?: boolean }> }
  const kept = Object.entries(packages).filter(
    ([path, { dev }]) => path.startsWith('node_modules/') && dev !== true && existsSync(join(ROOT, path)),
  )
  // A package brings those that lie in it.
  for (const [path] of kept.filter(([path]) => path.lastIndexOf('node_modules/') === 0)) {
    const to = join(target, path.slice('node_modules/'.length))
    mkdirSync(dirname(to), { recursive: true })
    const linked = spawnSync('cp', ['-al', join(ROOT, path), to])
    if (linked.status !== 0) cpSync(join(ROOT, path), to, { recursive: true, force: true })
  }
}

export interface RunningContainer {
  readonly process: ChildProcess
  readonly env: Readonly<Record<string, string>>
  output(): string
  stop(): Promise<void>
}

/** A process with the environment of its container and nothing else of ours but the way to Node.js. */
export function startContainer(image: Image, command: readonly string[], environment: Readonly<Record<string, string>>): RunningContainer {
  const env = { ...image.env, ...environment, PATH: `${image.bin}:${dirname(process.execPath)}:/usr/bin:/bin` }
  const child = spawn(join(image.bin, 'campus'), command, { cwd: image.app, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  child.stdout.on('data', (d: Buffer) => (printed += d.toString()))
  child.stderr.on('data', (d: Buffer) => (printed += d.toString()))
  return { process: child, env, output: () => printed, stop: () => endProcess(child, 'SIGTERM') }
}

/** A health check as the engine runs it: exit code and what it printed. */
export function runCheck(
  test: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly code: number | null; readonly printed: string } {
  const [kind, ...words] = test
  const [command = '', ...args] = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', words[0] ?? ''] : words
  const done = spawnSync(command, args, { env: { PATH: process.env['PATH'] ?? '', ...env }, encoding: 'utf8' })
  return { code: done.status, printed: `${done.stdout}${done.stderr}` }
}

/** One statement as a user, over HTTP. */
export async function influxQuery(
  server: RunningServer,
  q: string,
  as: { readonly user: string; readonly password: string } | null,
  db = '',
): Promise<{ status: number; body: string }> {
  const headers: Record<string, string> =
    as === null ? {} : { authorization: `Basic ${Buffer.from(`${as.user}:${as.password}`).toString('base64')}` }
  const answer = await fetch(`${server.url}/query?db=${db}`, { method: 'POST', headers, body: new URLSearchParams({ q }) })
  return { status: answer.status, body: await answer.text() }
}

/** What the start script of the official InfluxDB image does with its environment, and with the files it is given, when its volume is empty. */
export async function initialiseInflux(
  server: RunningServer,
  env: Readonly<Record<string, string>>,
  scripts: readonly string[],
): Promise<void> {
  const of = (name: string): string => env[`INFLUXDB_${name}`] ?? ''
  const admin = { user: of('ADMIN_USER'), password: of('ADMIN_PASSWORD') }
  const make = (user: string, password: string): string => `CREATE USER "${user}" WITH PASSWORD '${password}'`
  const statements = [
    `CREATE DATABASE ${of('DB')}`,
    make(of('USER'), of('USER_PASSWORD')),
    `GRANT ALL ON "${of('DB')}" TO "${of('USER')}"`,
    make(of('READ_USER'), of('READ_USER_PASSWORD')),
    `GRANT READ ON "${of('DB')}" TO "${of('READ_USER')}"`,
    ...scripts,
  ]
  await eventually(
    'the administrator of InfluxDB',
    async () => (await influxQuery(server, `${make(admin.user, admin.password)} WITH ALL PRIVILEGES`, null)).status === 200,
    10_000,
  )
  for (const statement of statements) {
    const { status, body } = await influxQuery(server, statement, admin)
    if (status !== 200 || body.includes('"error"')) throw new Error(`${statement}: ${status} ${body}`)
  }
}
