/** Entries of `points:` (templates expanded) -> Point. */

import { type Place, type Point, quantityOf, type Site } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, byId, type Examination, type ExaminedPart } from '../examine.ts'
import { datedAt } from './dated.ts'
import { fromRowsOf } from './from-rows.ts'
import { volumeStateOf } from './volume-state.ts'
import { type KnownSources, measureOf } from './measurand.ts'
import { checkTree } from './meter-tree.ts'
import { namesOf } from '../names.ts'
import { rulesOf } from './rules.ts'
import type { SourceList } from '../sources/sources.ts'

export interface Surroundings {
  readonly sites: readonly Site[]
  readonly sources: SourceList
}

/** All points that are free of faults, in the order of the file; the others have at least one fault. */
export function pointsOf(parts: readonly ExaminedPart<PointEntry>[], around: Surroundings, ex: Examination): readonly Point[] {
  const unique = byId(parts, 'point', ex)
  const { sources, namingQuantities } = around.sources
  const served = { byId: new Map(sources.map((s) => [s.id, s])), namingQuantities }
  const points: Point[] = []
  for (const part of parts) {
    const point = pointOf(part, { ...around, served }, ex)
    if (point && unique.get(point.id) === part) points.push(point)
  }
  checkTree(unique, ex)
  return points
}

interface PointContext extends Surroundings {
  readonly served: KnownSources
}

function pointOf(part: ExaminedPart<PointEntry>, around: PointContext, ex: Examination): Point | null {
  const { value } = part
  const place = placeOf(part, around.sites, ex)
  const measure = measureOf(part, around.served, ex)
  const from = fromRowsOf(part, measure?.factor ?? 1, around.sources.ids, ex)
  const role = datedAt(part, 'role', ex)
  const parent = datedAt(part, 'parent', ex)
  const scale = value.from?.findLast((row) => row !== undefined)?.multiplier ?? 1
  const rules = rulesOf(part, measure && { ...measure, scale, roles: role.map((r) => r.value) }, ex)
  if (measure === null || place === null || rules === null) return null
  const { quantity, kind } = measure
  return {
    id: value.id ?? '',
    name: namesOf(value.name),
    place,
    use: value.use?.replaceAll('_', '-') ?? null,
    medium: value.medium ?? null,
    quantity,
    unit: quantityOf(quantity).unit,
    kind,
    from,
    role,
    parent,
    status: value.status ?? 'live',
    rules,
    ...(value.area === undefined ? {} : { area: value.area }),
    ...volumeStateOf(part, quantity, ex),
  }
}

function placeOf(part: ExaminedPart<PointEntry>, sites: readonly Site[], ex: Examination): Place | null {
  const place = part.value.place
  const only = sites.length === 1 ? sites[0] : undefined
  const site = place?.site ?? (part.sound ? only?.id : undefined)
  if (site === undefined) {
    if (part.sound)
      blamePart(part, ['place'], ex, {
        message: 'the point names no site, and there are several',
        hint: `add place: { site: ${sites[0]?.id ?? 'ID'} }`,
      })
    return null
  }
  if (!sites.some((s) => s.id === site)) {
    const ids = sites.map((s) => s.id)
    blamePart(part, ['place', 'site'], ex, {
      message: `there is no site "${site}"`,
      hint: didYouMean(site, ids) ?? `sites are ${ids.join(', ')}`,
    })
    return null
  }
  return { site, building: place?.building ?? null, floor: place?.floor ?? null, zone: place?.zone ?? null }
}
