/** Computed points: sums and differences of other points of the file, in whatever order they stand there. */

import {
  arithmeticOf,
  canonicalUnit,
  type Kind,
  type Point,
  type PointRules,
  type PointTerm,
  type Quantity,
  quantityOf,
} from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, type Examination, type ExaminedPart, isPresent } from '../examine.ts'
import { durationAt } from './rules.ts'

type Parts = ReadonlyMap<string, ExaminedPart<PointEntry>>

/** Keys of a point that is read from a device: a computed one has none of them. */
const OF_DEVICES = [
  'from',
  'max_rate',
  'connection',
  'rollover',
  'register_min',
  'resolution',
  'on_reset',
  'stamp',
  'signed',
  'limits',
  'stuck_after',
] as const

export const isComputed = (part: ExaminedPart<PointEntry>): boolean => part.value.of !== undefined

/** What the terms of a computed point say it measures, and the rules that follow from them. */
export interface ComputedMeasure {
  readonly quantity: Quantity
  readonly kind: Kind
  readonly rules: PointRules
  readonly of: readonly PointTerm[]
}

interface KnownTerm extends PointTerm {
  readonly i: number
  readonly below: Point
}

/** Faults of `of:` that the file shows by itself: terms that do not exist, and computed points that are computed of themselves. */
export function checkTerms(parts: Parts, ex: Examination): void {
  for (const part of parts.values()) {
    if (!isComputed(part)) continue
    for (const key of OF_DEVICES)
      if (isPresent(part, key))
        blamePart(part, [key], ex, { message: `a computed point has no ${key}: it has no device`, hint: `leave out ${key}, or of` })
    for (const [i, term] of (part.value.of ?? []).entries()) {
      if (term?.times === 0)
        blamePart(part, ['of', i, 'times'], ex, { message: 'a term that counts 0 times adds nothing', hint: 'leave it out' })
      if (term?.point === undefined || parts.has(term.point)) continue
      blamePart(part, ['of', i, 'point'], ex, {
        message: `there is no point "${term.point}"`,
        hint: didYouMean(term.point, parts.keys()) ?? 'name the id of another point',
      })
    }
  }
  reportCircles(parts, ex)
}

const termsOf = (part: ExaminedPart<PointEntry> | undefined): readonly string[] =>
  (part?.value.of ?? []).flatMap((term) => (term?.point === undefined ? [] : [term.point]))

/** Each circle once, at the point on it that stands first in the file. */
function reportCircles(parts: Parts, ex: Examination): void {
  const done = new Set<string>()
  const visit = (id: string, path: readonly string[]): void => {
    const at = path.indexOf(id)
    if (at >= 0) {
      const circle = path.slice(at)
      const part = parts.get(circle[0] ?? '')
      if (part !== undefined)
        blamePart(part, ['of'], ex, {
          message: `"${circle[0]}" is computed of itself: ${[...circle, id].join(' -> ')}`,
          hint: 'take one of them out of the terms of the other',
        })
      return
    }
    if (done.has(id)) return
    done.add(id)
    for (const term of termsOf(parts.get(id))) visit(term, [...path, id])
  }
  for (const id of parts.keys()) visit(id, [])
}

/** Measure of a computed point from its terms; null after a fault, or where a term has one. */
export function computedMeasureOf(
  part: ExaminedPart<PointEntry>,
  pointOf: (id: string) => Point | null,
  ex: Examination,
): ComputedMeasure | null {
  const wanted = part.value.of ?? []
  const terms: KnownTerm[] = []
  for (const [i, term] of wanted.entries()) {
    const below = term?.point === undefined ? null : pointOf(term.point)
    if (below !== null) terms.push({ i, point: below.id, times: term?.times ?? 1, below })
  }
  const [first] = terms
  if (first === undefined || terms.length < wanted.length) return null
  const before = ex.faults.count()
  const { quantity: own, kind: wish } = part.value
  const quantity = own ?? first.below.quantity
  checkUnits(part, { quantity, terms }, ex)
  const usual = kindOf(terms)
  const kind = wish ?? usual
  if (arithmeticOf(kind) !== arithmeticOf(usual))
    blamePart(part, ['kind'], ex, {
      message: `what it is computed of is of kind "${first.below.kind}", not "${kind}"`,
      hint: 'leave it out',
    })
  if (ex.faults.count() > before) return null
  const rules = rulesOfTerms(terms, durationAt(part, 'interval', ex), durationAt(part, 'stale_after', ex))
  return { quantity, kind, rules, of: terms.map(({ point, times }) => ({ point, times })) }
}

function checkUnits(
  part: ExaminedPart<PointEntry>,
  { quantity, terms }: { quantity: Quantity; terms: readonly KnownTerm[] },
  ex: Examination,
): void {
  const { unit } = quantityOf(quantity)
  const [first] = terms
  const wish = part.value.unit
  if (wish !== undefined && canonicalUnit(wish) !== unit)
    blamePart(part, ['unit'], ex, {
      message: `a computed point is in the unit of its terms, ${unit}, not "${wish}"`,
      hint: 'leave out unit',
    })
  for (const { i, below } of terms) {
    if (below.unit === 'enum')
      blamePart(part, ['of', i, 'point'], ex, {
        message: `"${below.id}" is a ${below.quantity}: it cannot be added up`,
        hint: 'leave it out',
      })
    else if (below.unit !== unit)
      blamePart(part, ['of', i, 'point'], ex, {
        message: `"${below.id}" is in ${below.unit}, ${part.value.quantity === undefined ? `"${first?.below.id}"` : 'the point'} in ${unit}`,
        hint: 'add up points of one unit',
      })
    else if (first !== undefined && arithmeticOf(below.kind) !== arithmeticOf(first.below.kind))
      blamePart(part, ['of', i, 'point'], ex, {
        message: `"${below.id}" is of kind "${below.kind}", "${first.below.id}" of kind "${first.below.kind}"`,
        hint: 'add up amounts, or values, not both',
      })
  }
}

/** A sum of registers counts up; one that subtracts may count down. */
function kindOf(terms: readonly KnownTerm[]): Kind {
  if (terms.every((t) => arithmeticOf(t.below.kind) === 'gauge')) return 'instant'
  return terms.some((t) => t.times < 0 || t.below.kind === 'net' || t.below.rules.signed === true) ? 'net' : 'counter'
}

/** As often as the rarest of the terms, as coarse as all of them together. Readings are judged at the terms. */
function rulesOfTerms(terms: readonly KnownTerm[], interval: number | null, stale: number | null): PointRules {
  const rules = terms.map((t) => t.below.rules)
  const sum = (of: (r: PointRules) => number): number => terms.reduce((total, t) => total + Math.abs(t.times) * of(t.below.rules), 0)
  return {
    interval: interval ?? (rules.some((r) => r.interval === null) ? null : Math.max(...rules.map((r) => r.interval ?? 0))),
    gapLimit: stale ?? Math.max(...rules.map((r) => r.gapLimit)),
    stuckAfter: null,
    maxRate: sum((r) => r.maxRate),
    rateAssumed: false,
    rollover: null,
    resolution: sum((r) => r.resolution),
    onReset: 'zero',
    min: null,
    max: null,
  }
}
