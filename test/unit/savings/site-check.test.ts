/** Measures of a site held against its main meter, where what the site saved is known. */

import { describe, expect, it } from 'vitest'
import { type Bucket, DAY, HOUR, instant, monthsOf, periodSpan, type Saving, type Span, span } from '../../../src/domain/index.ts'
import { checkSites } from '../../../src/savings/site/site-check.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryBuckets } from '../../support/fakes/memory-store.ts'
import { campusOf } from '../../support/fixtures/campus.ts'

const ZONE = 'Asia/Shanghai'
const YEAR = periodSpan(ZONE, '2025') as Span
const BEFORE = periodSpan(ZONE, '2024') as Span
const ROLE = 'main-meter'
const OUTDOOR = 'outdoor-temperature'
/** kWh a day that the site saves by control. */
const SAVED = 150

const campus = (from: string | null = '2025-01-01') => {
  const made = campusOf(
    [
      { id: 'park/main', quantity: 'energy', role: ROLE },
      { id: 'park/sub', quantity: 'energy', role: ROLE, parent: 'park/main' },
      { id: 'park/out', quantity: 'temperature', role: OUTDOOR },
    ],
    ZONE,
  )
  return { made, from }
}

const known = { n: 1, coarse: 0, bridged: 0, estimated: 0, edge: null, findings: 0, version: 1 } as const
const noise = (i: number): number => Math.sin(i * 12.9898) + Math.sin(i * 78.233)
const warmth = (at: number): number =>
  12 + 14 * Math.cos((2 * Math.PI * (at - BEFORE.from - 200 * DAY)) / (365 * DAY)) + 2 * noise(at / DAY)

/** Two years of a meter that follows the weather, and of its thermometer. */
async function store(lost: (at: number) => boolean = () => false) {
  const buckets = createMemoryBuckets()
  const all: Bucket[] = []
  for (let at: number = BEFORE.from; at < YEAR.to; at += DAY) {
    const mean = Array.from({ length: 24 }, (_, h) => warmth(at + h * HOUR)).reduce((a, b) => a + b, 0) / 24
    const kWh = 1000 + 25 * Math.max(0, mean - 18) + 15 * noise(at / DAY) - (at >= YEAR.from ? SAVED : 0)
    const day = { step: '1d' as const, start: instant(at), end: instant(at + DAY), measured: lost(at) ? 0 : DAY, min: null, max: null }
    for (const point of ['park/main', 'park/sub'])
      all.push({ ...known, ...day, point, arithmetic: 'register', total: Math.round(kWh * 1e6) })
    for (let h = 0; h < 24; h++) {
      const start = at + h * HOUR
      const c = warmth(start)
      const hour = { step: '1h' as const, start: instant(start), end: instant(start + HOUR), measured: HOUR, min: c, max: c }
      all.push({ ...known, ...hour, point: 'park/out', arithmetic: 'gauge', total: c * HOUR })
    }
  }
  await buckets.write(all)
  return buckets
}

/** A measure that claims so many kWh a day, month by month. */
function claims({ made, from }: ReturnType<typeof campus>, perDay: number): Saving[] {
  const place = made.points[0]?.place
  if (place === undefined) return []
  const months = monthsOf(ZONE, YEAR).map((m) => {
    const kWh = (perDay * (m.span.to - m.span.from)) / DAY
    const power = { watts: 1000, source: 'measured' as const, window: m.id, hours: 10, scatter: 1, running: 10 }
    const uncertain = [{ key: 'meter', mWh: 0.01 * kWh * 1e6 }]
    const claim = {
      counterfactual: Math.round(kWh * 1e6),
      metered: 0,
      baselineHours: kWh,
      power,
      uncertain,
      meterOnly: false,
      unsure: null,
    }
    return { month: m.id, span: m.span, coverage: 1, claim, reason: null, step: null, findings: 0 }
  })
  const load = { energy: 'l/energy', power: 'l/power', place, months, baselineHash: null, schedule: null, findings: [] }
  const baseline = { kind: 'learned' as const, within: span(BEFORE.from, BEFORE.to) }
  return [{ measure: { id: 'lights', name: {}, system: null, baseline, loads: [], from }, loads: [load], findings: [] }]
}

async function check(park: ReturnType<typeof campus>, buckets: Awaited<ReturnType<typeof store>>, perDay: number) {
  const parts = { campus: () => park.made, buckets, clock: createHandClock('2027-01-01T00:00:00Z') }
  const [found] = await checkSites(parts, YEAR, claims(park, perDay))
  return found
}

describe('the site check', () => {
  it('holds the sum of right claims inside the interval of the main meter, counting what is metered below it once', async () => {
    const found = await check(campus(), await store(), SAVED)
    expect(found).toMatchObject({ verdict: 'inside', reason: null, measures: ['lights'] })
    expect(found?.claimed).toBeCloseTo(SAVED * 365, 3)
    expect(Math.abs((found?.building ?? 0) - SAVED * 365)).toBeLessThan(found?.buildingInterval ?? 0)
    expect(found?.claimedInterval).toBeGreaterThan(0)
  })

  it('says so when the measures claim twice what the site saved', async () => {
    const found = await check(campus(), await store(), 2 * SAVED)
    expect(found).toMatchObject({ verdict: 'outside', reason: { code: 'site-disagrees' } })
  })

  it('is none, with the reason, without a first day of control, a meter, or enough of the year before', async () => {
    const buckets = await store()
    expect(await check(campus(null), buckets, SAVED)).toMatchObject({ verdict: 'unchecked', reason: { code: 'site-no-start' } })
    const { made, from } = campus()
    const bare = { made: { ...made, points: made.points.map((p) => (p.id === 'park/out' ? p : { ...p, role: [] })) }, from }
    expect((await check(bare, buckets, SAVED))?.reason?.code).toBe('site-no-meter')
    const cold = { made: { ...made, points: made.points.map((p) => (p.id === 'park/out' ? { ...p, role: [] } : p)) }, from }
    expect((await check(cold, buckets, SAVED))?.reason?.code).toBe('site-no-thermometer')
    const short = await check(campus(), await store((at) => at < BEFORE.from + 120 * DAY), SAVED)
    expect(short?.reason).toMatchObject({ code: 'site-not-fitted', values: { cause: 'baseline-too-short' } })
  })
})
