/** Rules that newest readings and connections decide. */

import { judgeLevel, type LevelLimits } from '../../alarms/conditions/level.ts'
import { type DeviceConnection, judgeOffline } from '../../alarms/conditions/offline.ts'
import { type ExpectedPoint, judgeSilence } from '../../alarms/conditions/silence.ts'
import { type AlarmRule, arithmeticOf, type FromRow, HOUR, type Point, qualityOf, span } from '../../domain/index.ts'
import type { AvailabilityOfDevice } from '../monitoring/availability.ts'
import { type Judge, limitOf, pointsOf, type RuleContext } from './rule-context.ts'

/** The row that serves the point now. */
function rowNow({ from }: Point, now: number): FromRow | null {
  return from.findLast((row) => (row.from === null || row.from <= now) && (row.to === null || now < row.to)) ?? null
}

const isOffline = (availability: readonly AvailabilityOfDevice[], { source, device }: FromRow): boolean =>
  availability.some((a) => !a.online && a.source === source && (a.device === device || device.startsWith(`${a.device}/`)))

/** Points that report only when something changes cannot be silent. */
function expectedOf(point: Point, context: RuleContext): ExpectedPoint | null {
  const row = rowNow(point, context.now)
  const { interval } = point.rules
  const byChange = point.kind === 'state' || point.kind === 'setpoint' || point.rules.calendarMonths !== undefined
  if (row === null || interval === null || byChange) return null
  const { source, device } = row
  const lastAt = context.latest.get(point.id)?.time ?? null
  return { id: point.id, source, device, interval, lastAt, offline: isOffline(context.availability, row) }
}

export const judgeSilent: Judge = async (rule, context) => {
  const { now, listeningSince } = context
  const points = pointsOf(rule, context).flatMap((point) => expectedOf(point, context) ?? [])
  return judgeSilence(points, { now, listeningSince, missed: limitOf(rule, 'missed') })
}

export const judgeDeviceOffline: Judge = async (rule, context) => {
  const rows = pointsOf(rule, context).flatMap((point) => {
    const row = rowNow(point, context.now)
    return row === null ? [] : [{ id: point.id, row }]
  })
  const connections = context.availability
    .filter((a) => !a.online)
    .map((a): DeviceConnection => {
      const below = rows.filter(({ row }) => row.source === a.source && (row.device === a.device || row.device.startsWith(`${a.device}/`)))
      return { ...a, points: below.map(({ id }) => id) }
    })
  return judgeOffline(connections)
}

function levelLimits({ limits }: AlarmRule): LevelLimits {
  const { above, below, hysteresis } = limits
  return {
    ...(above === undefined ? {} : { above }),
    ...(below === undefined ? {} : { below }),
    ...(hysteresis === undefined ? {} : { hysteresis }),
  }
}

/** How far back the beginning of a value beyond the limit is looked for, besides the hold-off. */
const LOOK_BACK = HOUR

const isBeyond = (value: number, { above = Infinity, below = -Infinity, hysteresis = 0 }: LevelLimits): boolean =>
  value > above - hysteresis || value < below + hysteresis

/** Reads raw values only of points whose newest one is beyond the limit. Registers have no level. */
export const judgeThreshold: Judge = async (rule, context) => {
  const { now, latest, readings } = context
  const limits = levelLimits(rule)
  const points = pointsOf(rule, context, (p) => arithmeticOf(p.kind) === 'gauge')
  const fresh = points.filter((p) => now - (latest.get(p.id)?.time ?? -Infinity) <= p.rules.gapLimit)
  const beyond = fresh.filter((p) => isBeyond(latest.get(p.id)?.value ?? Number.NaN, limits))
  const stale = points.filter((p) => !fresh.includes(p)).map((p) => judgeLevel({ id: p.id, unit: p.unit, samples: [] }, limits, now))
  if (beyond.length === 0) return stale
  const within = span(now - rule.hold - LOOK_BACK, now + 1)
  const rows = await readings.scan({ points: beyond.map((p) => p.id), span: within })
  const samples = new Map(beyond.map((p) => [p.id, [] as { time: number; value: number; applies: boolean }[]]))
  for (let i = 0; i < rows.length; i++) {
    const name = rows.names[rows.point[i] as number] ?? ''
    if (qualityOf(rows.quality[i] as number) !== 'bad')
      samples.get(name)?.push({ time: rows.time[i] as number, value: rows.value[i] as number, applies: true })
  }
  return [...stale, ...beyond.map((p) => judgeLevel({ id: p.id, unit: p.unit, samples: samples.get(p.id) ?? [] }, limits, now))]
}
