/** Roles that the service computes: what plans ask for, starts of machines, values that cannot be, meters below. */

import {
  type Actuator,
  type Campus,
  type ControlPlan,
  calendarOf,
  type Instant,
  type Point,
  QUARTER,
  qualityOf,
  valueAt,
} from '../../domain/index.ts'
import { indexPlan } from '../../control/plan-index.ts'
import { BY_MEASUREMENT, BY_PRESENCE, preview } from '../../control/preview.ts'
import type { RoleSeries } from '../../findings/day-data.ts'
import type { Readings } from '../../ports/index.ts'
import type { DayFrame, PointDay } from './day-readings.ts'

export interface DerivedParts {
  readonly campus: Campus
  readonly control: ControlPlan
  readonly seasons: Parameters<typeof indexPlan>[1]['seasons']
  readonly readings: Pick<Readings, 'scan'>
}

/** Share of full output that plans ask for, by actuator and slot; NaN: people or readings decide, or nothing does. */
export function plannedShares({ campus, control, seasons }: DerivedParts, frame: DayFrame): ReadonlyMap<string, Float64Array> {
  const { timezone: zone, location } = campus
  const index = indexPlan(control, {
    zone,
    location,
    seasons,
    tariffs: campus.accounting?.tariffs ?? [],
    calendar: calendarOf(campus.calendar, campus.calendars),
  })
  const count = Math.ceil((frame.slots.to - frame.slots.from) / QUARTER)
  const shares = new Map<string, Float64Array>()
  for (const { actuator, value, from, to } of preview(index, new Map(), frame.slots)) {
    const own = shares.get(actuator) ?? new Float64Array(count).fill(Number.NaN)
    shares.set(actuator, own)
    // Only whole quarter hours: the one in which a plan changes is neither.
    for (let i = Math.ceil((from - frame.slots.from) / QUARTER); i < Math.floor((to - frame.slots.from) / QUARTER); i++)
      own[i] = shareOf(value)
  }
  return shares
}

function shareOf(value: string | number | null): number {
  if (value === 'on') return 1
  if (value === 'off') return 0
  return value === null || value === BY_PRESENCE || value === BY_MEASUREMENT || typeof value === 'string' ? Number.NaN : value / 100
}

/** The actuator of a load: the one that its readings confirm, or in whose place its id lies. */
export function actuatorOf(actuators: readonly Actuator[], point: string): Actuator | null {
  return actuators.find((a) => a.confirm?.point === point || point.startsWith(`${a.id}/`)) ?? null
}

const slotsOnly = (slots: Float64Array): RoleSeries => ({ slots, past: [], resolution: 0 })

export function planRole(
  points: readonly Point[],
  { control }: DerivedParts,
  shares: ReadonlyMap<string, Float64Array>,
): RoleSeries | null {
  const actuator = points.map((p) => actuatorOf(control.actuators, p.id)).find((a) => a !== null)
  const slots = actuator === undefined ? undefined : shares.get(actuator.id)
  return slots === undefined ? null : slotsOnly(slots)
}

/** Starts in each slot, by raw readings: a value at or below a fifth of full output, then one above. */
export async function startsRole(points: readonly Point[], frame: DayFrame, { readings }: DerivedParts): Promise<RoleSeries | null> {
  const rows = await readings.scan({ points: points.map((p) => p.id), span: frame.slots })
  if (rows.length === 0) return null
  const slots = new Float64Array(Math.ceil((frame.slots.to - frame.slots.from) / QUARTER))
  const limit = 0.2 * rows.value.reduce((a, b) => Math.max(a, b), 0)
  for (let i = 1; i < rows.length; i++) {
    const isBad = qualityOf(rows.quality[i] as number) === 'bad'
    const begins = (rows.value[i] as number) > limit && (rows.value[i - 1] as number) <= limit
    if (isBad || rows.point[i] !== rows.point[i - 1] || !begins) continue
    const slot = Math.floor(((rows.time[i] as number) - frame.slots.from) / QUARTER)
    slots[slot] = (slots[slot] as number) + 1
  }
  return slotsOnly(slots)
}

export function faultyRole(points: readonly Point[], days: ReadonlyMap<string, PointDay>): RoleSeries | null {
  const [first] = points.flatMap((p) => days.get(p.id) ?? [])
  return first === undefined ? null : slotsOnly(first.faulty)
}

/** Sum of the meters below that count the same. */
export function partsOf(campus: Campus, whole: readonly Point[], at: Instant): readonly Point[] {
  const [main] = whole
  if (main === undefined) return []
  return campus.points.filter(
    (p) =>
      p.status === 'live' &&
      p.kind === 'counter' &&
      p.quantity === main.quantity &&
      p.medium === main.medium &&
      valueAt(p.parent, at) === main.id,
  )
}
