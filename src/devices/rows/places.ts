/** Where a row measures, and the id of its point where the sheet gives none. */

import type { Quantity, Site } from '../../domain/index.ts'
import { didYouMean } from '../../config/yaml/nearest.ts'
import type { CellReader } from './cells.ts'

export interface RowPlace {
  readonly site?: string
  readonly building?: string
  readonly floor?: string
  readonly zone?: string
}

/** The parts of `place`, from the right: zone, floor, building; the first is a site where it has the name of one. */
function partsOf(text: string, sites: readonly Site[]): RowPlace {
  const parts = text.split(/\s*[/\\>]\s*/).filter((part) => part !== '')
  const first = parts[0]
  const site = first !== undefined && sites.some((s) => s.id === first) ? parts.shift() : undefined
  const [building, floor, ...zone] = parts.length === 1 ? [undefined, undefined, ...parts] : parts
  return drop({ site, building, floor, zone: zone.length === 0 ? undefined : zone.join(' ') })
}

function drop(place: Readonly<Record<keyof RowPlace, string | undefined>>): RowPlace {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)) as RowPlace
}

/** Columns for the parts come before those of `place`. Null: the row says nothing. */
export function placeOfRow(cells: CellReader, sites: readonly Site[]): RowPlace | null {
  const text = cells.text('place')
  const place: Record<string, string> = { ...(text === null ? {} : partsOf(text, sites)) }
  for (const key of ['site', 'building', 'floor', 'zone'] as const) {
    const own = cells.text(key)
    if (own !== null) place[key] = own
  }
  const ids = sites.map((s) => s.id)
  const { site } = place
  if (site !== undefined && !ids.includes(site))
    cells.blame('site', `there is no site "${site}"`, didYouMean(site, ids) ?? `sites are ${ids.join(', ')}`)
  if (site === undefined && sites.length > 1)
    cells.blame(
      'site',
      'the row does not say its site',
      `sites are ${ids.slice(0, 10).join(', ')}; write one in the column site or before the place`,
    )
  return Object.keys(place).length === 0 ? null : place
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

interface IdParts {
  readonly place: RowPlace | null
  readonly use: string | null
  readonly quantity: Quantity
  readonly device: string
}

/** `block-a/1/lobby/sockets/energy`; the device stands for a place that has no Latin letters, and beside one that is not exact. */
export function pointIdOf(cells: CellReader, { place, use, quantity, device }: IdParts): string {
  const own = cells.text('point')
  if (own !== null) {
    if (!/^[A-Za-z0-9_.:/-]{1,200}$/.test(own)) cells.blame('point', `"${own}" is not an id`, 'write letters, digits and _ . : / -')
    return own
  }
  const { site, building, floor, zone } = place ?? {}
  const parts = [site, building, floor, zone, use ?? undefined].map((part) => slug(part ?? '')).filter((part) => part !== '')
  return [...parts, slug(device) || 'device', quantity].join('/')
}
