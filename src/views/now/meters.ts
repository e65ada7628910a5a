/**
 * Points grouped into meters and meters into a tree, so that nothing is added twice.
 *
 * A meter is the register and the rate of one place: `block-a/main/energy` and `block-a/main/power`, or two points of one device.
 * Its parent is the one its points name; a meter that names none stands under the main meter of its building, then of its site.
 */

import { type Campus, type Instant, type Point, valueAt } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import { mediumOf } from './medium.ts'

export interface Meter {
  readonly key: string
  readonly site: string
  readonly building: string | null
  readonly use: string | null
  readonly main: boolean
  readonly register: Point | null
  readonly rate: Point | null
  /** Key of the meter above it, or null. */
  readonly parent: string | null
}

type Slot = 'register' | 'rate'
type Draft = { -readonly [K in keyof Meter]: Meter[K] }

const SLOT: Readonly<Partial<Record<Point['quantity'], Slot>>> = { energy: 'register', volume: 'register', power: 'rate', flow: 'rate' }
const MAIN = /^(main|main-meter|.*-inlet)$/

/** `a/b/energy` -> `a/b`; the whole id when it does not end with its quantity. */
function stemOf(point: Point): string {
  const end = `/${point.quantity}`
  return point.id.endsWith(end) ? point.id.slice(0, -end.length) : point.id
}

function deviceAt(point: Point, at: Instant): string | null {
  const row = point.from.findLast((r) => (r.from === null || r.from <= at) && (r.to === null || at < r.to))
  return row === undefined ? null : `${row.source}\u0000${row.device}`
}

/** Devices that serve exactly one register and one rate of the medium: those two are one meter even when their ids do not say so. */
function pairedDevices(points: readonly Point[], at: Instant): ReadonlyMap<string, string> {
  const byDevice = groupBy(points, (point) => deviceAt(point, at))
  byDevice.delete(null)
  const stems = new Map<string, string>()
  for (const group of byDevice.values()) {
    const [a, b] = group
    if (group.length === 2 && a && b && SLOT[a.quantity] !== SLOT[b.quantity]) stems.set(a.id, stemOf(b))
  }
  return stems
}

function draftOf(key: string, point: Point): Draft {
  return { key, site: point.place.site, building: point.place.building, use: null, main: false, register: null, rate: null, parent: null }
}

function join(meter: Draft, point: Point, slot: Slot, at: Instant): void {
  meter[slot] = point
  meter.use ??= point.use
  meter.building ??= point.place.building
  meter.main ||= MAIN.test(valueAt(point.role, at) ?? '')
}

/** The meters of one medium at an instant, in the order of the campus file. Points in commissioning are in no sum. */
export function metersOf(campus: Campus, medium: string, at: Instant): readonly Meter[] {
  const points = campus.points.filter((p) => p.status === 'live' && SLOT[p.quantity] !== undefined && mediumOf(p, at) === medium)
  const paired = pairedDevices(points, at)
  const meters = new Map<string, Draft>()
  const meterOf = new Map<string, string>()
  for (const point of points) {
    const slot = SLOT[point.quantity] ?? 'register'
    const stem = paired.get(point.id) ?? stemOf(point)
    const key = meters.get(stem)?.[slot] ? point.id : stem
    const meter = meters.get(key) ?? draftOf(key, point)
    meters.set(key, meter)
    join(meter, point, slot, at)
    meterOf.set(point.id, key)
  }
  const all = [...meters.values()]
  for (const meter of all) meter.parent = declaredParent(meter, meterOf, at)
  const declared = new Map(all.map((m) => [m.key, m.parent]))
  for (const meter of all) if (meter.parent === null) meter.parent = impliedParent(meter, all, declared)
  return all
}

function declaredParent(meter: Meter, meterOf: ReadonlyMap<string, string>, at: Instant): string | null {
  for (const point of [meter.register, meter.rate]) {
    const parent = point && valueAt(point.parent, at)
    const key = parent ? meterOf.get(parent) : undefined
    if (key !== undefined && key !== meter.key) return key
  }
  return null
}

/** The main meter over a meter without a declared parent: of its building, else of its site. Never one below the meter itself. */
function impliedParent(meter: Meter, all: readonly Meter[], declared: ReadonlyMap<string, string | null>): string | null {
  const over = (building: string | null): Meter | undefined =>
    all.find(
      (m) => m.main && m.key !== meter.key && m.site === meter.site && m.building === building && !isBelow(m.key, meter.key, declared),
    )
  const own = meter.main || meter.building === null ? undefined : over(meter.building)
  if (own !== undefined) return own.key
  return meter.main && meter.building === null ? null : (over(null)?.key ?? null)
}

function isBelow(key: string, above: string, parents: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>()
  for (let at = parents.get(key) ?? null; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === above) return true
    seen.add(at)
  }
  return false
}

/** Meters of the group with no other meter of the group above them: their sum counts everything once. */
export function topmost(group: readonly Meter[], all: readonly Meter[]): readonly Meter[] {
  const parents = new Map(all.map((m) => [m.key, m.parent]))
  const inside = new Set(group.map((m) => m.key))
  return group.filter((meter) => {
    const seen = new Set([meter.key])
    for (let at = meter.parent; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      if (inside.has(at)) return false
      seen.add(at)
    }
    return true
  })
}

/**
 * Meters that belong to a building, and those of a site without any. Of a site with buildings, single meters that stand outside count as
 * its own part; its main meter does not, it is the total.
 */
export function buildingParts(meters: readonly Meter[]): readonly Meter[] {
  const parents = new Set(meters.map((m) => m.parent))
  const built = new Set(meters.filter((m) => m.building !== null).map((m) => m.site))
  return meters.filter((m) => m.building !== null || !built.has(m.site) || (!m.main && !parents.has(m.key)))
}

/** `site/building`, or the site. */
export const placeKey = (meter: Meter): string => (meter.building === null ? meter.site : `${meter.site}/${meter.building}`)
