/** Computed points: sums and differences of registers and gauges, against sums of the buckets of their terms. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bucket,
  coverageOf,
  coveredMs,
  DAY,
  findingBit,
  HOUR,
  MINUTE,
  type Point,
  type PointTerm,
  QUARTER,
  STEPS,
} from '../../../src/domain/index.ts'
import { pointOf } from '../../support/fixtures/campus.ts'
import { createRollerRig, type RigReading, type RollerRig, textsOf } from '../../support/fakes/roller-rig.ts'

const START = Date.parse('2026-03-27T16:00:00Z')
const NOW = START + 3 * DAY
const [A, B, C, SUM, REST] = ['park/a/e', 'park/b/e', 'park/c/e', 'park/sum/e', 'park/rest/e']

const meter = (id: string): Point => pointOf({ id, quantity: 'energy', gapLimit: 45 * MINUTE })
const computed = (id: string, of: readonly PointTerm[]): Point => ({
  ...meter(id),
  kind: of.some((t) => t.times < 0) ? 'net' : 'counter',
  of,
})

const POINTS: readonly Point[] = [
  // A computed point may stand before what it is computed of.
  computed(REST, [
    { point: SUM, times: 1 },
    { point: C, times: -1 },
  ]),
  meter(A),
  meter(B),
  meter(C),
  computed(SUM, [
    { point: A, times: 1 },
    { point: B, times: 2 },
  ]),
]

const rigOf = (points = POINTS, zone = 'Europe/Berlin'): RollerRig => createRollerRig({ points, now: NOW, zone })

/** Readings of the three meters: gaps, restarts and outages, at whole minutes. */
const readings = fc
  .array(
    fc.record({
      point: fc.constantFrom(A, B, C),
      gap: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.integer({ min: 41, max: 900 })),
      by: fc.integer({ min: 0, max: 5000 }),
      restart: fc.integer({ min: 0, max: 30 }).map((n) => n === 0),
    }),
    { minLength: 3, maxLength: 80 },
  )
  .map((moves): RigReading[] => {
    const last = new Map<string, { time: number; wh: number }>()
    return moves.map(({ point, gap, by, restart }) => {
      const before = last.get(point) ?? { time: START, wh: 700_000 }
      const now = { time: before.time + gap * MINUTE, wh: restart ? by : before.wh + by }
      last.set(point, now)
      return { point, time: now.time, value: now.wh / 1000 }
    })
  })

const known = (b: Bucket | undefined): b is Bucket => b !== undefined && (coveredMs(b) > 0 || b.total !== 0)

describe('a computed point', () => {
  it('counts in each quarter hour what its terms count, and is missing where one of them tells nothing', async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (rows) => {
        const rig = rigOf()
        await rig.write(rows)
        await rig.roller.roll()
        const quarters = new Map(
          rig.buckets
            .all()
            .filter((b) => b.step === '15m')
            .map((b) => [`${b.point} ${b.start}`, b]),
        )
        for (const b of quarters.values()) {
          const [a, other] = [quarters.get(`${A} ${b.start}`), quarters.get(`${B} ${b.start}`)]
          const whole = quarters.get(`${SUM} ${b.start}`)
          if (a === undefined && other === undefined) continue
          expect(whole?.findings).toBe((a?.findings ?? 0) | (other?.findings ?? 0))
          const both = known(a) && known(other)
          expect(whole?.total).toBe(both ? a.total + 2 * other.total : 0)
          expect(whole && coveredMs(whole)).toBe(both ? Math.min(coveredMs(a), coveredMs(other)) : 0)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
    'adds up exactly over hours, days, months and years in %s',
    async (zone) => {
      await fc.assert(
        fc.asyncProperty(readings, async (rows) => {
          const rig = rigOf(POINTS, zone)
          await rig.write(rows)
          await rig.roller.roll()
          const all = rig.buckets.all().filter((b) => b.point === SUM || b.point === REST)
          for (const [level, step] of STEPS.entries()) {
            if (level === 0) continue
            for (const whole of all.filter((b) => b.step === step)) {
              const parts = all.filter(
                (b) => b.step === STEPS[level - 1] && b.point === whole.point && b.start >= whole.start && b.start < whole.end,
              )
              expect(parts.reduce((sum, b) => sum + b.total, 0)).toBe(whole.total)
              expect(parts.reduce((sum, b) => sum + b.measured + b.coarse, 0)).toBe(whole.measured + whole.coarse)
              expect(parts.reduce((sum, b) => sum + b.bridged, 0)).toBe(whole.bridged)
            }
          }
        }),
        { numRuns: 20 },
      )
    },
  )

  it('has the same buckets in any order of arrival, rolled in between or not, and rebuilt', async () => {
    await fc.assert(
      fc.asyncProperty(
        readings.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }), fc.array(fc.nat(80), { maxLength: 5 })),
        ),
        async ([rows, shuffled, cuts]) => {
          const whole = rigOf()
          await whole.write(rows)
          await whole.roller.roll()
          const parts = rigOf()
          const edges = [0, ...cuts.map((c) => c % rows.length).sort((a, b) => a - b), rows.length]
          for (let i = 1; i < edges.length; i++) {
            await parts.write(shuffled.slice(edges[i - 1], edges[i]))
            await parts.roller.roll()
          }
          expect(textsOf(parts.buckets.all())).toEqual(textsOf(whole.buckets.all()))
          expect(await parts.roller.rebuild(true)).toMatchObject({ different: 0 })
          await parts.roller.rebuild(false)
          expect(textsOf(parts.buckets.all())).toEqual(textsOf(whole.buckets.all()))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is computed over all of the past when it is new, or when its terms have changed, and once only', async () => {
    const rows = [A, B, C].flatMap((point) =>
      Array.from({ length: 90 }, (_, i) => ({ point, time: START - 40 * DAY + i * 12 * HOUR, value: 10 + i })),
    )
    const whole = rigOf()
    await whole.write(rows)
    await whole.roller.roll()
    let points = POINTS.filter((p) => p.of === undefined)
    let formulas = {}
    const computedBy = {
      version: async () => 1000,
      record: async () => undefined,
      formulas: async () => formulas,
      recordFormulas: async (now: object) => void (formulas = now),
    }
    const rig = createRollerRig({ points: () => points, now: NOW, zone: 'Europe/Berlin', computedBy })
    await rig.write(rows)
    await rig.roller.roll()
    points = POINTS.map((p) => (p.id === SUM ? computed(SUM, [{ point: A, times: 7 }]) : p))
    await rig.roller.roll()
    expect(textsOf(rig.buckets.all())).not.toEqual(textsOf(whole.buckets.all()))
    points = [...POINTS]
    await rig.roller.roll()
    expect(textsOf(rig.buckets.all())).toEqual(textsOf(whole.buckets.all()))
    expect(Object.keys(formulas).sort()).toEqual([REST, SUM])
  })

  it('of gauges has the sum of their means, over the time that all of them cover', async () => {
    const [P, Q, BOTH] = ['park/a/p', 'park/b/p', 'park/sum/p']
    const gauge = (id: string): Point => pointOf({ id, quantity: 'power', gapLimit: 10 * MINUTE })
    const points: Point[] = [
      gauge(P),
      gauge(Q),
      {
        ...gauge(BOTH),
        of: [
          { point: P, times: 1 },
          { point: Q, times: -1 },
        ],
      },
    ]
    const rig = rigOf(points)
    const at = (i: number): number => START + i * 5 * MINUTE
    await rig.write([
      ...Array.from({ length: 13 }, (_, i) => ({ point: P, time: at(i), value: 400 })),
      ...Array.from({ length: 9 }, (_, i) => ({ point: Q, time: at(i), value: 150 })),
    ])
    await rig.roller.roll()
    const hour = rig.buckets.all().find((b) => b.point === BOTH && b.step === '1h')
    expect(hour?.total).toBe(250 * 40 * MINUTE)
    expect(hour && coverageOf(hour)).toMatchObject({ measured: 2 / 3, bridged: 0 })
  })

  it('of energy and heat counts in its own base units', async () => {
    const heat = pointOf({ id: 'park/h/heat', quantity: 'heat_energy', gapLimit: HOUR })
    const points: Point[] = [
      meter(A),
      heat,
      computed(SUM, [
        { point: A, times: 1 },
        { point: heat.id, times: 0.5 },
      ]),
    ]
    const rig = rigOf(points)
    await rig.write([A, heat.id].flatMap((point) => [0, 1, 2].map((i) => ({ point, time: START + i * QUARTER, value: 100 + 2 * i }))))
    await rig.roller.roll()
    expect(rig.buckets.all().find((b) => b.point === SUM && b.step === '1h')?.total).toBe(6e6)
  })

  it('says of a replaced meter below it that it was replaced', async () => {
    const rig = rigOf()
    const rows = [A, B].flatMap((point) =>
      Array.from({ length: 20 }, (_, i) => ({ point, time: START + i * QUARTER, value: 100 + i + (point === A && i > 9 ? 9e7 : 0) })),
    )
    await rig.write(rows)
    await rig.roller.roll()
    const day = rig.buckets.all().filter((b) => b.point === SUM && b.step === '1M')
    expect(day.some((b) => (b.findings & findingBit('counter-replaced')) !== 0)).toBe(true)
  })
})
