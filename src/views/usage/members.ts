/** Which meters a usage is the sum of, and how they are grouped: every kWh once. */

import { type Campus, type Instant, type Point } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import { amountPoint } from '../now/amounts.ts'
import { buildingParts, type Meter, metersOf, placeKey, topmost } from '../now/meters.ts'
import type { UsageGrouping } from './usage-types.ts'

export interface Member {
  readonly point: Point
  readonly site: string
}

export interface MemberGroup {
  readonly key: string
  readonly members: readonly Member[]
}

export interface Members {
  readonly total: readonly Member[]
  readonly groups: readonly MemberGroup[]
  /** Of `place-use`: the meters of each place, to tell what no use of it explains. */
  readonly places: readonly MemberGroup[]
}

const isIn =
  (place: string | null) =>
  (meter: Meter): boolean => {
    if (place === null) return true
    const [site, building] = place.split(/\/(.*)/s)
    return meter.site === site && (building === undefined || meter.building === building)
  }

const membersOf = (meters: readonly Meter[]): readonly Member[] =>
  meters.flatMap((meter) => {
    const point = amountPoint(meter)
    return point === null ? [] : [{ point, site: meter.site }]
  })

function locationKey(meter: Meter, with_: 'floor' | 'zone'): string | null {
  const place = amountPoint(meter)?.place
  if (place?.building == null || place.floor === null) return null
  const floor = `${place.site}/${place.building}/${place.floor}`
  return with_ === 'floor' ? floor : place.zone === null ? null : `${floor}/${place.zone}`
}

/** Groups by a key; meters without one, and those below another of the same group, count in none. */
function grouped(meters: readonly Meter[], all: readonly Meter[], keyOf: (meter: Meter) => string | null): readonly MemberGroup[] {
  const groups = groupBy(
    meters.filter((m) => keyOf(m) !== null),
    (m) => keyOf(m) ?? '',
  )
  return [...groups].map(([key, group]) => ({ key, members: membersOf(topmost(group, all)) }))
}

const used = (meters: readonly Meter[], all: readonly Meter[]): readonly Meter[] =>
  topmost(
    meters.filter((m) => m.use !== null),
    all,
  )

/** The meters of a medium in a place, as the campus was at an instant. */
export function findMembers(
  campus: Campus,
  medium: string,
  { place, by }: { place: string | null; by: UsageGrouping },
  at: Instant,
): Members {
  const all = metersOf(campus, medium, at)
  const meters = all.filter(isIn(place))
  const roots = topmost(meters, all)
  const total = membersOf(roots)
  const places = by === 'place-use' ? grouped(buildingParts(meters), all, placeKey) : []
  return { total, groups: groupsOf(meters, all, by, roots), places }
}

function groupsOf(meters: readonly Meter[], all: readonly Meter[], by: UsageGrouping, roots: readonly Meter[]): readonly MemberGroup[] {
  if (by === 'building') return grouped(buildingParts(meters), all, placeKey)
  if (by === 'floor' || by === 'zone') {
    const lowest = used(meters, all)
    return grouped(lowest.length === 0 ? meters : lowest, all, (m) => locationKey(m, by))
  }
  if (by === 'use') return grouped(used(meters, all), all, (m) => m.use)
  if (by === 'place-use') return grouped(used(meters, all), all, (m) => `${placeKey(m)}|${m.use ?? ''}`)
  if (by === 'none') return []
  const below = used(meters, all).filter((m) => !roots.includes(m))
  return grouped(below, all, (m) => m.key)
}
