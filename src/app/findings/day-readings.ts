/** The readings that fault rules need of one day: quarter hours of the day, hours of the weeks before. */

import {
  type Bucket,
  calendarOf,
  type Campus,
  DAY,
  dayStart,
  findingBit,
  floorEdge,
  type Instant,
  instant,
  nextEdge,
  type Point,
  QUARTER,
  seriesOf,
  type Span,
  span,
} from '../../domain/index.ts'
import { profileDays } from '../../expected/profile-day.ts'
import { LEAD_SLOTS, PAST_DAYS, type PastDay, type RoleSeries } from '../../findings/day-data.ts'
import type { Buckets } from '../../ports/index.ts'
import { readChunks, readSeries } from '../history/read-series.ts'

export interface PointDay {
  readonly slots: Float64Array
  readonly past: readonly PastDay[]
  /** 1 in quarter hours with values that are stuck or impossible. */
  readonly faulty: Float64Array
}

export interface DayFrame {
  readonly date: string
  readonly midnight: Instant
  readonly end: Instant
  /** Of the slots, with those in front of midnight. */
  readonly slots: Span
}

export function frameOf(zone: string, date: string): DayFrame {
  const midnight = dayStart(zone, date)
  const end = nextEdge(zone, '1d', midnight)
  return { date, midnight, end, slots: span(midnight - LEAD_SLOTS * QUARTER, end) }
}

const FAULTY = findingBit('stuck') | findingBit('bad-value')
const W_PER_KW = 1000

export async function readDay(
  { campus, buckets, pause }: { readonly campus: Campus; readonly buckets: Pick<Buckets, 'read'>; readonly pause: () => Promise<void> },
  points: readonly Point[],
  frame: DayFrame,
): Promise<ReadonlyMap<string, PointDay>> {
  const zone = campus.timezone
  const calendar = calendarOf(campus.calendar, campus.calendars)
  const past = span(floorEdge(zone, '1d', instant(frame.midnight - PAST_DAYS * DAY)), frame.end)
  const hours = await readSeries(buckets, points, { step: '1h', span: past })
  const context = { zone, typeOf: (date: string) => calendar.typeOf(date), temperatureOf: () => Number.NaN }
  const byId = new Map(points.map((p) => [p.id, p]))
  const found = new Map<string, PointDay>()
  for await (const chunk of readChunks(buckets, points, { step: '15m', span: frame.slots }))
    for (const [id, rows] of chunk) {
      const point = byId.get(id)
      const own = hours.get(id)
      if (point === undefined || own === undefined) continue
      const days = profileDays(own, context).map(
        (d): PastDay => ({ isWorkday: d.class === 'workday', hours: inKilowatts(point, d.values) }),
      )
      const slots = seriesOf(point.quantity, rows, { ...frame.slots, slot: QUARTER }).values
      await pause()
      found.set(id, { slots: inKilowatts(point, slots), past: days.toReversed(), faulty: faultySlots(rows, frame) })
    }
  return found
}

const inKilowatts = ({ unit, quantity }: Point, values: Float64Array): Float64Array =>
  quantity === 'power' && unit === 'W' ? values.map((value) => value / W_PER_KW) : values

function faultySlots(rows: readonly Bucket[], { slots }: DayFrame): Float64Array {
  const flags = new Float64Array(Math.ceil((slots.to - slots.from) / QUARTER))
  for (const row of rows) flags[Math.floor((row.start - slots.from) / QUARTER)] = (row.findings & FAULTY) === 0 ? 0 : 1
  return flags
}

type Fold = (values: readonly number[]) => number

const addUp: Fold = (values) => values.reduce((a, b) => a + b, 0)
const average: Fold = (values) => addUp(values) / values.length
const most: Fold = (values) => Math.max(...values)

/** Loads and amounts are added up, people counted where most of them are, other gauges averaged. A slot that one of them lacks is not known. */
function foldOf({ quantity, kind }: Point): Fold {
  if (quantity === 'occupancy' || quantity === 'occupants') return most
  return kind === 'counter' || kind === 'net' || quantity === 'power' || quantity === 'flow' ? addUp : average
}

/** Null where nothing is known of one of the points. */
export function roleSeries(points: readonly Point[], days: ReadonlyMap<string, PointDay>): RoleSeries | null {
  const [point] = points
  const found = points.flatMap((p) => days.get(p.id) ?? [])
  const [first] = found
  if (point === undefined || first === undefined || found.length < points.length) return null
  const resolution = (point.rules.resolution / QUARTER) * 3_600_000
  if (found.length === 1) return { slots: first.slots, past: first.past, resolution }
  const fold = foldOf(point)
  return {
    slots: first.slots.map((_, i) => fold(found.map((day) => day.slots[i] ?? Number.NaN))),
    past: first.past.map((day, k) => ({
      isWorkday: day.isWorkday,
      hours: day.hours.map((_, h) => fold(found.map((d) => d.past[k]?.hours[h] ?? Number.NaN))),
    })),
    resolution,
  }
}
