/** Loads of a measure: named one by one, or by a pattern in which `*` stands for any text within one part between slashes. */

import { matchesGlob } from '../../../kernel/index.ts'
import { arithmeticOf, type Load, type Point } from '../../../domain/index.ts'
import type { MeasureEntry } from '../../schema/saving.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import type { DeepPartial } from '../../yaml/read.ts'
import type { PathStep } from '../../yaml/tree.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'

export interface KnownPoints {
  /** Those free of faults. */
  readonly points: ReadonlyMap<string, Point>
  /** Every id that the file names, faulty ones too. */
  readonly ids: ReadonlySet<string>
  readonly seasons: readonly string[]
}

interface FoundLoad {
  readonly load: Load
  /** Position in the list of the file. */
  readonly at: number
}

type Entry = DeepPartial<MeasureEntry['loads'][number]>

export function loadsOf(part: ExaminedPart<MeasureEntry>, points: KnownPoints, ex: Examination): readonly FoundLoad[] {
  return (part.value.loads ?? []).flatMap((entry, at) => {
    if (entry === undefined) return []
    const where = { part, at, points, ex }
    return (typeof entry === 'string' ? matching(entry, where) : named(entry, where)).map((load) => ({ load, at }))
  })
}

interface Where {
  readonly part: ExaminedPart<MeasureEntry>
  readonly at: number
  readonly points: KnownPoints
  readonly ex: Examination
}

/** What stands before `/energy` or `/power`. */
function stems(ids: Iterable<string>): readonly string[] {
  return [...new Set([...ids].flatMap((id) => /^(.+)\/(?:energy|power)$/.exec(id)?.[1] ?? []))]
}

function matching(glob: string, where: Where): Load[] {
  const { part, at, points, ex } = where
  const all = stems(points.ids)
  const found = all.filter((stem) => matchesGlob(glob, stem, { separator: '/' }))
  if (found.length === 0) {
    const hint = didYouMean(glob, all) ?? 'a match is what stands before /energy and /power of its two points; * stays within one part'
    blamePart(part, ['loads', at], ex, { message: `"${glob}" matches no load`, hint })
  }
  return found.flatMap((stem) => {
    const [energy, power] = [`${stem}/energy`, `${stem}/power`]
    return pairOf({ energy, power, rated: null }, where, [])
  })
}

function named(entry: Exclude<Entry, string>, where: Where): Load[] {
  const { energy, power, rated } = entry
  if (energy === undefined || power === undefined) return []
  return pairOf({ energy, power, rated: rated === undefined ? null : rated * 1000 }, where, ['energy', 'power'])
}

/** Both points are there and measure what they must; `keys` are theirs in the file, none for a pattern. */
function pairOf(load: Load, where: Where, keys: readonly PathStep[]): Load[] {
  const energy = isRight(load.energy, 'energy', where, keys.slice(0, 1))
  const power = isRight(load.power, 'power', where, keys.slice(1))
  return energy && power ? [load] : []
}

function isRight(id: string, quantity: 'energy' | 'power', { part, at, points, ex }: Where, key: readonly PathStep[]): boolean {
  const steps = ['loads', at, ...key]
  const point = points.points.get(id)
  if (point === undefined) {
    // A point with faults has its fault already.
    if (points.ids.has(id)) return false
    const hint = didYouMean(id, points.ids) ?? 'a load has a register and a power'
    blamePart(part, steps, ex, { message: `there is no point "${id}"`, hint })
    return false
  }
  const arithmetic = quantity === 'energy' ? 'register' : 'gauge'
  if (point.quantity === quantity && arithmeticOf(point.kind) === arithmetic) return true
  const wanted = quantity === 'energy' ? 'an energy register' : 'a power'
  blamePart(part, steps, ex, { message: `"${id}" is ${point.quantity} (${point.kind}), not ${wanted}`, hint: `name ${wanted} of the load` })
  return false
}
