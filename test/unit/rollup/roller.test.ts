/** The roller over a store in plain maps: the same bytes in whatever order readings arrive and are rolled up. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bucket,
  coverageOf,
  DAY,
  HOUR,
  instant,
  MINUTE,
  nextEdge,
  type Point,
  QUALITY_CODE,
  REMOVED_CODE,
  ROLLUP_VERSION,
  STEPS,
  span,
} from '../../../src/domain/index.ts'
import { createRoller, type Roller } from '../../../src/rollup/roller.ts'
import { bucketText } from '../../../src/rollup/verify.ts'
import { pointOf } from '../../support/fixtures/campus.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { columnsFrom, createMemoryBuckets, createMemoryReadings, type MemoryBuckets } from '../../support/fakes/memory-store.ts'

interface Reading {
  readonly point: string
  readonly time: number
  readonly value: number
  readonly quality: number
}

interface Rig {
  readonly roller: Roller
  readonly buckets: MemoryBuckets
  write(rows: readonly Reading[]): Promise<void>
}

const ENERGY = 'park/a/1/x/energy'
const POWER = 'park/a/1/x/power'
const AMOUNT = 'park/a/1/x/amount'
const POINTS: readonly Point[] = [
  pointOf({ id: ENERGY, quantity: 'energy', gapLimit: HOUR, stuckAfter: 90 * MINUTE }),
  pointOf({ id: POWER, quantity: 'power', gapLimit: 40 * MINUTE, stuckAfter: 45 * MINUTE }),
  { ...pointOf({ id: AMOUNT, quantity: 'volume' }), kind: 'interval' },
]
const START = Date.parse('2026-03-27T16:00:00Z')
/** In the middle of the readings: some are of today, some of the past, some of the future. */
const NOW = START + 4 * DAY

function rig(zone = 'Europe/Berlin', points = POINTS): Rig {
  const readings = createMemoryReadings()
  const buckets = createMemoryBuckets()
  let seq = 0
  return {
    buckets,
    roller: createRoller({ readings, buckets, points: () => points, zone, clock: createHandClock(NOW) }),
    async write(rows) {
      const seqs = Float64Array.from(rows, () => ++seq)
      await readings.commit({ rows: columnsFrom(rows), seq: seqs, offset: seq })
    },
  }
}

const NO_FORMULAS = { formulas: async () => ({}), recordFormulas: async () => undefined }

const texts = (buckets: readonly Bucket[]): string[] => buckets.filter((b) => b.n > 0 || b.edge !== null || b.total !== 0).map(bucketText)

async function rolledAtOnce(rows: readonly Reading[], zone?: string): Promise<string[]> {
  const one = rig(zone)
  await one.write([...rows].sort((a, b) => a.time - b.time))
  await one.roller.roll()
  return texts(one.buckets.all())
}

/** Minutes of silence after which a point restarts. */
const YEARS = 732 * 24 * 60

/** Readings of the three points: a register with resets, dips, glitches and gaps, a gauge, and amounts. */
const history = fc
  .array(
    fc.record({
      point: fc.constantFrom(ENERGY, POWER, AMOUNT),
      gap: fc.oneof(
        { weight: 24, arbitrary: fc.integer({ min: 1, max: 20 }) },
        { weight: 8, arbitrary: fc.constant(15) },
        { weight: 4, arbitrary: fc.integer({ min: 100, max: 3000 }) },
        { weight: 1, arbitrary: fc.integer({ min: YEARS, max: YEARS + 3000 }) },
      ),
      what: fc.oneof(
        { weight: 12, arbitrary: fc.constant('grow') },
        { weight: 8, arbitrary: fc.constant('same') },
        { weight: 1, arbitrary: fc.constantFrom('reset', 'dip', 'glitch', 'bad') },
        { weight: 2, arbitrary: fc.constant('estimate') },
      ),
      by: fc.integer({ min: 0, max: 4000 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((moves) => {
    const at = new Map<string, { time: number; value: number }>()
    return moves.map(({ point, gap, what, by }): Reading => {
      const last = at.get(point) ?? { time: START, value: 5000 }
      const time = last.time + gap * MINUTE
      const grown = what === 'same' ? last.value : last.value + by / 1000
      const value = what === 'reset' ? by / 1000 : what === 'dip' ? last.value * 0.9999 : what === 'glitch' ? 0.5 : grown
      at.set(point, { time, value: what === 'glitch' || what === 'bad' ? last.value : value })
      return {
        point,
        time,
        value: Math.round(value * 1000) / 1000,
        quality: QUALITY_CODE[what === 'bad' ? 'bad' : what === 'estimate' ? 'estimated' : 'good'],
      }
    })
  })

describe('buckets of earlier rules', () => {
  const row = { point: POWER, time: START, value: 7, quality: 0 }

  it('are computed again once, though nothing was written since the watermark', async () => {
    const readings = createMemoryReadings()
    const buckets = createMemoryBuckets()
    const recorded = [1]
    const computedBy = {
      version: async () => recorded.at(-1) ?? 0,
      record: async (version: number) => void recorded.push(version),
      ...NO_FORMULAS,
    }
    const parts = { readings, buckets, points: () => POINTS, zone: 'UTC', clock: createHandClock(NOW) }
    await readings.commit({ rows: columnsFrom([row]), seq: Float64Array.of(1), offset: 1 })
    await createRoller(parts).roll()
    expect((await createRoller(parts).roll()).buckets).toBe(0)

    const roller = createRoller({ ...parts, computedBy })
    expect((await roller.roll()).buckets).toBeGreaterThan(0)
    expect(recorded).toEqual([1, ROLLUP_VERSION])
    expect((await roller.roll()).buckets).toBe(0)
    expect((await createRoller({ ...parts, computedBy }).roll()).buckets).toBe(0)
  })

  it('stay due when the work is aborted', async () => {
    const recorded: number[] = []
    const readings = createMemoryReadings()
    const computedBy = { version: async () => 0, record: async (version: number) => void recorded.push(version), ...NO_FORMULAS }
    await readings.commit({ rows: columnsFrom([row]), seq: Float64Array.of(1), offset: 1 })
    const roller = createRoller({
      readings,
      buckets: createMemoryBuckets(),
      points: () => POINTS,
      zone: 'UTC',
      clock: createHandClock(NOW),
      computedBy,
    })
    await roller.roll(AbortSignal.abort())
    expect(recorded).toEqual([])
  })
})

describe('rolling up raw readings', () => {
  it('gives the same buckets in whatever order and batches the readings arrive, rolled up in between or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.infiniteStream(fc.integer({ min: 0, max: 1e6 })),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        async (rows, noise, rolls) => {
          const keyed = rows.map((row) => ({ row, key: noise.next().value as number }))
          const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ row }) => row)
          const late = rig()
          const size = Math.max(1, Math.ceil(shuffled.length / rolls.length))
          for (const [i, roll] of rolls.entries()) {
            await late.write(shuffled.slice(i * size, (i + 1) * size))
            if (roll) await late.roller.roll()
          }
          await late.roller.roll()
          expect(texts(late.buckets.all())).toEqual(await rolledAtOnce(rows))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('gives the buckets of the rows that are left when others are removed again, rolled up in between or not', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.boolean()), fc.boolean(), async (rows, removes, rolled) => {
        const unique = [...new Map(rows.map((r) => [`${r.point} ${r.time}`, r])).values()]
        const removed = unique.filter(() => removes.next().value === true)
        const one = rig()
        await one.write(unique)
        if (rolled) await one.roller.roll()
        await one.write(removed.map((r) => ({ ...r, quality: REMOVED_CODE })))
        await one.roller.roll()
        expect(texts(one.buckets.all())).toEqual(await rolledAtOnce(unique.filter((r) => !removed.includes(r))))
      }),
      { numRuns: 300 },
    )
  })

  it('counts the time that leads to, or follows, an estimate as estimated', async () => {
    const { good, estimated } = QUALITY_CODE
    const one = rig()
    const at = (point: string, minutes: number, value: number, quality: number): Reading => ({
      point,
      time: START + minutes * MINUTE,
      value,
      quality,
    })
    await one.write([at(ENERGY, 0, 1, good), at(ENERGY, 15, 2, estimated), at(ENERGY, 30, 3, good), at(ENERGY, 45, 4, good)])
    await one.write([at(POWER, 0, 1, good), at(POWER, 15, 2, estimated), at(POWER, 30, 3, good), at(POWER, 45, 4, good)])
    await one.write([at(AMOUNT, 0, 1, good), at(AMOUNT, 15, 2, estimated), at(AMOUNT, 30, 3, good), at(AMOUNT, 45, 4, good)])
    await one.roller.roll()
    const hourOf = (point: string) => one.buckets.all().find((b) => b.point === point && b.step === '1h')
    expect(hourOf(ENERGY)).toMatchObject({ total: 3_000_000, measured: 15 * MINUTE, estimated: 30 * MINUTE, findings: 0 })
    expect(hourOf(POWER)).toMatchObject({ measured: 30 * MINUTE, estimated: 15 * MINUTE, findings: 0 })
    expect(hourOf(AMOUNT)).toMatchObject({ total: 10_000_000, measured: 30 * MINUTE, estimated: 15 * MINUTE, findings: 0 })
  })

  it('gives the same buckets when readings come in order, a few at a time, each followed by a roll', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 5 }), async (rows, batch) => {
        const live = rig()
        const inOrder = [...rows].sort((a, b) => a.time - b.time)
        for (let i = 0; i < inOrder.length; i += batch) {
          await live.write(inOrder.slice(i, i + batch))
          await live.roller.roll()
        }
        expect(texts(live.buckets.all())).toEqual(await rolledAtOnce(rows))
        expect(await live.roller.rebuild(true)).toMatchObject({ different: 0 })
      }),
      { numRuns: 200 },
    )
  })

  it('counts a bad reading that lies alone, long after all others', async () => {
    const one = rig()
    const bad = { point: AMOUNT, time: START + 18 * HOUR, value: 1, quality: 3 }
    await one.write([{ point: ENERGY, time: START + MINUTE, value: 5000, quality: 0 }, bad])
    await one.roller.roll()
    expect(one.buckets.all().filter((b) => b.point === AMOUNT && b.step === '15m')).toMatchObject([{ n: 1, edge: null }])
  })

  it('changes nothing when the same readings are written and rolled again', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (rows) => {
        const twice = rig()
        await twice.write(rows)
        await twice.roller.roll()
        await twice.write(rows)
        await twice.roller.roll()
        expect(texts(twice.buckets.all())).toEqual(await rolledAtOnce(rows))
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    'UTC',
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/Santiago',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Casablanca',
  ])('adds up exactly in %s: the children of every hour, day, month and year have its total, count and coverage', async (zone) => {
    await fc.assert(
      fc.asyncProperty(history, async (rows) => {
        const one = rig(zone)
        await one.write(rows)
        await one.roller.roll()
        const all = one.buckets.all()
        for (const [level, step] of STEPS.entries()) {
          if (level === 0) continue
          for (const whole of all.filter((b) => b.step === step)) {
            expect(nextEdge(zone, step, whole.start)).toBe(whole.end)
            const parts = all.filter(
              (b) => b.step === STEPS[level - 1] && b.point === whole.point && b.start >= whole.start && b.start < whole.end,
            )
            const sum = (of: (b: Bucket) => number): number => parts.reduce((total, b) => total + of(b), 0)
            expect([sum((b) => b.total), sum((b) => b.n), sum((b) => b.measured + b.coarse), sum((b) => b.bridged)]).toEqual([
              whole.total,
              whole.n,
              whole.measured + whole.coarse,
              whole.bridged,
            ])
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  it('never gives a negative consumption, and shares of coverage add up to one', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (rows) => {
        const one = rig()
        await one.write(rows)
        await one.roller.roll()
        for (const b of one.buckets.all()) {
          if (b.arithmetic === 'register') expect(b.total).toBeGreaterThanOrEqual(0)
          const { measured, bridged, estimated, missing } = coverageOf(b)
          expect(measured + bridged + estimated + missing).toBeCloseTo(1, 9)
          expect(missing).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('stops in the middle when it is aborted, and a second roll finishes with the same buckets', async () => {
    const rows = Array.from({ length: 600 }, (_, i): Reading => ({ point: ENERGY, time: START + i * 3 * HOUR, value: 100 + i, quality: 0 }))
    const one = rig()
    await one.write(rows)
    const abort = new AbortController()
    abort.abort()
    await one.roller.roll(abort.signal)
    await one.roller.roll()
    expect(texts(one.buckets.all())).toEqual(await rolledAtOnce(rows))
  })

  it('computes a span again to the same buckets', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 0, max: 48 }), async (rows, hours) => {
        const one = rig()
        await one.write(rows)
        await one.roller.roll()
        await one.roller.recompute(null, span(START + hours * HOUR, START + (hours + 5) * HOUR))
        expect(texts(one.buckets.all())).toEqual(await rolledAtOnce(rows))
      }),
      { numRuns: 100 },
    )
  })
})

describe('a register in the roller', () => {
  const total = async (
    rows: readonly (readonly [hours: number, kwh: number])[],
    point: Partial<Point['rules']> = {},
  ): Promise<{ kwh: number; days: Bucket[] }> => {
    const wish = pointOf({ id: ENERGY, quantity: 'energy', gapLimit: 2 * HOUR })
    const one = rig('UTC', [{ ...wish, rules: { ...wish.rules, maxRate: 100, ...point } }])
    await one.write(rows.map(([hours, value]) => ({ point: ENERGY, time: instant(START + hours * HOUR), value, quality: 0 })))
    await one.roller.roll()
    const days = one.buckets.all().filter((b) => b.step === '1d')
    return { kwh: days.reduce((sum, b) => sum + b.total, 0) / 1e6, days }
  }

  it('that dips by a tenth of a kilowatt-hour consumes nothing in the dip', async () => {
    expect(
      (
        await total([
          [0, 215.6],
          [1, 215.5],
          [2, 215.7],
        ])
      ).kwh,
    ).toBeCloseTo(0.1, 6)
  })

  it('that is silent for a month and goes on keeps its energy, bridged over the gap', async () => {
    const { kwh, days } = await total([
      [0, 1000],
      [1, 1001],
      [24 * 30, 2400],
      [24 * 30 + 1, 2401],
    ])
    expect(kwh).toBeCloseTo(1401, 6)
    expect(days.filter((b) => coverageOf(b).bridged > 0.9).length).toBeGreaterThan(25)
    expect(days.every((b) => b.total >= 0)).toBe(true)
  })

  it('that rolls over at its modulus loses nothing', async () => {
    expect(
      (
        await total(
          [
            [0, 999_990],
            [1, 999_999],
            [2, 8],
          ],
          { rollover: 1_000_000 },
        )
      ).kwh,
    ).toBeCloseTo(18, 6)
  })

  it('that restarts too early for a rollover has restarted, however long the next reading takes', async () => {
    const rows = [
      [0, 750],
      [1, 850],
      [2, 2],
      [3, 10],
      [4, 20],
    ] as const
    expect((await total(rows, { rollover: 1000 })).kwh).toBeCloseTo(120, 6)
  })

  it('that restarts at zero counts what it shows since, or nothing when it was preset', async () => {
    expect(
      (
        await total([
          [0, 5000],
          [1, 5010],
          [2, 5],
          [3, 15],
          [4, 25],
        ])
      ).kwh,
    ).toBeCloseTo(35, 6)
    expect(
      (
        await total(
          [
            [0, 5000],
            [1, 5010],
            [2, 5],
            [3, 15],
            [4, 25],
          ],
          { onReset: 'preset' },
        )
      ).kwh,
    ).toBeCloseTo(30, 6)
  })

  it('with one glitch between large values does not gain thousands', async () => {
    expect(
      (
        await total([
          [0, 5000],
          [1, 5060],
          [2, 0.5],
          [3, 5180],
          [4, 5240],
        ])
      ).kwh,
    ).toBeCloseTo(240, 6)
  })

  it('with one spike up discards it, and books nothing for a new level that its rate does not allow', async () => {
    expect(
      (
        await total([
          [0, 5000],
          [1, 90_000],
          [2, 5020],
          [3, 5030],
        ])
      ).kwh,
    ).toBeCloseTo(30, 6)
    expect(
      (
        await total([
          [0, 5000],
          [1, 90_000],
          [2, 90_010],
          [3, 90_020],
          [4, 90_030],
        ])
      ).kwh,
    ).toBeCloseTo(30, 6)
  })

  it('that is away for three hours has the energy of the gap, not all of it in one hour', async () => {
    const { kwh } = await total([
      [0, 0],
      [1, 60],
      [4, 240],
      [5, 300],
      [6, 360],
    ])
    expect(kwh).toBeCloseTo(360, 6)
  })

  it('of an exchanged meter counts the old one up to its last index and the new one from its first', async () => {
    const wish = pointOf({ id: ENERGY, quantity: 'energy', gapLimit: 2 * HOUR })
    const row = {
      source: 's',
      device: 'a',
      field: 'energy',
      firstIndex: null,
      multiplier: 1,
      serial: null,
      accuracyClass: null,
      lastIndex: null,
    }
    const change = instant(START + 90 * MINUTE)
    const from = [
      { ...row, from: null, to: change, lastIndex: 5015 },
      { ...row, device: 'b', from: change, to: null, firstIndex: 100 },
    ]
    const one = rig('UTC', [{ ...wish, from }])
    const rows = [
      [0, 5000],
      [1, 5010],
      [2, 104],
      [3, 114],
    ] as const
    await one.write(rows.map(([hours, value]) => ({ point: ENERGY, time: START + hours * HOUR, value, quality: 0 })))
    await one.roller.roll()
    const sum = one.buckets
      .all()
      .filter((b) => b.step === '1d')
      .reduce((s, b) => s + b.total, 0)
    expect(sum / 1e6).toBeCloseTo(10 + 5 + 4 + 10, 6)
  })

  it('gains nothing from a reading on the straight line between two others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 9 }), async (kwh, at) => {
        const ends = [
          [0, 100],
          [10, 100 + 10 * kwh],
        ] as const
        const without = await total(ends, { maxRate: 1e6 })
        const withIt = await total([ends[0], [at, 100 + at * kwh], ends[1]], { maxRate: 1e6 })
        expect(withIt.kwh).toBe(without.kwh)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a point that was silent for years', () => {
  it('restarts: what was counted meanwhile is missing, and there are no buckets in between', async () => {
    const one = rig()
    const year = 366 * DAY
    const rows = [0, HOUR, 5 * year, 5 * year + HOUR].map((t, i) => ({ point: ENERGY, time: START + t, value: 5000 + 100 * i, quality: 0 }))
    await one.write(rows.slice(2))
    await one.roller.roll()
    await one.write(rows.slice(0, 2))
    await one.roller.roll()
    const quarters = one.buckets.all().filter((b) => b.step === '15m')
    expect(quarters.reduce((sum, b) => sum + b.total, 0)).toBe(200e6)
    expect(quarters.length).toBeLessThan(12)
    expect(await one.roller.rebuild(true)).toMatchObject({ different: 0 })
  })
})

describe('a gauge in the roller', () => {
  const bucketsOf = async (rows: readonly (readonly [minutes: number, value: number])[]): Promise<Bucket[]> => {
    const one = rig('UTC')
    await one.write(rows.map(([minutes, value]) => ({ point: POWER, time: START + minutes * MINUTE, value, quality: 0 })))
    await one.roller.roll()
    return one.buckets.all().filter((b) => b.step === '15m')
  }

  it('holds each value until the next one', async () => {
    const [first, second] = await bucketsOf([
      [0, 100],
      [5, 400],
      [15, 0],
      [30, 0],
    ])
    expect((first?.total ?? 0) / (15 * MINUTE)).toBeCloseTo((5 * 100 + 10 * 400) / 15, 9)
    expect([first?.min, first?.max, first?.measured]).toEqual([100, 400, 15 * MINUTE])
    expect(second?.total).toBe(0)
  })

  it('covers no time beyond the gap limit after its last value', async () => {
    const buckets = await bucketsOf([
      [0, 100],
      [120, 100],
    ])
    expect(buckets.reduce((sum, b) => sum + b.measured, 0)).toBe(40 * MINUTE)
  })

  it('covers no time after its last reading, whatever the time is now', async () => {
    expect((await bucketsOf([[0, 100]])).map((b) => [b.n, b.measured])).toEqual([[1, 0]])
  })
})
