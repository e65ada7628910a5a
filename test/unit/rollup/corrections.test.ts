/** Corrections in the rollup: each changes its span and nothing else, any order gives the same bytes, and undoing restores them. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bucket,
  type Correction,
  type CorrectionEffect,
  coverageOf,
  DAY,
  findingBit,
  HOUR,
  instant,
  MINUTE,
  type Point,
  QUARTER,
  span,
  STEPS,
} from '../../../src/domain/index.ts'
import { pointOf } from '../../support/fixtures/campus.ts'
import { createRollerRig, type RigReading, type RollerRig, textsOf } from '../../support/fakes/roller-rig.ts'

const START = Date.parse('2026-03-27T16:00:00Z')
const NOW = START + 4 * DAY
const ALWAYS = span(START - DAY, NOW + DAY)
const METER = 'park/a/e'
const SUM = 'park/sum/e'
const meter: Point = pointOf({ id: METER, quantity: 'energy', gapLimit: 45 * MINUTE })
const POINTS: readonly Point[] = [meter, { ...meter, id: SUM, of: [{ point: METER, times: 2 }] }]

function correctionOf(effect: CorrectionEffect, from: number, to: number, id = 'correction-1'): Correction {
  return { id, point: METER, span: span(from, to), effect, reason: 'test', author: 'test', recordedAt: instant(NOW) }
}

/** 1 kWh each quarter hour. */
function steady(days: number, from = START): RigReading[] {
  return Array.from({ length: days * 96 + 1 }, (_, i) => ({ point: METER, time: from + i * QUARTER, value: 100 + i }))
}

async function rigWith(
  rows: readonly RigReading[],
  corrections: readonly Correction[] = [],
): Promise<{ rig: RollerRig; set: (c: readonly Correction[]) => void }> {
  let inForce = corrections
  const rig = createRollerRig({ points: POINTS, now: NOW, zone: 'Europe/Berlin', corrections: () => inForce })
  await rig.write(rows)
  await rig.roller.roll()
  return { rig, set: (c) => void (inForce = c) }
}

const allOf = async ({ buckets }: RollerRig): Promise<Bucket[]> => {
  const found = await Promise.all(STEPS.map((step) => buckets.read({ step, span: span(-8.64e15, 8.64e15) })))
  return found.flat()
}
const kWh = (buckets: readonly Bucket[]): number => buckets.reduce((sum, b) => sum + b.total, 0) / 1e6
const quartersOf = ({ buckets }: RollerRig, within = ALWAYS, point = METER) => buckets.read({ step: '15m', span: within, points: [point] })

const times = fc.integer({ min: 0, max: 3 * 96 - 1 })
const effect: fc.Arbitrary<CorrectionEffect> = fc.oneof(
  fc.record({ kind: fc.constant('scale' as const), factor: fc.double({ min: 0.001, max: 1000, noNaN: true }) }),
  fc.constant<CorrectionEffect>({ kind: 'exclude' }),
  fc.record({
    kind: fc.constant('register' as const),
    at: fc.integer({ min: 1, max: 3 * 96 * 15 }).map((m) => instant(START + m * MINUTE)),
    value: fc.integer({ min: 0, max: 10_000 }),
  }),
)
const wish = fc.record({
  effect,
  at: times,
  length: fc.integer({ min: 1, max: 96 }),
  fill: fc.integer({ min: 0, max: 5000 }),
  estimate: fc.boolean(),
})
const correction = fc.array(wish, { minLength: 1, maxLength: 3 }).map((wishes) =>
  wishes.map(({ effect: own, at, length, fill, estimate }, i): Correction => {
    const from = START + at * QUARTER
    const amounts = Array.from({ length }, (_, n) => fill + n)
    const chosen: CorrectionEffect = estimate ? { kind: 'estimate', method: 'flat', sister: null, amounts } : own
    const first = chosen.kind === 'register' ? Math.floor(chosen.at / QUARTER) * QUARTER : from
    return correctionOf(chosen, first, chosen.kind === 'register' ? first + QUARTER : from + length * QUARTER, `correction-${i + 1}`)
  }),
)
const readings = fc
  .array(
    fc.record({
      gap: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.integer({ min: 41, max: 900 })),
      by: fc.integer({ min: 0, max: 50 }),
    }),
    {
      minLength: 3,
      maxLength: 60,
    },
  )
  .map((moves) => {
    let [time, value] = [START, 1000]
    return [
      { point: METER, time, value },
      ...moves.map(({ gap, by }): RigReading => {
        time += gap * MINUTE
        value += by
        return { point: METER, time, value }
      }),
    ]
  })

/** A register is corrected where the meter sent something before and after: behind its last reading a value is imported. */
const withinReadings =
  (rows: readonly RigReading[]) =>
  (c: Correction): boolean =>
    c.effect.kind !== 'register' || c.effect.at <= Math.max(...rows.map((r) => r.time))
const history = fc
  .tuple(readings, correction)
  .map(([rows, corrections]) => ({ rows, corrections: corrections.filter(withinReadings(rows)) }))

describe('corrections in the rollup', () => {
  it('give the same bytes whether they were there before the readings, came afterwards, or everything is rebuilt', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ rows, corrections }) => {
        const before = await rigWith(rows, corrections)
        const after = await rigWith(rows)
        after.set(corrections)
        for (const { point, span: within } of corrections) await after.rig.roller.recomputeCorrected(point, within)
        const texts = textsOf(await allOf(before.rig))
        expect(textsOf(await allOf(after.rig))).toEqual(texts)
        expect((await before.rig.roller.rebuild(true)).different).toBe(0)
        await before.rig.roller.rebuild(false)
        expect(textsOf(await allOf(before.rig))).toEqual(texts)
      }),
      { numRuns: 60 },
    )
  })

  it('leave no trace when they are undone', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ rows, corrections }) => {
        const { rig, set } = await rigWith(rows)
        const texts = textsOf(await allOf(rig))
        set(corrections)
        for (const { point, span: within } of corrections) await rig.roller.recomputeCorrected(point, within)
        set([])
        for (const { point, span: within } of corrections) await rig.roller.recomputeCorrected(point, within)
        expect(textsOf(await allOf(rig))).toEqual(texts)
      }),
      { numRuns: 60 },
    )
  })

  it('preview exactly what they then write, and write nothing while they preview', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ rows, corrections: [first] }) => {
        if (first === undefined) return
        const { rig, set } = await rigWith(rows)
        const texts = textsOf(await allOf(rig))
        const overlay = await rig.roller.preview(METER, first.span, [first])
        const previewed = textsOf(
          (await Promise.all(STEPS.map((step) => overlay.buckets.read({ step, span: span(-8.64e15, 8.64e15) })))).flat(),
        )
        expect(textsOf(await allOf(rig))).toEqual(texts)
        set([first])
        await rig.roller.recomputeCorrected(METER, first.span)
        expect(previewed).toEqual(textsOf(await allOf(rig)))
      }),
      { numRuns: 60 },
    )
  })

  it('scale the span and nothing else, in every step and in points computed of the meter', async () => {
    const [from, to] = [START + DAY, START + 2 * DAY]
    const { rig } = await rigWith(steady(3), [correctionOf({ kind: 'scale', factor: 2 }, from, to)])
    expect(kWh(await quartersOf(rig, span(from, to)))).toBe(192)
    expect(kWh(await quartersOf(rig))).toBe(3 * 96 + 96)
    expect(kWh(await quartersOf(rig, ALWAYS, SUM))).toBe(2 * (3 * 96 + 96))
    const [year] = await rig.buckets.read({ step: '1y', span: span(-8.64e15, 8.64e15), points: [METER] })
    expect(kWh(year === undefined ? [] : [year])).toBe(3 * 96 + 96)
    const marked = (await quartersOf(rig)).filter((b) => (b.findings & findingBit('corrected')) !== 0)
    expect(marked.map((b) => b.start)).toEqual(Array.from({ length: 96 }, (_, i) => from + i * QUARTER))
  })

  it('exclude makes the span missing: no amount, no coverage', async () => {
    const [from, to] = [START + 6 * HOUR, START + 12 * HOUR]
    const { rig } = await rigWith(steady(1), [correctionOf({ kind: 'exclude' }, from, to)])
    const excluded = await quartersOf(rig, span(from, to))
    expect([kWh(excluded), ...new Set(excluded.map((b) => coverageOf(b).missing))]).toEqual([0, 1])
    expect(kWh(await quartersOf(rig))).toBe(72)
  })

  it('an estimate fills quarter hours that no reading gave, also behind the last one, and counts as estimated', async () => {
    const [from, to] = [START + DAY, START + DAY + 6 * HOUR]
    const amounts = Array.from({ length: 24 }, () => 2_000_000)
    const { rig, set } = await rigWith(steady(1))
    set([correctionOf({ kind: 'estimate', method: 'flat', sister: null, amounts }, from, to)])
    await rig.roller.recomputeCorrected(METER, span(from, to))
    const estimated = await quartersOf(rig, span(from, to))
    expect([kWh(estimated), ...new Set(estimated.map((b) => coverageOf(b).estimated))]).toEqual([48, 1])
    expect(kWh(await quartersOf(rig))).toBe(96 + 48)
    // Readings that come later do not undo it.
    await rig.write(steady(2, START + DAY).map((r) => ({ ...r, value: r.value + 96 })))
    await rig.roller.roll()
    expect(kWh(await quartersOf(rig, span(from, to)))).toBe(48)
    expect((await rig.roller.rebuild(true)).different).toBe(0)
  })

  it('a register value stands in for what the meter sent at that time', async () => {
    const at = START + 10 * QUARTER
    const wrong = steady(1).map((r) => (r.time === at ? { ...r, value: 105 } : r))
    const { rig } = await rigWith(wrong, [correctionOf({ kind: 'register', at: instant(at), value: 110 }, at, at + QUARTER)])
    expect((await quartersOf(rig)).slice(0, 12).map((b) => b.total / 1e6)).toEqual(Array.from({ length: 12 }, () => 1))
  })
})
