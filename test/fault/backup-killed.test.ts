/** Kills during backup and restore: the old or the new, never a mixture. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { demandNoRestore } from '../../src/adapters/backup/restore-marker.ts'
import { openDuckdb } from '../../src/adapters/duckdb/duckdb.ts'
import { span } from '../../src/domain/index.ts'
import { readBackupFile } from '../../src/adapters/backup/container/backup-file.ts'
import { endsWithUs } from '../support/process/children.ts'
import { CAMPUS, campus, tempDir } from '../support/process/service.ts'

const CONFIG = `campus: { id: lab, timezone: UTC }
sites: [{ id: s, kind: office, grid: CN-NORTH }]
sources: [{ id: native, preset: native }]
points:
  - { id: lab/main, quantity: energy, role: main-meter, medium: electricity, place: { site: s }, interval: 15m, max_rate: 500 kW }
`
const KILLS = 10
const START = Date.UTC(2026, 0, 1)
const READINGS = 60 * 96
/** Each kill starts a process; a busy machine takes seconds for it. */
const TIMEOUT = 600_000

const work = tempDir('backup-killed')
const config = join(work, 'campus.yaml')
const source = join(work, 'data')

const run = (args: readonly string[], dir: string) => campus([...args, '--config', config], { env: { CAMPUS__DATA__DIR: dir } })

async function report(dir: string): Promise<{ code: number | null; out: string; err: string }> {
  return run(['report', '2026-02', '--format', 'json'], dir)
}

interface Victim {
  readonly args: readonly string[]
  readonly dir: string
  /** The file that is there while it writes. */
  readonly marker: string
}

/** Runs the command, and kills it so long after its file appeared. Resolves to how long it wrote, ms. */
async function kill({ args, dir, marker }: Victim, afterMs: number): Promise<number> {
  const env = { ...process.env, CAMPUS__DATA__DIR: dir }
  const child = endsWithUs(spawn(process.execPath, [CAMPUS, ...args, '--config', config], { env, stdio: 'ignore' }))
  const ended = once(child, 'exit')
  while (child.exitCode === null && child.signalCode === null && !existsSync(marker)) await delay(1)
  const from = performance.now()
  await Promise.race([ended, delay(afterMs)])
  child.kill('SIGKILL')
  await ended
  return performance.now() - from
}

const UNDISTURBED = 10 * 60_000
/** From the first byte to behind the last. */
const shares = Array.from({ length: KILLS }, (_, i) => (1.2 * i) / KILLS)

function isInterrupted(dir: string): boolean {
  try {
    demandNoRestore(dir)
    return false
  } catch {
    return true
  }
}

/** Rows and watermarks of the store, and the records. */
async function contentOf(dir: string): Promise<readonly unknown[]> {
  const store = await openDuckdb({ path: join(dir, 'store.duckdb') })
  const rows = await store.readings.scan({ span: span(START, START + READINGS * 900_000) })
  const buckets = await store.buckets.readColumns({ step: '15m', span: span(START, START + READINGS * 900_000) })
  const marks = [await store.readings.offset(), await store.buckets.rolledUpTo()]
  await store.close()
  return [rows, buckets, marks, readFileSync(join(dir, 'state.log'), 'utf8')]
}

describe('a kill', () => {
  let expected = ''
  let content: readonly unknown[] = []
  const file = join(work, 'whole.backup')

  beforeAll(async () => {
    writeFileSync(config, CONFIG)
    const rows = Array.from({ length: READINGS }, (_, i) => `${new Date(START + i * 900_000).toISOString()},${1000 + i}`)
    writeFileSync(join(work, 'e.csv'), `time,value\n${rows.join('\n')}\n`)
    expect((await run(['import', '--point', 'lab/main', '--csv', join(work, 'e.csv')], source)).code).toBe(0)
    expected = (await report(source)).out
    expect((await run(['backup', file], source)).code).toBe(0)
    content = await contentOf(source)
  }, TIMEOUT)

  it(
    `at ${KILLS} moments of a backup leaves the old file or a whole new one`,
    async () => {
      const target = join(work, 'target.backup')
      const victim = { args: ['backup', target], dir: source, marker: `${target}.part` }
      const wholeMs = await kill(victim, UNDISTURBED)
      let old = readFileSync(target)
      let replaced = 0
      for (const share of shares) {
        await kill(victim, share * wholeMs)
        rmSync(victim.marker, { force: true })
        const now = readFileSync(target)
        if (!now.equals(old)) replaced += 1
        for await (const _ of readBackupFile(target, null));
        old = now
      }
      expect(replaced).toBeLessThan(KILLS)
      const last = await run(['backup', target], source)
      expect(last.code, last.err).toBe(0)
      expect(existsSync(`${target}.part`)).toBe(false)
    },
    TIMEOUT,
  )

  it(
    `at ${KILLS} moments of a restore leaves a folder that does not start, or the whole; the same restore then completes it`,
    async () => {
      const dir = join(work, 'restored')
      const victim = { args: ['restore', file], dir, marker: join(dir, 'restore.json') }
      const wholeMs = await kill(victim, UNDISTURBED)
      expect(await contentOf(dir)).toEqual(content)
      let interrupted = 0
      for (const share of shares) {
        rmSync(dir, { recursive: true, force: true })
        await kill(victim, share * wholeMs)
        if (!existsSync(dir) || readdirSync(dir).every((name) => name === 'lock')) continue
        if (isInterrupted(dir)) {
          interrupted += 1
          continue
        }
        expect(await contentOf(dir)).toEqual(content)
      }
      expect(interrupted).toBeGreaterThan(0)
      rmSync(dir, { recursive: true, force: true })
      await kill(victim, wholeMs / 3)
      if (isInterrupted(dir)) expect((await report(dir)).err).toMatch(/a restore into .* was interrupted/)
      if (isInterrupted(dir) || !existsSync(dir)) {
        const last = await run(['restore', file], dir)
        expect(last.code, last.err).toBe(0)
      }
      expect((await report(dir)).out).toBe(expected)
    },
    TIMEOUT,
  )
})
