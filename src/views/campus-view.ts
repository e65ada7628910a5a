/** The campus tree as clients see it: buildings, floors and zones are those that points stand in. */

import type { Campus, Point } from '../domain/index.ts'
import type { CampusView, SiteView } from './types.ts'

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))

function present(values: readonly (string | null)[]): string[] {
  return sorted(values.filter((v) => v !== null))
}

function buildingsOf(points: readonly Point[]): SiteView['buildings'] {
  return present(points.map((p) => p.place.building)).map((building) => {
    const inside = points.filter((p) => p.place.building === building)
    const floors = present(inside.map((p) => p.place.floor)).map((floor) => ({
      id: floor,
      zones: present(inside.filter((p) => p.place.floor === floor).map((p) => p.place.zone)),
    }))
    return { id: building, floors }
  })
}

export function campusView(campus: Campus, simulated = false): CampusView {
  return {
    id: campus.id,
    name: campus.name,
    timezone: campus.timezone,
    fiscal_start: campus.fiscalStart ?? 1,
    simulated,
    location: campus.location,
    sites: campus.sites.map(({ id, kind, name }) => ({
      id,
      kind,
      name,
      buildings: buildingsOf(campus.points.filter((p) => p.place.site === id)),
    })),
    sources: campus.sources.map(({ id, preset, mapping }) => ({ id, preset, topic: mapping.topic ?? null })),
  }
}
