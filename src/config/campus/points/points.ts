/** Entries of `points:` (templates expanded) -> Point. */

import { type Place, type Point, quantityOf, type Site } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, byId, type Examination, type ExaminedPart } from '../examine.ts'
import { datedAt } from './dated.ts'
import { checkTerms, computedMeasureOf, isComputed } from './computed.ts'
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
  const { sources, namingQuantities, fieldRules } = around.sources
  const served = { byId: new Map(sources.map((s) => [s.id, s])), namingQuantities, fieldRules }
  checkTerms(unique, ex)
  const found = new Map<ExaminedPart<PointEntry>, Point | null>()
  /** A computed point is read behind those that it is computed of, wherever they stand. */
  const read = (part: ExaminedPart<PointEntry>): Point | null => {
    const earlier = found.get(part)
    if (earlier !== undefined) return earlier
    // A circle ends here; it has its fault.
    found.set(part, null)
    const term = (id: string): Point | null => {
      const below = unique.get(id)
      return below === undefined ? null : read(below)
    }
    const point = pointOf(part, { ...around, served, term }, ex)
    found.set(part, point)
    return point
  }
  const points = parts.map(read).filter((point, i) => point !== null && unique.get(point.id) === parts[i])
  checkTree(unique, ex)
  return points.filter((p) => p !== null)
}

interface PointContext extends Surroundings {
  readonly served: KnownSources
  /** A point that a computed point is computed of; null where it has faults. */
  readonly term: (id: string) => Point | null
}

function pointOf(part: ExaminedPart<PointEntry>, around: PointContext, ex: Examination): Point | null {
  const { value } = part
  const place = placeOf(part, around.sites, ex)
  const role = datedAt(part, 'role', ex)
  const parent = datedAt(part, 'parent', ex)
  const measure = isComputed(part) ? computedMeasureOf(part, around.term, ex) : readMeasureOf(part, { ...around, role }, ex)
  if (measure === null || place === null) return null
  const { quantity, ...measured } = measure
  return {
    id: value.id ?? '',
    name: namesOf(value.name),
    place,
    use: value.use?.replaceAll('_', '-') ?? null,
    medium: value.medium ?? null,
    quantity,
    unit: quantityOf(quantity).unit,
    from: [],
    ...measured,
    role,
    parent,
    status: value.status ?? 'live',
    ...(value.unit === undefined ? {} : { fileUnit: value.unit }),
    ...(value.area === undefined ? {} : { area: value.area }),
    ...volumeStateOf(part, quantity, ex),
  }
}

/** What a point that is read from devices or files measures; null after a fault. */
function readMeasureOf(
  part: ExaminedPart<PointEntry>,
  { served, sources, role }: Pick<PointContext, 'served' | 'sources'> & Pick<Point, 'role'>,
  ex: Examination,
): Pick<Point, 'quantity' | 'kind' | 'from' | 'rules'> | null {
  const measure = measureOf(part, served, ex)
  const from = fromRowsOf(part, measure?.factor ?? 1, sources.ids, ex)
  const scale = part.value.from?.findLast((row) => row !== undefined)?.multiplier ?? 1
  const rules = rulesOf(part, measure && { ...measure, scale, roles: role.map((r) => r.value) }, ex)
  return measure === null || rules === null ? null : { quantity: measure.quantity, kind: measure.kind, from, rules }
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
