/** The devices that serve points now, with what is known of each. */

import { arithmeticOf, type Campus, type FromRow, type Instant, instant, iso, type Point, type Source } from '../../domain/index.ts'
import type { LatestReading, PendingField } from '../../ports/index.ts'
import type { DeviceAvailability } from '../monitoring/availability.ts'
import type { DeviceView, ServedPoint } from './device-views.ts'

export interface DeviceListParts {
  readonly campus: Campus
  readonly latest: ReadonlyMap<string, LatestReading>
  readonly availability: Pick<DeviceAvailability, 'of'>
  /** Fields without a point: some tell signal and battery. */
  readonly pending: readonly PendingField[]
  readonly lostOf: (source: string, device: string) => number
  readonly now: Instant
}

interface Served {
  readonly point: Point
  readonly row: FromRow
}

const keyOf = (source: string, device: string): string => JSON.stringify([source, device])

export function listDevices(parts: DeviceListParts): readonly DeviceView[] {
  const sources = new Map(parts.campus.sources.map((s) => [s.id, s]))
  const served = new Map<string, Served[]>()
  for (const point of parts.campus.points) {
    const row = point.from.findLast(({ from, to }) => (from === null || from <= parts.now) && (to === null || parts.now < to))
    if (row === undefined) continue
    const key = keyOf(row.source, row.device)
    const list = served.get(key)
    if (list === undefined) served.set(key, [{ point, row }])
    else list.push({ point, row })
  }
  const pending = new Map<string, PendingField[]>()
  for (const field of parts.pending) {
    const key = keyOf(field.source, field.device)
    pending.set(key, [...(pending.get(key) ?? []), field])
  }
  return [...served].map(([key, list]) => deviceOf(parts, list, { sources, fields: pending.get(key) ?? [] }))
}

function deviceOf(
  { latest, availability, lostOf, now }: DeviceListParts,
  served: readonly Served[],
  { sources, fields }: { readonly sources: ReadonlyMap<string, Source>; readonly fields: readonly PendingField[] },
): DeviceView {
  const { source, device } = served[0]?.row ?? { source: '', device: '' }
  const state = availability.of(source, device)
  const seen = [
    ...served.flatMap(({ point }) => latest.get(point.id)?.time ?? []),
    ...fields.map((f) => f.lastSeen),
    ...(state === null ? [] : [state.at]),
  ]
  const newest = seen.reduce<number>((most, at) => Math.max(most, at), -Infinity)
  return {
    source,
    device,
    make: sources.get(source)?.preset ?? source,
    last_seen: Number.isFinite(newest) ? iso(instant(newest)) : null,
    online: state?.online ?? null,
    signal: reportedBy('signal', { served, fields, latest }),
    battery: reportedBy('battery', { served, fields, latest }),
    points: served.map((one) => pointView(one, latest.get(one.point.id), now)),
    lost: lostOf(source, device),
  }
}

interface Reported {
  readonly served: readonly Served[]
  readonly fields: readonly PendingField[]
  readonly latest: ReadonlyMap<string, LatestReading>
}

/** The value of a point of that quantity, else of a field that no point reads. */
function reportedBy(quantity: 'signal' | 'battery', { served, fields, latest }: Reported): number | null {
  const own = served.find(({ point }) => point.quantity === quantity)
  const value = own === undefined ? undefined : latest.get(own.point.id)?.value
  if (value !== undefined) return value
  const field = fields.findLast((f) => f.suggestion?.quantity === quantity && f.suggestion.confidence === 'high')
  const number = field === undefined ? Number.NaN : Number(field.lastValue)
  return Number.isFinite(number) ? number : null
}

function pointView({ point, row }: Served, last: LatestReading | undefined, now: Instant): ServedPoint {
  const { id, name, place, quantity, unit, kind, status, rules } = point
  return {
    id,
    name,
    place,
    field: row.field,
    quantity,
    unit,
    arithmetic: arithmeticOf(kind),
    status,
    last: last === undefined ? null : { time: iso(last.time), value: last.value, quality: last.quality },
    stale: last !== undefined && now - last.time > rules.gapLimit,
    multiplier: row.multiplier,
    serial: row.serial,
  }
}
