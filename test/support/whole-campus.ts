/** A campus on which every figure has a value: March 2026 of an office park with a data centre and two solar systems, and a shop on bills. */

import {
  arithmeticOf,
  basePerUnit,
  type Bucket,
  type Campus,
  DAY,
  type Instant,
  instant,
  type Measure,
  type Point,
  QUARTER,
  type Site,
  type Span,
  type Step,
  type Tariff,
} from '../../src/domain/index.ts'
import type { ReportingApi } from '../../src/figures/api.ts'
import type { EntryDraft } from '../../src/figures/entries/entry-draft.ts'
import { accountsOf } from './accounts.ts'
import { campusOf, type PointWish } from './campus.ts'
import { createHandClock } from './clock.ts'
import { monthOf, ZONE } from './ledger.ts'
import { loadBuckets, OFFICE } from './saving-park.ts'

export const MONTH = monthOf('2026-03')
export const QUARTERS = (MONTH.span.to - MONTH.span.from) / QUARTER
export const DAYS = QUARTERS / 96

/** Local quarter of the day and day of the month, from 0. */
const slotOf = (i: number): number => i % 96
const dayOf = (i: number): number => Math.floor(i / 96)

interface Meter extends PointWish {
  /** Amount of a register or value of a gauge in quarter i; whole base units. */
  readonly at: (i: number) => number
}

const even =
  (amount: number): Meter['at'] =>
  () =>
    amount
const sunny = (i: number): number => (slotOf(i) >= 32 && slotOf(i) < 64 ? 600 : 0)

export const METERS: readonly Meter[] = [
  { id: 'park/main/energy', quantity: 'energy', role: 'main-meter', at: (i) => (i === 1234 ? 300 : 100 + slotOf(i)) },
  { id: 'park/gas/volume', quantity: 'volume', role: 'gas-meter', at: even(2) },
  { id: 'park/heat/heat', quantity: 'heat_energy', role: 'heat-meter', at: even(10) },
  { id: 'park/tap/volume', quantity: 'volume', role: 'tap-inlet', at: even(3) },
  { id: 'park/a/tap/volume', quantity: 'volume', parent: 'park/tap/volume', at: even(2) },
  { id: 'park/b/tap/volume', quantity: 'volume', parent: 'park/tap/volume', at: even(0.75) },
  { id: 'park/reclaimed/volume', quantity: 'volume', role: 'reclaimed-inlet', at: even(1) },
  { id: 'park/rain/volume', quantity: 'volume', role: 'rain-inlet', at: (i) => (dayOf(i) === 4 ? 1 : 0) },
  { id: 'park/sun-1/heat', quantity: 'heat_energy', role: 'solar-heat', at: (i) => (sunny(i) > 0 ? 30 : 0) },
  { id: 'park/sun-1/irradiance', quantity: 'irradiance', role: 'solar-irradiance', area: 400, at: sunny },
  { id: 'park/sun-1/water', quantity: 'volume', role: 'solar-hot-water', at: (i) => (dayOf(i) === 2 ? 0 : 0.125) },
  { id: 'park/sun-1/hot', quantity: 'volume', role: 'hot-water', at: even(0.5) },
  { id: 'park/sun-1/cold', quantity: 'temperature', role: 'solar-cold', at: even(9) },
  { id: 'park/sun-1/auxiliary', quantity: 'energy', role: 'solar-auxiliary', at: even(4) },
  { id: 'park/sun-2/irradiance', quantity: 'irradiance', role: 'solar-irradiance', area: 200, at: sunny },
  { id: 'park/sun-2/flow', quantity: 'flow', role: 'solar-flow', at: (i) => (sunny(i) > 0 ? 6 : 0) },
  { id: 'park/sun-2/inlet', quantity: 'temperature', role: 'solar-collector-in', at: even(40) },
  { id: 'park/sun-2/outlet', quantity: 'temperature', role: 'solar-collector-out', at: (i) => (sunny(i) > 0 ? 48 : 35) },
  { id: 'park/dc/facility', quantity: 'energy', role: 'dc-facility', at: even(65) },
  { id: 'park/dc/it', quantity: 'energy', role: 'dc-it', at: even(50) },
  { id: 'park/dc/ups-in', quantity: 'energy', role: 'ups-in', at: even(52) },
  { id: 'park/dc/ups-out', quantity: 'energy', role: 'ups-out', at: even(50) },
  {
    id: 'park/dc/cooling',
    quantity: 'mode',
    role: 'cooling-mode',
    from: [
      {
        source: 'native',
        device: 'chiller',
        field: 'mode',
        from: null,
        to: null,
        firstIndex: null,
        lastIndex: null,
        multiplier: 1,
        serial: null,
        accuracyClass: null,
      },
    ],
    // Free cooling in the first six hours of each day.
    at: (i) => (slotOf(i) < 24 ? 2 : 1),
  },
]

const FINE = new Set(['main-meter', 'cooling-mode', 'solar-flow', 'solar-collector-in', 'solar-collector-out'])

export const TARIFFS: readonly Tariff[] = [
  {
    id: 'grid',
    carrier: 'electricity',
    sites: ['park'],
    currency: 'CNY',
    from: '2026-01',
    to: null,
    prices: [
      { name: 'peak', price: 1.2, months: null, days: ['workday'], hours: [{ from: 8 * 60, to: 12 * 60 }] },
      { name: 'valley', price: 0.3, months: null, days: null, hours: [{ from: 22 * 60, to: 6 * 60 }] },
      { name: 'flat', price: 0.7, months: null, days: null, hours: null },
    ],
    demand: 40,
    fixed: 500,
    publisher: 'the grid company',
    document: 'price list 2026',
  },
  ...(['electricity', 'gas', 'tap-water', 'reclaimed-water', 'rain-water'] as const).map((carrier, i) => ({
    id: `${carrier}-flat`,
    carrier,
    sites: null,
    currency: 'CNY',
    from: null,
    to: null,
    prices: [{ name: 'flat', price: [0.8, 3.5, 6, 3, 0][i] ?? 0, months: null, days: null, hours: null }],
    demand: null,
    fixed: null,
    publisher: 'the supplier',
    document: 'price list',
  })),
]

const SITES: readonly Site[] = [
  { id: 'park', kind: 'office', name: { en: 'Park' }, grid: 'CN-NORTH' },
  { id: 'shop', kind: 'shop', name: { en: 'Shop' }, grid: 'CN-SOUTH' },
]

const amount = (key: string, site: string, value: number): EntryDraft => ({ key, site, value, from: '2026-03-01', to: '2026-04-01' })

export const ENTRIES: readonly EntryDraft[] = [
  { key: 'head-count', site: 'park', value: 1200, from: '2025-01-01' },
  { key: 'floor-area', site: 'park', value: 30_000, from: '2025-01-01' },
  { key: 'floor-area', site: 'shop', value: 500, from: '2025-01-01' },
  amount('bill.electricity', 'shop', 9000),
  amount('bill.diesel', 'park', 500),
  { ...amount('waste.hazardous', 'park', 0.03), note: 'toner' },
  amount('waste.non-hazardous', 'park', 20),
  amount('food-waste', 'park', 12),
  amount('fertiliser', 'park', 1.2),
  { ...amount('instrument.green-certificate', 'park', 100), factor: 0, reference: 'GEC 1..100', vintage: '2026' },
  { key: 'target.energy.total', value: 600, from: '2026-03-01', to: '2026-04-01' },
  { key: 'base-year', value: 2025, from: '2025-01-01' },
]

const LAMPS = 'park/lamps'

const MEASURE: Measure = {
  id: 'lighting',
  name: { en: 'Presence-controlled lighting' },
  system: 'S1',
  baseline: { kind: 'schedule', schedule: OFFICE },
  loads: [{ energy: `${LAMPS}/energy`, power: `${LAMPS}/power`, rated: null }],
  from: null,
}

/** One bucket over the quarters [first, last) of the month. */
function bucketOver(point: Point, meter: Meter, step: Step, [first, last]: readonly [first: number, last: number]): Bucket {
  const register = arithmeticOf(point.kind) === 'register'
  const span: Span = { from: instant(MONTH.span.from + first * QUARTER), to: instant(MONTH.span.from + last * QUARTER) }
  let [total, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = first; i < last; i++) {
    const value = meter.at(i)
    total += register ? Math.round(value * basePerUnit(point.quantity)) : value * QUARTER
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  return {
    point: point.id,
    step,
    start: span.from,
    end: span.to,
    arithmetic: register ? 'register' : 'gauge',
    n: last - first,
    total,
    min: register ? null : min,
    max: register ? null : max,
    measured: span.to - span.from,
    coarse: 0,
    bridged: 0,
    estimated: 0,
    closing: null,
    findings: 0,
    version: 1,
  }
}

function bucketsOf(point: Point, meter: Meter): Bucket[] {
  const of = (step: Step, length: number): Bucket[] =>
    Array.from({ length: QUARTERS / length }, (_, i) => bucketOver(point, meter, step, [i * length, (i + 1) * length]))
  const month = bucketOver(point, meter, '1M', [0, QUARTERS])
  const days = of('1d', DAY / QUARTER)
  const fine = point.role.some((r) => FINE.has(r.value)) ? of('15m', 1) : []
  const start = 5_000_000_000
  const edge = (at: Instant, value: number): Bucket => ({
    ...bucketOver(point, meter, '15m', [0, 1]),
    start: instant(at - QUARTER),
    end: at,
    closing: { time: at, value },
  })
  const edges = month.arithmetic === 'register' ? [edge(MONTH.span.from, start), edge(MONTH.span.to, start + month.total)] : []
  return [month, ...days, ...fine.filter((b) => !edges.some((e) => e.start === b.start)), ...edges]
}

/** The last quarter of the month is an edge: what it holds besides its closing is the meter's own. */
function withEdgeTotals(buckets: readonly Bucket[], points: ReadonlyMap<string, { point: Point; meter: Meter }>): Bucket[] {
  return buckets.map((b) => {
    const known = points.get(b.point)
    if (b.step !== '15m' || b.closing === null || b.end !== MONTH.span.to || known === undefined) return b
    return { ...bucketOver(known.point, known.meter, '15m', [QUARTERS - 1, QUARTERS]), closing: b.closing }
  })
}

export function wholeCampus(): Campus {
  const lamps: PointWish[] = [
    { id: `${LAMPS}/energy`, quantity: 'energy' },
    { id: `${LAMPS}/power`, quantity: 'power' },
  ]
  const made = campusOf([...METERS, ...lamps], ZONE)
  const source = { id: 'native', preset: 'native', mapping: { points: { mode: { map: { off: 0, mechanical: 1, free: 2 } } } } }
  const completeness = [{ source: 'refrigerant', status: 'not-occurring', why: 'district cooling' } as const]
  const accounting = { carriers: [], tariffs: TARIFFS, completeness }
  return { ...made, calendar: 'CN', sites: SITES, sources: [source], measures: [MEASURE], accounting }
}

export function wholeBuckets(campus: Campus): Bucket[] {
  const points = new Map(METERS.flatMap((meter, i) => (campus.points[i] ? [[meter.id, { point: campus.points[i], meter }]] : [])))
  const meters = [...points.values()].flatMap(({ point, meter }) => bucketsOf(point, meter))
  // 4 kW from 07:00 to 19:00.
  const lamps = loadBuckets(ZONE, LAMPS, MONTH.span, (at) => {
    const slot = slotOf((at - MONTH.span.from) / QUARTER)
    return slot >= 28 && slot < 76 ? 4000 : 0
  })
  return [...withEdgeTotals(meters, points), ...lamps]
}

export async function wholeAccounts(): Promise<ReportingApi> {
  const campus = wholeCampus()
  const first = MONTH.span.from
  const cut = instant(first + 11 * DAY)
  const seasons = { summer: [{ from: first, to: cut }], winter: [{ from: cut, to: MONTH.span.to }] }
  const accounts = await accountsOf(campus, createHandClock('2026-05-10T00:00:00Z'), wholeBuckets(campus), { seasons })
  const made = await accounts.addFacts(ENTRIES, 'ann')
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  return accounts
}
