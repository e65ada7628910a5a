/** Which part of the campus the figures are for: kept in the address. */

import type { VNode } from 'preact'
import { goTo, hrefHere } from '../address/route.ts'
import { campus } from '../state/campus.ts'
import { nameOf, t } from '../text/language.ts'
import { placeName } from '../text/places.ts'
import { reportScope } from './scope.ts'

/** All of it, by kind of site, then its sites and their buildings. */
function boundaries(): readonly (readonly [id: string, name: string])[] {
  const model = campus.value.value
  const places = (model?.sites ?? []).flatMap((site) => [
    [site.id, nameOf(site.name, site.id)] as const,
    ...(site.buildings ?? []).map(
      ({ id }) => [`${site.id}/${id}`, `${nameOf(site.name, site.id)} · ${placeName(`${site.id}/${id}`, model)}`] as const,
    ),
  ])
  return [['all', t('boundary.all')], ['offices', t('boundary.offices')], ['shops', t('boundary.shops')], ...places]
}

const KINDS = ['all', 'offices', 'shops']

/** A site or a building is the place of every screen; a kind of site concerns the figures only. */
function choose(boundary: string): void {
  const kind = boundary === '' || KINDS.includes(boundary)
  goTo(hrefHere(kind ? { boundary: boundary || null, place: null } : { boundary: null, place: boundary }))
}

export function BoundaryChoice({ otherwise }: { otherwise: string }): VNode {
  const { boundary } = reportScope()
  return (
    <form class="choice" onSubmit={(e) => e.preventDefault()}>
      <label>
        {t('boundary')}
        <select value={boundary ?? ''} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="">{otherwise}</option>
          {boundaries().map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </form>
  )
}
