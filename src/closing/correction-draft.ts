/** A correction as somebody wishes it, checked before anything is computed. Pure. */

import {
  type Correction,
  type CorrectionDraft,
  DAY,
  floorTo,
  type Instant,
  iso,
  type Point,
  QUARTER,
  type WishedEffect,
} from '../domain/index.ts'

/** A longer estimate is a guess about a season. */
const LONGEST_ESTIMATE = 92 * DAY
/** Beyond this a factor is no ratio of a transformer or a unit. */
const GREATEST_FACTOR = 1e6

/** When the point was first and last read; null: never. */
export type ReadSpan = { readonly first: Instant; readonly last: Instant } | null

/** What is wrong with the wish where the readings of the point are, a sentence each with what to do. */
export function readingFaults({ point, span, effect }: CorrectionDraft, read: ReadSpan): readonly string[] {
  if (read === null) return [`"${point}" has no reading that could be corrected`]
  if (span.from < floorTo(read.first, QUARTER))
    return [`"${point}" was first read at ${iso(read.first)}: a correction begins there or later`]
  if (effect.kind !== 'register' || effect.at <= read.last) return []
  return [`"${point}" was last read at ${iso(read.last)}: a later register is imported, see \`campus import --help\``]
}

/** What is wrong with the wish, a sentence each with what to do. */
export function faultsOf(draft: CorrectionDraft, points: readonly Point[], now: Instant): readonly string[] {
  const point = points.find((p) => p.id === draft.point)
  if (point === undefined) return [`there is no point "${draft.point}"; \`campus points\` lists them`]
  if (point.of !== undefined) return [`"${point.id}" is computed from other points: correct those`]
  return [...spanFaults(draft, now), ...effectFaults(draft, point, points)]
}

function spanFaults({ span, effect }: CorrectionDraft, now: Instant): string[] {
  const faults: string[] = []
  if (!(span.from < span.to)) faults.push('the span is empty: `to` lies behind `from`, and does not belong to it')
  if (span.from % QUARTER !== 0 || span.to % QUARTER !== 0) faults.push('the span begins and ends on whole quarter hours')
  if (span.to > now) faults.push('the span ends in the future: a correction is about what has been')
  if (effect.kind === 'estimate' && span.to - span.from > LONGEST_ESTIMATE) faults.push('an estimate spans at most 92 days')
  return faults
}

function effectFaults({ effect, span }: CorrectionDraft, point: Point, points: readonly Point[]): string[] {
  if (effect.kind === 'scale') {
    const usable = Number.isFinite(effect.factor) && effect.factor > 0 && effect.factor <= GREATEST_FACTOR && effect.factor !== 1
    return usable ? [] : [`a factor is above 0, at most ${GREATEST_FACTOR}, and not 1; ${effect.factor} is not`]
  }
  if (effect.kind === 'register') {
    if (point.kind !== 'counter' && point.kind !== 'net') return [`"${point.id}" has no register: it is a ${point.kind}`]
    if (!Number.isFinite(effect.value)) return [`${effect.value} is no reading of a register`]
    return effect.at >= span.from && effect.at < span.to ? [] : ['the time of the register lies outside the span']
  }
  if (effect.kind === 'exclude') return []
  if (point.kind === 'instant' || point.kind === 'state')
    return [`"${point.id}" has no amounts: a ${point.kind} is excluded, not estimated`]
  const sister = points.find((p) => p.id === effect.sister)
  if (effect.method !== 'sister') return []
  if (sister === undefined) return [`there is no point "${effect.sister ?? ''}" that could stand in`]
  if (sister.id === point.id) return ['a meter cannot stand in for itself']
  return sister.quantity === point.quantity ? [] : [`"${sister.id}" counts ${sister.quantity}, "${point.id}" ${point.quantity}`]
}

/** What it is called in lists: scale 2, exclude, register 1234.5, estimate like-days. */
export function effectText(effect: Correction['effect'] | WishedEffect): string {
  if (effect.kind === 'scale') return `scale ${effect.factor}`
  if (effect.kind === 'register') return `register ${effect.value} at ${iso(effect.at)}`
  if (effect.kind === 'exclude') return 'exclude'
  return `estimate ${effect.method}${effect.sister === null ? '' : ` ${effect.sister}`}`
}
