/** Failure 14: a process is killed at random moments while it writes the embedded store. Rows, offset, buckets and watermark always agree. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { openDuckdb } from '../../src/adapters/duckdb/duckdb.ts'
import { span } from '../../src/domain/index.ts'
import { built } from '../support/process/built.ts'
import { tempFolder } from '../support/process/temp-folder.ts'

const CHILD = resolve(import.meta.dirname, '../support/process/store-loop.mjs')
const ROWS = 500
const KILLS = 5

interface Killed {
  /** The last batch that a checkpoint had before the kill; 0 for none. */
  readonly safe: number
  readonly committed: number
  readonly errors: string
}

/** Kills the child after so many printed lines, at whatever step it is. */
async function killAfter(lines: number, path: string): Promise<Killed> {
  const child: ChildProcess = spawn(process.execPath, [CHILD, path], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  let errors = ''
  child.stderr?.on('data', (d: Buffer) => (errors += d.toString()))
  let printedLines = 0
  const last = { safe: 0, committed: 0 }
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const [what = '', n = ''] = line.split(' ')
    if (what === 'safe' || what === 'committed') last[what] = Number(n)
    if (++printedLines === lines) child.kill('SIGKILL')
  }
  await exited
  return { ...last, errors }
}

/** What stands in the store: every batch up to the offset whole, nothing of a later one. */
async function examine(path: string): Promise<number> {
  const store = await openDuckdb({ path })
  try {
    const offset = await store.readings.offset()
    const rows = await store.readings.scan({ span: span(0, 1e12) })
    const perBatch = new Map<number, number>()
    for (const batch of rows.value.subarray(0, rows.length)) perBatch.set(batch, (perBatch.get(batch) ?? 0) + 1)
    expect([...perBatch]).toEqual(Array.from({ length: offset }, (_, i) => [i + 1, ROWS]))
    expect(await store.readings.count()).toBe(offset * ROWS)
    expect((await store.readings.changes(0)).upTo).toBe(offset)
    if (offset > 0) expect((await store.readings.latest()).map((l) => l.value)).toEqual(Array.from({ length: 10 }, () => offset))
    const rolledUpTo = await store.buckets.rolledUpTo()
    const buckets = await store.buckets.read({ step: '1d', span: span(0, 1) })
    expect(rolledUpTo).toBeLessThanOrEqual(offset)
    expect(buckets.map((b) => b.total)).toEqual(Array.from({ length: rolledUpTo > 0 ? 10 : 0 }, () => rolledUpTo))
    return offset
  } finally {
    await store.close()
  }
}

describe('a process killed while it writes the embedded store', () => {
  it('leaves rows and offset that agree, loses nothing checkpointed, and lets the next process continue', async () => {
    await built('src/adapters/duckdb/duckdb.js')
    const path = join(tempFolder(), 'store.duckdb')
    let before = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const lines = 1 + Math.floor(Math.random() * 120)
      const { safe, committed, errors } = await killAfter(lines, path)
      const offset = await examine(path)
      const told = `kill ${kill} after ${lines} lines: safe ${safe}, committed ${committed}, before ${before}; ${errors}`
      expect(offset, told).toBeGreaterThanOrEqual(Math.max(safe, before))
      // One more batch may be committed than was printed.
      expect(offset, told).toBeLessThanOrEqual(committed + 1)
      expect(committed, told).toBeGreaterThan(before)
      before = offset
    }
  })
})
