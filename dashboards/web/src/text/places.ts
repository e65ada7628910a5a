/** Names of places: as the campus file gives them, else made readable from their ids. */

import type { Campus, Point } from '../api/types.ts'
import { findTerm, humanise, nameOf, t, term } from './language.ts'

/** `block-a`: the kind `block` and its mark `A`. */
const MARKED = /^(.+?)[-_ ]([a-z]|\d+[a-z]?)$/i

/** `block-a` as `Block A`, `solar-1` as `Solar hot water 1`, `garage` as `Garage`; the words are those of the reader's language. */
export function readable(id: string): string {
  const [, kind = id, mark = ''] = MARKED.exec(id) ?? []
  const n = mark.toUpperCase()
  return findTerm('place', kind, { n }) ?? (n === '' ? humanise(id) : `${humanise(kind)} ${n}`)
}

/** Keys of sums: `site/building`, or a site by its own name. */
export function placeName(key: string, campus: Campus | null): string {
  const [siteId = key, building] = key.split(/\/(.*)/s)
  const site = campus?.sites.find((s) => s.id === siteId)
  if (building === undefined) return site ? nameOf(site.name, readable(key)) : readable(key)
  const names = site?.buildings?.find((b) => b.id === building)?.name
  return names ? nameOf(names, readable(building)) : readable(building)
}

/** Where a point stands, from the whole to the part. */
export function placeOf({ place }: Point, campus: Campus | null): string {
  const { site, building, floor, zone } = place
  const parts = [
    placeName(site, campus),
    ...(building === null ? [] : [placeName(`${site}/${building}`, campus)]),
    ...(floor === null ? [] : [t('point.floor', { n: floor })]),
    ...(zone === null ? [] : [readable(zone)]),
  ]
  return parts.join(' · ')
}

export const useName = (key: string): string => term('use', key)

/** Every place of the campus that can be chosen, each site before its buildings. */
export interface PlaceOption {
  readonly key: string
  readonly name: string
  readonly site: boolean
}

export function placeOptions(campus: Campus | null): readonly PlaceOption[] {
  return (campus?.sites ?? []).flatMap((site) => [
    { key: site.id, name: placeName(site.id, campus), site: true },
    ...(site.buildings ?? []).map(({ id }) => ({ key: `${site.id}/${id}`, name: placeName(`${site.id}/${id}`, campus), site: false })),
  ])
}

export const mediumName = (key: string): string => term('medium', key)
