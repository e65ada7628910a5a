/** Who may import whom. Each row is a room; a wrong arrow fails with the row's reason. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Row {
  /** Rooms of src this room may import (itself is always allowed). */
  readonly rooms: readonly string[]
  /** npm and node: packages; '*' = any. */
  readonly packages: readonly string[]
  readonly reason: string
}

const stage = (extra: readonly string[] = []): Row => ({
  rooms: ['domain', 'ports'],
  packages: extra,
  reason: 'a stage knows the domain and its ports, never another stage, never a library',
})

const TABLE: Readonly<Record<string, Row>> = {
  domain: { rooms: [], packages: ['temporal-polyfill'], reason: 'the language imports nothing but Temporal' },
  config: {
    rooms: ['domain'],
    packages: ['yaml', 'typebox', 'node:path'],
    reason: 'configuration is pure: text in, one frozen Config or faults out',
  },
  wire: { rooms: ['domain'], packages: ['secure-json-parse', 'node:zlib', 'node:buffer'], reason: 'bytes <-> domain, pure' },
  ports: { rooms: ['domain'], packages: [], reason: 'ports are types in domain words' },
  ingest: { rooms: ['domain', 'wire', 'ports'], packages: [], reason: 'ingest decodes by wire and asks the world by ports' },
  rollup: stage(),
  savings: stage(),
  figures: stage(),
  statements: stage(),
  control: stage(),
  jobs: stage(),
  alarms: stage(),
  notices: stage(),
  views: stage(),
  app: {
    rooms: [
      'domain',
      'config',
      'wire',
      'ports',
      'ingest',
      'rollup',
      'savings',
      'figures',
      'statements',
      'control',
      'jobs',
      'alarms',
      'notices',
      'views',
    ],
    packages: [],
    reason: 'composition by hand: everything but adapters',
  },
  cli: {
    rooms: [
      'domain',
      'config',
      'wire',
      'ports',
      'ingest',
      'rollup',
      'savings',
      'figures',
      'statements',
      'control',
      'jobs',
      'alarms',
      'notices',
      'views',
      'app',
    ],
    packages: ['node:', 'cli-progress', 'csv-parse/sync'],
    reason: 'commands are handed their adapters by main',
  },
  // Entry points of the process and of the store thread: they pick the adapters.
  main: { rooms: ['*'], packages: ['*'], reason: '' },
  'store-thread': { rooms: ['*'], packages: ['*'], reason: '' },
}

const ADAPTERS: Readonly<Record<string, { packages: readonly string[]; rooms?: readonly string[] }>> = {
  broker: { packages: ['aedes', 'node:'] },
  mqtt: { packages: ['mqtt', 'node:'] },
  influx: { packages: ['influx', 'node:'] },
  duckdb: { packages: ['@duckdb/node-api', 'node:'] },
  journal: { packages: ['node:'] },
  records: { packages: ['node:'] },
  http: { packages: ['fastify', '@fastify/', 'typebox', 'prom-client', 'node:'], rooms: ['views', 'figures', 'statements', 'control'] },
  cron: { packages: ['node-cron'] },
  notices: { packages: ['nodemailer', 'node:'] },
  system: { packages: ['node:', 'pino', 'prom-client'] },
  thread: { packages: ['node:'] },
}

const ROOT = resolve(import.meta.dirname, '..')

function files(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((f) => join(dir, f))
    .filter((f) => /\.tsx?$/.test(f) && !f.includes('node_modules'))
}

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g,
    ),
  ].map((m) => m[1] ?? m[2] ?? m[3] ?? '')
}

function fits(name: string, allowed: readonly string[]): boolean {
  return allowed.some((a) => a === '*' || a === name || (/[:/]$/.test(a) && name.startsWith(a)))
}

/** `rollup`, `adapters/duckdb`, `app`, or a top-level folder. */
function roomOf(file: string): string {
  const parts = relative(ROOT, file).split('/')
  if (parts[0] !== 'src') return parts[0] ?? ''
  if (parts[1] === 'adapters') return `adapters/${parts[2] ?? ''}`
  return (parts[1] ?? '').replace(/\.ts$/, '')
}

function wrongArrow(file: string, target: string): string | null {
  const from = roomOf(file)
  const adapter = from.startsWith('adapters/') ? ADAPTERS[from.slice('adapters/'.length)] : undefined
  const row = adapter
    ? {
        rooms: ['domain', 'ports', ...(adapter.rooms ?? [])],
        packages: adapter.packages,
        reason: 'an adapter knows the domain, its port and its library',
      }
    : TABLE[from]
  if (!row) return `${relative(ROOT, file)}: the room "${from}" has no row in the import table`
  const local = target.startsWith('.')
  const to = local ? roomOf(resolve(dirname(file), target)) : target
  const allowed = local ? to === from || fits(to, row.rooms) : fits(to, row.packages)
  return allowed ? null : `${relative(ROOT, file)} imports ${target} (${to}): ${row.reason}`
}

describe('the import arrows', () => {
  it('point inward: every room of src imports only what its row allows', () => {
    const wrong = files(join(ROOT, 'src')).flatMap((f) =>
      imports(f)
        .map((t) => wrongArrow(f, t))
        .filter((w) => w !== null),
    )
    expect(wrong).toEqual([])
  })

  it('keep simulators apart: they speak MQTT and share no code with the decoders', () => {
    const wrong = files(join(ROOT, 'simulators')).flatMap((f) =>
      imports(f)
        .filter((t) =>
          t.startsWith('.') ? roomOf(resolve(dirname(f), t)) !== 'simulators' : !fits(t, ['mqtt', 'node:', 'yaml', 'cli-progress']),
        )
        .map((t) => `${relative(ROOT, f)} imports ${t}`),
    )
    expect(wrong).toEqual([])
  })

  it('keep dashboards apart: they talk to the public API only', () => {
    const wrong = files(join(ROOT, 'dashboards')).flatMap((f) =>
      imports(f)
        .filter((t) => t.startsWith('.') && roomOf(resolve(dirname(f), t)) !== 'dashboards')
        .map((t) => `${relative(ROOT, f)} imports ${t}`),
    )
    expect(wrong).toEqual([])
  })

  it('find a wrong arrow when there is one', () => {
    expect(wrongArrow(join(ROOT, 'src/domain/x.ts'), '../ports/index.ts')).toContain('the language imports nothing')
    expect(wrongArrow(join(ROOT, 'src/rollup/x.ts'), '../ingest/batch.ts')).toContain('never another stage')
    expect(wrongArrow(join(ROOT, 'src/adapters/duckdb/x.ts'), 'fastify')).toContain('an adapter knows')
    expect(wrongArrow(join(ROOT, 'src/rollup/x.ts'), '../domain/index.ts')).toBeNull()
  })
})
