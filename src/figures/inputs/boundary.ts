/** Boundaries: which sites a figure is about. */

import type { Campus, Place, Site } from '../../domain/index.ts'

export interface Boundary {
  /** As figures show it: all, offices, shops, data-centre, a site id, site/building. */
  readonly id: string
  readonly sites: readonly Site[]
  readonly building: string | null
}

function mainSite(campus: Campus): Site | null {
  return campus.sites.find((s) => s.kind === 'office') ?? campus.sites[0] ?? null
}

/** Null when the campus has no such site or building. `all` is offices and shops, as reports state it, or every site where there is neither. */
export function boundaryOf(campus: Campus, id: string): Boundary | null {
  const of = (sites: readonly Site[]): Boundary => ({ id, sites, building: null })
  if (id === 'offices') return of(campus.sites.filter((s) => s.kind === 'office'))
  if (id === 'shops') return of(campus.sites.filter((s) => s.kind === 'shop'))
  if (id === 'all') {
    const reported = campus.sites.filter((s) => s.kind === 'office' || s.kind === 'shop')
    return of(reported.length > 0 ? reported : campus.sites)
  }
  // The data centre is a site of its own or a part of the others; its meters say so by their roles.
  if (id === 'data-centre') {
    const own = campus.sites.filter((s) => s.kind === 'data-centre')
    return of(own.length > 0 ? own : campus.sites)
  }
  const main = mainSite(campus)
  if (id === 'main') return main === null ? null : { id: main.id, sites: [main], building: null }
  const [siteId = '', building] = id.split('/')
  const site = campus.sites.find((s) => s.id === siteId)
  if (site === undefined) return null
  if (building === undefined) return of([site])
  const exists = campus.points.some((p) => p.place.site === siteId && p.place.building === building)
  return exists ? { id, sites: [site], building } : null
}

export function isBoundary(campus: Campus, name: string): boolean {
  return boundaryOf(campus, name) !== null
}

export function isInside(boundary: Boundary, place: Place): boolean {
  return boundary.sites.some((s) => s.id === place.site) && (boundary.building === null || boundary.building === place.building)
}
