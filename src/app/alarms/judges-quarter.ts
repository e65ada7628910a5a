/** Rules that the quarter hours of the last hours decide. */

import { judgeLevel, type LevelSample } from '../../alarms/conditions/level.ts'
import { judgeImplausible, judgeStuck } from '../../alarms/conditions/quality.ts'
import { type Bucket, calendarOf, HOUR, localDate, MINUTE, meanOf, offsetAt, type Point, QUARTER, span, DAY } from '../../domain/index.ts'

import { readChunks } from '../history/read-series.ts'
import { type Judge, limitOf, pointsOf, type RuleContext } from './rule-context.ts'

const WINDOW = 3 * HOUR

async function* recentOf(
  points: readonly Point[],
  { buckets, now }: RuleContext,
  window: number,
): AsyncGenerator<readonly [Point, readonly Bucket[]]> {
  const byId = new Map(points.map((p) => [p.id, p]))
  for await (const chunk of readChunks(buckets, points, { step: '15m', span: span(now - window, now + 1) }))
    for (const [id, rows] of chunk) {
      const point = byId.get(id)
      if (point !== undefined) yield [point, rows.filter((row) => row.n > 0)] as const
    }
}

export const judgeStuckMeters: Judge = async (rule, context) => {
  const found = []
  const points = pointsOf(rule, context, (p) => p.rules.stuckAfter !== null)
  for await (const [point, quarters] of recentOf(points, context, WINDOW)) found.push(judgeStuck(point.id, quarters, context.now))
  return found
}

export const judgeImplausibleValues: Judge = async (rule, context) => {
  const found = []
  for await (const [point, quarters] of recentOf(pointsOf(rule, context), context, WINDOW))
    found.push(judgeImplausible(point.id, quarters, limitOf(rule, 'share'), context.now))
  return found
}

/** A thermometer of a room: it stands in a zone, and measures air. */
const isRoom = ({ quantity, kind, place, medium }: Point): boolean =>
  quantity === 'temperature' && kind === 'instant' && place.zone !== null && (medium === null || medium === 'air')

const zoneKey = ({ place }: Point): string => JSON.stringify([place.site, place.building, place.floor, place.zone])

/** Where nothing counts people, working hours stand for them. */
const WORK_BEGINS = 8 * HOUR
const WORK_ENDS = 18 * HOUR

export const judgeComfort: Judge = async (rule, context) => {
  const { campus, now } = context
  const rooms = pointsOf(rule, context, isRoom)
  const keys = new Set(rooms.map(zoneKey))
  const presence = campus.points.filter(
    (p) => p.status === 'live' && ['occupancy', 'occupants'].includes(p.quantity) && keys.has(zoneKey(p)),
  )
  const window = rule.hold + WINDOW
  const people = new Map<string, Map<number, boolean>>()
  for await (const [point, quarters] of recentOf(presence, context, window)) {
    const counted = people.get(zoneKey(point)) ?? new Map<number, boolean>()
    for (const row of quarters) counted.set(row.start, counted.get(row.start) === true || (row.max ?? 0) > 0)
    people.set(zoneKey(point), counted)
  }
  const calendar = calendarOf(campus.calendar, campus.calendars)
  const isWorkTime = (at: number): boolean => {
    const clock = (at + offsetAt(campus.timezone, now)) % DAY
    return clock >= WORK_BEGINS && clock < WORK_ENDS && calendar.typeOf(localDate(campus.timezone, now)) === 'workday'
  }
  const { above = Infinity, below = -Infinity } = rule.limits
  const found = []
  for await (const [point, quarters] of recentOf(rooms, context, window)) {
    const counted = people.get(zoneKey(point))
    const samples = quarters
      .filter((row) => row.end <= now)
      .map(
        (row): LevelSample => ({
          time: row.start,
          value: meanOf(row) ?? Number.NaN,
          applies: counted === undefined ? isWorkTime(row.start) : counted.get(row.start) === true,
        }),
      )
    const isOver = (samples.at(-1)?.time ?? 0) < now - 2 * QUARTER - 5 * MINUTE
    found.push(judgeLevel({ id: point.id, unit: point.unit, samples: isOver ? [] : samples }, { above, below }, now))
  }
  return found
}
