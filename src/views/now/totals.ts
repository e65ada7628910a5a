/** What campus, buildings and meters draw now and have used since local midnight. */

import { type Campus } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import { MEDIA, type Medium } from './medium.ts'
import { buildingParts, type Meter, metersOf, topmost, placeKey } from './meters.ts'
import { amountNow, type NowData, sumOf } from './now.ts'
import type { MediumNow, NowSum } from './now-types.ts'

/** A part of the campus with its sums; `building` of a meter: the place it is listed under, null without one. */
export interface PartTotal {
  readonly kind: 'campus' | 'building' | 'meter'
  readonly key: string
  readonly building: string | null
  readonly medium: Medium
  readonly rate: NowSum
  readonly today: MediumNow['today']
}

export function totalsView(campus: Campus, data: NowData): readonly PartTotal[] {
  return MEDIA.flatMap((medium) => {
    const meters = metersOf(campus, medium, data.now)
    if (meters.length === 0) return []
    const total = (kind: PartTotal['kind'], key: string, building: string | null, group: readonly Meter[]): PartTotal => {
      const roots = topmost(group, meters)
      return { kind, key, building, medium, rate: sumOf(key, roots, medium, data), today: amountNow(roots, medium, data, 'today') }
    }
    return [
      total('campus', campus.id, null, meters),
      ...[...groupBy(buildingParts(meters), placeKey)].map(([key, group]) => total('building', key, key, group)),
      ...meters.map((meter) => total('meter', meter.key, meter.building === null ? null : placeKey(meter), [meter])),
    ]
  })
}
