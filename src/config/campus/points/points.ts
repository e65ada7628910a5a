/** Entries of `points:` (templates expanded) -> Point. */

import { type Dated, type Place, type Point, quantityOf, type Site, type Source } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, byId, type Examination, type ExaminedPart, windowAt } from '../examine.ts'
import { fromRowsOf } from './from-rows.ts'
import { measureOf } from './measurand.ts'
import { checkTree } from './meter-tree.ts'
import { namesOf } from '../names.ts'
import { rulesOf } from './rules.ts'
import type { SourcesSaid } from '../sources/sources.ts'

export interface Surroundings {
  readonly sites: readonly Site[]
  readonly sources: SourcesSaid
}

/** All points that are free of faults, in the order of the file; the others have at least one fault. */
export function pointsOf(parts: readonly ExaminedPart<PointEntry>[], around: Surroundings, ex: Examination): readonly Point[] {
  const unique = byId(parts, 'point', ex)
  const sources = new Map(around.sources.sources.map((s) => [s.id, s]))
  const points: Point[] = []
  for (const part of parts) {
    const point = pointOf(part, { ...around, byId: sources }, ex)
    if (point && unique.get(point.id) === part) points.push(point)
  }
  checkTree(unique, ex)
  return points
}

interface Known extends Surroundings {
  readonly byId: ReadonlyMap<string, Source>
}

function pointOf(part: ExaminedPart<PointEntry>, known: Known, ex: Examination): Point | null {
  const { value } = part
  const place = placeOf(part, known.sites, ex)
  const measure = measureOf(part, known.byId, ex)
  const from = fromRowsOf(part, measure?.factor ?? 1, known.sources.ids, ex)
  const role = datedAt(part, 'role', ex)
  const parent = datedAt(part, 'parent', ex)
  const scale = value.from?.findLast((row) => row !== undefined)?.multiplier ?? 1
  const rules = rulesOf(part, measure && { ...measure, scale }, ex)
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

/** A plain value holds always; rows of a list are sorted so that the later wins. */
function datedAt(part: ExaminedPart<PointEntry>, key: 'role' | 'parent', ex: Examination): readonly Dated<string>[] {
  const value = part.value[key]
  if (value === undefined) return []
  if (typeof value === 'string') return [{ value, from: null, to: null }]
  return value
    .flatMap((row, i) => (row?.value === undefined ? [] : [{ value: row.value, ...windowAt(part, [key, i], ex) }]))
    .sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity))
}
