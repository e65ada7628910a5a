/** Rows that replace another value at the same time, found before they are committed, in whatever batches they come. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QUALITY_CODE, REPLACED_CODE, type ReplacedReading } from '../../../src/domain/index.ts'
import { createReplacedFinder } from '../../../src/ingest/replaced.ts'
import type { Readings } from '../../../src/ports/index.ts'
import { columnsFrom, createMemoryReadings } from '../../support/fakes/memory-store.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-02T00:00:00Z')

interface Row {
  readonly point: string
  readonly time: number
  readonly value: number
  readonly quality: number
}

const row = fc.record({
  point: fc.constantFrom('a', 'b'),
  time: fc.integer({ min: 0, max: 60 }).map((h) => START + h * HOUR),
  value: fc.integer({ min: 0, max: 3 }),
  quality: fc.constantFrom(QUALITY_CODE.good, QUALITY_CODE.good, QUALITY_CODE.suspect, QUALITY_CODE.bad),
})

/** Commits the batches one after the other, marked; `fresh` begins each with a finder that knows nothing. */
async function write(readings: Readings, batches: readonly (readonly Row[])[], fresh = false): Promise<ReplacedReading[]> {
  let finder = createReplacedFinder(readings)
  const replaced: ReplacedReading[] = []
  let seq = 0
  for (const rows of batches) {
    if (fresh) finder = createReplacedFinder(readings)
    const batch = { rows: columnsFrom(rows), seq: Float64Array.from(rows, () => ++seq), offset: seq }
    replaced.push(...(await finder.mark(batch)))
    await readings.commit(batch)
  }
  return replaced
}

/** What a plain map of values says was replaced. */
function expected(rows: readonly Row[]): { replaced: unknown[]; marked: Set<string> } {
  const held = new Map<string, Row>()
  const marked = new Set<string>()
  const replaced: unknown[] = []
  for (const one of rows) {
    const key = `${one.point} ${one.time}`
    const before = held.get(key)
    const bad = one.quality === QUALITY_CODE.bad
    const differs = before !== undefined && before.value !== one.value
    if (bad) marked.delete(key)
    else if (differs) {
      marked.add(key)
      replaced.push({ point: one.point, time: one.time, old: before.value, value: one.value })
    }
    held.set(key, one)
  }
  return { replaced, marked }
}

describe('a reading that replaces another value of its point at its time', () => {
  it('is marked, with the old value told, whether the other is stored or in the same batch, and however batches are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 5 }), fc.boolean(), async (batches, fresh) => {
        const readings = createMemoryReadings()
        const replaced = await write(readings, batches, fresh)
        const wanted = expected(batches.flat())
        expect(replaced).toEqual(wanted.replaced)
        const stored = await readings.scan({ span: { from: START, to: START + 100 * HOUR } as never })
        const marked = Array.from({ length: stored.length }, (_, i) => i)
          .filter((i) => stored.quality[i] !== QUALITY_CODE.bad && ((stored.quality[i] as number) & REPLACED_CODE) !== 0)
          .map((i) => `${stored.names[stored.point[i] as number]} ${stored.time[i]}`)
        expect(new Set(marked)).toEqual(wanted.marked)
      }),
      { numRuns: 200 },
    )
  })

  it('is looked for only where a row is not newer than all before it', async () => {
    const readings = createMemoryReadings()
    let scans = 0
    const counted: Readings = { ...readings, scan: (query) => (scans++, readings.scan(query)) }
    const at = (h: number, value: number): Row => ({ point: 'a', time: START + h * HOUR, value, quality: 0 })
    await write(counted, [[at(0, 1), at(1, 2)], [at(2, 3)], [at(3, 4), at(4, 5)]])
    expect(scans).toBe(0)
    await write(counted, [[at(5, 6), at(2, 3)]])
    expect(scans).toBe(1)
  })

  it('keeps its mark when it is written again, as after a crash between the rows and their offset', async () => {
    const readings = createMemoryReadings()
    const at = (value: number): Row => ({ point: 'a', time: START, value, quality: 0 })
    expect(await write(readings, [[at(1)], [at(2)], [at(2)]])).toHaveLength(1)
    const { quality } = await readings.scan({ span: { from: START, to: START + 1 } as never })
    expect(quality[0]).toBe(REPLACED_CODE)
  })
})
