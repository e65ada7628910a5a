import { describe, expect, it } from 'vitest'
import { DAY, findingCodes, HOUR, MINUTE, type Point, span } from '../../../src/domain/index.ts'
import { createRoller } from '../../../src/rollup/roller.ts'
import { pointOf } from '../../support/fixtures/campus.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { columnsFrom, createMemoryBuckets, createMemoryReadings } from '../../support/fakes/memory-store.ts'

const START = Date.parse('2026-03-02T00:00:00Z')

interface Row {
  readonly at: number
  readonly value: number
}

/** Hours (after the start) whose quarter hours carry the finding, after each batch was written and rolled up. */
async function stuckHours(point: Point, batches: readonly (readonly Row[])[]): Promise<number[]> {
  const readings = createMemoryReadings()
  const buckets = createMemoryBuckets()
  const roller = createRoller({ readings, buckets, points: () => [point], zone: 'UTC', clock: createHandClock(START + DAY) })
  let seq = 0
  for (const batch of batches) {
    const rows = batch.map(({ at, value }) => ({ point: point.id, time: START + at, value, quality: 0 }))
    await readings.commit({ rows: columnsFrom(rows), seq: Float64Array.from(rows, () => ++seq), offset: seq })
    await roller.roll()
  }
  const rows = await buckets.read({ step: '15m', span: span(START, START + 3 * DAY) })
  return rows.filter((b) => findingCodes(b.findings).includes('stuck')).map((b) => (b.start - START) / HOUR)
}

const every10min = (from: number, to: number, value: (at: number) => number): Row[] =>
  Array.from({ length: (to - from) / (10 * MINUTE) }, (_, i) => from + i * 10 * MINUTE).map((at) => ({ at, value: value(at) }))

const power = pointOf({ id: 'park/a/main/power', quantity: 'power', stuckAfter: 6 * HOUR })

describe('a meter that repeats itself', () => {
  it('is called stuck after its limit, until it moves', async () => {
    const rows = every10min(0, 12 * HOUR, (at) => (at < 8 * HOUR ? 512 : 512 + at / MINUTE))
    expect(await stuckHours(power, [rows])).toEqual([6, 6.25, 6.5, 6.75, 7, 7.25, 7.5, 7.75])
  })

  it('is not stuck at zero: a load that is switched off reads zero', async () => {
    expect(await stuckHours(power, [every10min(0, DAY, () => 0)])).toEqual([])
  })

  it('is found across the edge of two rollups', async () => {
    const rows = every10min(0, 8 * HOUR, () => 512)
    const batches = Array.from({ length: 8 }, (_, i) => rows.slice(i * 6, i * 6 + 6))
    expect(await stuckHours(power, batches)).toEqual(await stuckHours(power, [rows]))
  })

  it('is not stuck any more when a late reading differs', async () => {
    const rows = every10min(0, 12 * HOUR, (at) => (at < 10 * HOUR ? 512 : 600 + at / MINUTE))
    const late = [{ at: 3 * HOUR + 5 * MINUTE, value: 900 }]
    expect(await stuckHours(power, [rows, late])).toEqual([9.25, 9.5, 9.75])
  })

  it('may be a register that is read hourly: it is constant between two equal readings, but not over a gap', async () => {
    const limits = { stuckAfter: 2 * HOUR, gapLimit: HOUR }
    const energy = pointOf({ id: 'park/a/main/energy', quantity: 'energy', ...limits })
    const hourly = [0, 1, 2, 3, 4, 5].map((hour) => ({ at: hour * HOUR, value: hour === 5 ? 5001 : 5000 }))
    expect(await stuckHours(energy, [hourly])).toEqual([2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 3.75])
    expect(
      await stuckHours(
        energy,
        hourly.map((row) => [row]),
      ),
    ).toEqual(await stuckHours(energy, [hourly]))
    expect(await stuckHours(energy, [hourly.filter((row) => row.at === 0 || row.at > 3 * HOUR)])).toEqual([])
  })

  it('may be a register, where the campus file gives it a limit', async () => {
    const rows = every10min(0, 5 * HOUR, (at) => 5000 + Math.min(at, HOUR) / HOUR)
    const energy = (stuckAfter?: number): Point =>
      pointOf({ id: 'park/a/main/energy', quantity: 'energy', ...(stuckAfter === undefined ? {} : { stuckAfter }) })
    expect(await stuckHours(energy(), [rows])).toEqual([])
    expect((await stuckHours(energy(2 * HOUR), [rows]))[0]).toBe(3)
  })
})
