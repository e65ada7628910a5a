/** Coverage of registers and amounts read at random moments: what lies between readings, as the contract defines it. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bucket, coverageOf, DAY, findingBit, HOUR, MINUTE, type Point, QUARTER } from '../../../src/domain/index.ts'
import { pointOf } from '../../support/fixtures/campus.ts'
import { createRollerRig } from '../../support/fakes/roller-rig.ts'

const ID = 'park/a/1/x/energy'
const START = Date.parse('2026-03-01T00:00:00Z')
const STEPS = ['15m', '1h', '1d', '1M', '1y'] as const

function meterOf(interval: number, kind: Point['kind'] = 'counter'): Point {
  const point = pointOf({ id: ID, quantity: 'energy', gapLimit: 3 * interval })
  return { ...point, kind, rules: { ...point.rules, interval } }
}

async function bucketsOf(point: Point, readings: readonly { time: number; value: number }[], zone = 'UTC'): Promise<readonly Bucket[]> {
  const rig = createRollerRig({ points: [point], now: START + 60 * DAY, zone })
  await rig.write(readings.map((r) => ({ point: ID, ...r })))
  await rig.roller.roll()
  return rig.buckets.all()
}

const sum = (buckets: readonly Bucket[], of: (b: Bucket) => number): number => buckets.reduce((all, b) => all + of(b), 0)

/** Gaps in intervals: most are one, some a few, some far too long. */
const gaps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(1) },
    { weight: 2, arbitrary: fc.integer({ min: 2, max: 3 }) },
    fc.integer({ min: 4, max: 90 }),
  ),
  { minLength: 1, maxLength: 40 },
)
const interval = fc.constantFrom(MINUTE, 5 * MINUTE, QUARTER, 30 * MINUTE, HOUR, DAY)

function timesOf(every: number, between: readonly number[]): number[] {
  let at = START + 7 * MINUTE
  return [at, ...between.map((gap) => (at += gap * every))]
}

describe('coverage of a register', () => {
  it('is bridged across a gap longer than three intervals at every step, and measured or coarse otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(interval, gaps, async (every, between) => {
        const times = timesOf(every, between)
        const all = await bucketsOf(
          meterOf(every),
          times.map((time, i) => ({ time, value: i })),
        )
        const long = between.filter((gap) => gap > 3).reduce((ms, gap) => ms + gap * every, 0)
        const short = between.filter((gap) => gap <= 3).reduce((ms, gap) => ms + gap * every, 0)
        for (const step of STEPS) {
          const own = all.filter((b) => b.step === step)
          expect([step, sum(own, (b) => b.bridged), sum(own, (b) => b.measured + b.coarse)]).toEqual([step, long, short])
          expect(own.some((b) => (b.findings & findingBit('gap-bridged')) !== 0)).toBe(long > 0)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each(['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'])('of a day in %s is the sum of its quarters', async (zone) => {
    await fc.assert(
      fc.asyncProperty(interval, gaps, async (every, between) => {
        const readings = timesOf(every, between).map((time, i) => ({ time, value: i }))
        const all = await bucketsOf(meterOf(every), readings, zone)
        const quarters = all.filter((b) => b.step === '15m')
        for (const whole of all.filter((b) => b.step !== '15m')) {
          const own = quarters.filter((q) => q.start >= whole.start && q.start < whole.end)
          const parts = own.map((q) => coverageOf(q))
          const share = (of: (c: ReturnType<typeof coverageOf>) => number): number =>
            parts.reduce((ms, c) => ms + of(c) * QUARTER, 0) / (whole.end - whole.start)
          expect(share((c) => c.measured)).toBeCloseTo(coverageOf(whole).measured, 9)
          expect(share((c) => c.bridged)).toBeCloseTo(coverageOf(whole).bridged, 9)
          expect(1 - share((c) => 1 - c.missing)).toBeCloseTo(coverageOf(whole).missing, 9)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is coarse below the time between readings: quarter hours of a meter that is read daily, measured from a day on', async () => {
    const days = Array.from({ length: 5 }, (_, i) => ({ time: START + i * DAY, value: 10 * i }))
    const all = await bucketsOf(meterOf(DAY), days)
    const of = (step: Bucket['step']): readonly number[] => {
      const own = all.filter((b) => b.step === step)
      return [sum(own, (b) => b.measured), sum(own, (b) => b.coarse), sum(own, (b) => b.bridged)]
    }
    expect([of('15m'), of('1h'), of('1d'), of('1M')]).toEqual([
      [0, 4 * DAY, 0],
      [0, 4 * DAY, 0],
      [4 * DAY, 0, 0],
      [4 * DAY, 0, 0],
    ])
  })

  it('of a day between two readings after 19 h 47 min is bridged, not measured', async () => {
    const all = await bucketsOf(meterOf(QUARTER), [
      { time: START + 2 * HOUR, value: 100 },
      { time: START + 2 * HOUR + 19 * HOUR + 47 * MINUTE, value: 160 },
    ])
    const day = all.find((b) => b.step === '1d')
    expect(day && coverageOf(day)).toMatchObject({ measured: 0, bridged: (19 * 60 + 47) / 1440 })
  })

  it('stays measured where readings a quarter of an hour apart arrive a minute early or late', async () => {
    const jitter = [0, 40, -50, 55, -20, 0].map((s) => s * 1000)
    const all = await bucketsOf(
      meterOf(QUARTER),
      jitter.map((ms, i) => ({ time: START + i * QUARTER + ms, value: i })),
    )
    expect(sum(all, (b) => b.coarse)).toBeLessThan(3 * QUARTER)
    expect(sum(all, (b) => b.bridged)).toBe(0)
  })
})

describe('coverage of amounts', () => {
  it('is missing where no amount is for, and coarse in quarters of an hour of longer amounts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(QUARTER, HOUR, DAY), gaps, async (every, between) => {
        const times = timesOf(every, between)
        const all = await bucketsOf(
          meterOf(every, 'interval'),
          times.map((time) => ({ time, value: 1 })),
        )
        const quarters = all.filter((b) => b.step === '15m')
        const known = times.length * every
        expect(sum(quarters, (b) => (every > QUARTER ? b.coarse : b.measured))).toBe(known)
        for (const step of STEPS)
          expect(
            sum(
              all.filter((b) => b.step === step),
              (b) => b.measured + b.coarse,
            ),
          ).toBe(known)
      }),
      { numRuns: 40 },
    )
  })
})
