/** Differences of a register, cut at quarter-hour edges. */

import { type EdgeState, findingBit, HOUR, type Point, QUARTER } from '../../domain/index.ts'
import type { CoverageKind, OpenQuarters } from '../open-quarters.ts'
import type { Delta } from '../counter/classify.ts'
import { amountShare } from './amount-share.ts'

const BRIDGED = findingBit('gap-bridged')

/** Readings a quarter of an hour apart arrive a little early or late: the quarter hours between them are still measured. */
const FINE = 1.1 * QUARTER

/** Which gaps between readings are bridged, and which of them are a finding, ms. */
export interface GapLimits {
  readonly bridged: number
  /** Without a known interval a meter that is read once a day is no finding each day. */
  readonly marked: number
}

/** Longer than any local day. */
const DAY_AND_AN_HOUR = 25 * HOUR

export function gapLimitsOf({ rules: { interval, gapLimit } }: Pick<Point, 'rules'>): GapLimits {
  return { bridged: gapLimit, marked: interval === null ? Math.max(gapLimit, DAY_AND_AN_HOUR) : gapLimit }
}

/** How much is known of the time between two readings, or of an amount, so many ms apart or long; `gapLimit` in ms. */
export function coverageOfGap(gap: number, gapLimit: number): CoverageKind {
  if (gap > gapLimit) return 'bridged'
  return gap <= FINE ? 'measured' : 'coarse'
}

/** The edge states that buckets are finished with: of those that end before the delta's second reading, and at it. */
export interface DeltaEdges {
  readonly before: EdgeState
  readonly at: EdgeState
}

/**
 * Adds a delta to its buckets. Consumption up to an edge is the share of the time up to it, rounded half up to base units; the next bucket
 * gets the rest, so that the buckets of a delta add up to it exactly.
 */
export function addDelta(quarters: OpenQuarters, delta: Delta, gaps: GapLimits, edges: DeltaEdges): void {
  if (delta.known) spread(quarters, delta, gaps, edges)
  else addUnknown(quarters, delta, edges)
}

/** Whether the delta begins and ends within one bucket, so that it ends none. */
export const isWithinQuarter = ({ known, from, to }: Delta): boolean =>
  known && to.time % QUARTER > 0 && to.time - from.time <= to.time % QUARTER

/** A delta that `isWithinQuarter`. */
export function addWithinQuarter(quarters: OpenQuarters, delta: Delta, gaps: GapLimits): void {
  const { from, to, consumed } = delta
  const { coverage, findings } = judgeGap(delta, gaps)
  quarters.add(from.time, to.time, { total: consumed, coverage, findings })
}

function judgeGap({ from, to, findings }: Delta, gaps: GapLimits): { readonly coverage: CoverageKind; readonly findings: number } {
  const gap = to.time - from.time
  const coverage = from.estimated === true || to.estimated === true ? 'estimated' : coverageOfGap(gap, gaps.bridged)
  return { coverage, findings: findings | (coverage !== 'estimated' && gap > gaps.marked ? BRIDGED : 0) }
}

function spread(quarters: OpenQuarters, delta: Delta, gaps: GapLimits, edges: DeltaEdges): void {
  const { from, to, consumed } = delta
  const gap = to.time - from.time
  const { coverage, findings } = judgeGap(delta, gaps)
  let at = from.time
  let added = 0
  for (let edge = Math.floor(at / QUARTER) * QUARTER + QUARTER; at < to.time; edge += QUARTER) {
    const end = Math.min(edge, to.time)
    const upTo = end === to.time ? consumed : amountShare(consumed, end - from.time, gap)
    quarters.add(at, end, { total: upTo - added, coverage, findings })
    added = upTo
    at = end
    if (end === edge && end < to.time) quarters.finish(edge, edges.before)
  }
  quarters.finish(to.time, edges.at)
}

/** What was used in the gap is missing: only what the second reading itself tells is added, where it arrived. */
function addUnknown(quarters: OpenQuarters, { to, consumed, findings }: Delta, edges: DeltaEdges): void {
  const last = to.time - 1
  quarters.finish(last, edges.before)
  quarters.addUncovered(last, consumed)
  quarters.flag(last, findings)
  quarters.finish(to.time, edges.at)
}
