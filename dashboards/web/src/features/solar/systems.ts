/** Solar hot-water systems from the roles of points, and what they gave over a range. */

import type { Point } from '../../api/types.ts'
import type { ChosenSeries } from '../../usage/usage-api.ts'

/** Roles whose amounts are summed, and gauges that are drawn. */
export const SOLAR_ROLES = ['solar-hot-water', 'solar-heat', 'solar-auxiliary', 'solar-irradiance', 'solar-tank'] as const
export type SolarRole = (typeof SOLAR_ROLES)[number]

export interface SolarSystem {
  /** Site and building, or the site. */
  readonly place: string
  /** Ids of the registers and gauges by role. */
  readonly points: Readonly<Partial<Record<SolarRole, readonly string[]>>>
}

const isDrawn = (p: Point): boolean => p.quantity !== 'power' && p.quantity !== 'flow'

export function systemsOf(points: readonly Point[]): readonly SolarSystem[] {
  const systems = new Map<string, Partial<Record<SolarRole, string[]>>>()
  for (const p of points) {
    const role = SOLAR_ROLES.find((r) => r === p.role)
    if (role === undefined || p.status !== 'live' || !isDrawn(p)) continue
    const place = p.place.building === null ? p.place.site : `${p.place.site}/${p.place.building}`
    const roles = systems.get(place) ?? {}
    roles[role] = [...(roles[role] ?? []), p.id]
    systems.set(place, roles)
  }
  return [...systems].map(([place, roles]) => ({ place, points: roles }))
}

/** All hot water of the campus. */
export const hotWaterPoints = (points: readonly Point[]): readonly string[] =>
  points.filter((p) => p.role === 'hot-water' && p.status === 'live' && p.quantity === 'volume').map((p) => p.id)

export interface Sum {
  readonly value: number | null
  /** Mean measured share, 0 to 1; null without points. */
  readonly coverage: number | null
}

export function sumOf({ series }: ChosenSeries, ids: readonly string[]): Sum {
  const rows = series.filter((s) => ids.includes(s.point))
  const values = rows.flatMap((s) => s.values.flatMap((v) => v ?? []))
  const shares = rows.flatMap((s) => s.measured)
  return {
    value: values.length === 0 ? null : values.reduce((a, b) => a + b, 0),
    coverage: shares.length === 0 ? null : shares.reduce((a, b) => a + b, 0) / shares.length,
  }
}

/** Energy on a square metre of collector, MJ: mean irradiance of each span times its length. */
export function irradiationOf({ series, edges }: ChosenSeries, ids: readonly string[]): number | null {
  const rows = series.filter((s) => ids.includes(s.point))
  const perPlane = rows.flatMap((s) => {
    const parts = s.values.flatMap((v, i) =>
      v === null ? [] : [(v * (Date.parse(edges[i + 1] ?? '') - Date.parse(edges[i] ?? ''))) / 1e9],
    )
    return parts.length === 0 ? [] : [parts.reduce((a, b) => a + b, 0)]
  })
  return perPlane.length === 0 ? null : perPlane.reduce((a, b) => a + b, 0) / perPlane.length
}
