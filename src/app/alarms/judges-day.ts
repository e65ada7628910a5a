/** Rules that whole days and nights decide: judged once a day, when the night is over. */

import { judgeBalance, type MeterBalance } from '../../alarms/conditions/balance.ts'
import { foldIntoParts, judgeBaseLoad, judgeLeak, type NightRow } from '../../alarms/conditions/nights.ts'
import { judgeScale } from '../../alarms/conditions/quality.ts'
import {
  arithmeticOf,
  basePerUnit,
  type Bucket,
  coveredMs,
  DAY,
  edges,
  floorEdge,
  HOUR,
  type Instant,
  instant,
  meanOf,
  type Point,
  type PointSeries,
  type Quantity,
  QUARTER,
  span,
  valueAt,
} from '../../domain/index.ts'
import { groupBy, median } from '../../kernel/index.ts'
import { readChunks, readSeries } from '../history/read-series.ts'
import { type Judge, limitOf, parentsAt, pointsOf, type RuleContext } from './rule-context.ts'

const WEEKS = 28
const L_PER_M3 = 1000

/** Midnights of the last `WEEKS` days and of today, ascending. */
function midnights({ campus, now }: RuleContext): readonly Instant[] {
  const today = floorEdge(campus.timezone, '1d', now)
  const from = floorEdge(campus.timezone, '1d', instant(today - WEEKS * DAY))
  return [...edges(campus.timezone, '1d', span(from, today))].map((at) => instant(at))
}

/** Amount of a register, mean of a gauge; NaN unless the day is known from edge to edge. */
function dayValue({ quantity }: Point, row: Bucket): number {
  if (row.arithmetic === 'gauge') return coveredMs(row) >= 0.9 * (row.end - row.start) ? (meanOf(row) ?? Number.NaN) : Number.NaN
  return coveredMs(row) >= 0.995 * (row.end - row.start) ? row.total / basePerUnit(quantity) : Number.NaN
}

/** Values of the complete local days of each point; NaN where a day is not known. */
async function readDays(points: readonly Point[], context: RuleContext): Promise<ReadonlyMap<string, Float64Array>> {
  const cuts = midnights(context)
  const index = new Map(cuts.map((at, i) => [Number(at), i]))
  const byId = new Map(points.map((p) => [p.id, p]))
  const found = new Map<string, Float64Array>()
  for await (const chunk of readChunks(context.buckets, points, { step: '1d', span: span(cuts[0] ?? 0, cuts.at(-1) ?? 0) }))
    for (const [id, rows] of chunk) {
      const point = byId.get(id)
      if (point === undefined) continue
      const days = new Float64Array(cuts.length - 1).fill(Number.NaN)
      for (const row of rows) days[index.get(row.start) ?? -1] = dayValue(point, row)
      found.set(id, days)
    }
  return found
}

/** Quantities whose size is a matter of scale: amounts and rates. A temperature has no ratio. */
const SCALED: ReadonlySet<Quantity> = new Set(['energy', 'volume', 'heat_energy', 'mass', 'power', 'flow'])

export const judgeMisScaled: Judge = async (rule, context) => {
  const points = pointsOf(rule, context, (p) => SCALED.has(p.quantity))
  const days = await readDays(points, context)
  const dayAt = midnights(context).at(-2) ?? context.now
  const likes = groupBy(points, (p) => JSON.stringify([p.use, p.quantity, p.medium, p.place.zone === null]))
  const found = []
  for (const like of likes.values())
    for (const point of like) {
      const own = days.get(point.id)
      if (own === undefined) continue
      const others = point.use === null ? [] : like.filter((p) => p.id !== point.id)
      const peers = others.map((p) => days.get(p.id)?.at(-1) ?? Number.NaN)
      found.push(judgeScale({ ...point, days: own, dayAt, peers }, limitOf(rule, 'factor')))
    }
  return found
}

export const judgeBalances: Judge = async (rule, context) => {
  const { campus, now } = context
  const meters = campus.points.filter((p) => p.status === 'live' && p.kind === 'counter')
  const below = groupBy(
    meters.filter((p) => valueAt(p.parent, now) !== null),
    (p) => valueAt(p.parent, now) ?? '',
  )
  const mains = pointsOf(rule, context, (p) => p.kind === 'counter' && below.has(p.id))
  const used = new Set(mains.flatMap((p) => [p, ...(below.get(p.id) ?? [])]))
  const days = await readDays([...used], context)
  const cuts = midnights(context).slice(0, -1)
  const limits = { share: limitOf(rule, 'share'), growth: limitOf(rule, 'growth'), days: limitOf(rule, 'days') }
  return mains.flatMap((main) => {
    // Only what is measured alike can be added up.
    const parts = (below.get(main.id) ?? []).filter((p) => p.quantity === main.quantity && p.medium === main.medium)
    const whole = days.get(main.id)
    if (whole === undefined || parts.length === 0) return []
    const sums = whole.map((_, i) => parts.reduce((sum, p) => sum + (days.get(p.id)?.[i] ?? Number.NaN), 0))
    const balance: MeterBalance = { main: main.id, parts: parts.map((p) => p.id), unit: main.unit, days: cuts, mains: whole, sums }
    return [judgeBalance(balance, limits)]
  })
}

/** Hours of the night, local clock: from, to. */
const BASE_HOURS = [1, 4] as const
const LEAK_HOURS = [2, 4] as const

/** One value for each night out of the slots between two hours of the clock. */
function nightValues(
  series: PointSeries,
  cuts: readonly Instant[],
  [from, to]: readonly [number, number],
  fold: (slots: Float64Array) => number,
): Float64Array {
  return Float64Array.from(cuts, (midnight) => {
    const first = Math.floor((midnight + from * HOUR - series.from) / series.slot)
    const last = Math.floor((midnight + to * HOUR - series.from) / series.slot)
    const slots = series.values.subarray(Math.max(0, first), Math.max(0, last))
    return slots.length === 0 || slots.some(Number.isNaN) ? Number.NaN : fold(slots)
  })
}

const unitOfRate = ({ unit, kind }: Point): string =>
  arithmeticOf(kind) === 'register' ? unit.replace(/^kWh$/, 'kW').replace(/^m3$/, 'm3/h') : unit

/** Registers of energy that are meters of a whole, or stand alone: what is below them is found by comparing. */
const isLoad = (p: Point): boolean => p.kind === 'counter' && (p.quantity === 'energy' || p.quantity === 'heat_energy')

export const judgeBaseLoads: Judge = async (rule, context) => {
  const points = pointsOf(rule, context, isLoad)
  const cuts = midnights(context)
  const series = await readSeries(context.buckets, points, { step: '1h', span: span(cuts[0] ?? 0, context.now) })
  const limits = { ratio: limitOf(rule, 'ratio'), nights: limitOf(rule, 'nights') }
  const judgements = points.flatMap((point) => {
    const own = series.get(point.id)
    if (own === undefined) return []
    const row: NightRow = { point: point.id, unit: unitOfRate(point), values: nightValues(own, cuts, BASE_HOURS, median), nights: cuts }
    return [judgeBaseLoad(row, limits)]
  })
  return foldIntoParts(judgements, parentsAt(context.campus, context.now))
}

const isWater = ({ kind, quantity, medium }: Point): boolean =>
  kind === 'counter' && quantity === 'volume' && (medium === null || medium.endsWith('water'))

export const judgeLeaks: Judge = async (rule, context) => {
  const points = pointsOf(rule, context, isWater)
  const cuts = midnights(context)
  const series = await readSeries(context.buckets, points, { step: '15m', span: span(cuts[0] ?? 0, context.now) })
  const limits = { ratio: limitOf(rule, 'ratio'), nights: limitOf(rule, 'nights'), least: limitOf(rule, 'least') }
  const judgements = points.flatMap((point) => {
    const own = series.get(point.id)
    if (own === undefined) return []
    const litres: PointSeries = { ...own, values: own.values.map((rate) => L_PER_M3 * rate) }
    const least = (slots: Float64Array): number => Math.min(...slots)
    const row = { point: point.id, unit: 'L/h', values: nightValues(litres, cuts, LEAK_HOURS, least), nights: cuts }
    return [judgeLeak(row, nightValues(litres, cuts.slice(0, -1), [0, (96 * QUARTER) / HOUR], least), limits)]
  })
  return foldIntoParts(judgements, parentsAt(context.campus, context.now))
}
