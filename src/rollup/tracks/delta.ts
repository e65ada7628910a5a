/** Differences of a register, cut at quarter-hour edges. */

import { type EdgeState, findingBit, HOUR, instant, QUARTER } from '../../domain/index.ts'
import type { CoverageKind, OpenQuarters } from '../open-quarters.ts'
import type { Delta, RegisterReading } from './counter.ts'

const BRIDGED = findingBit('gap-bridged')

/** Longer than any local day: between readings further apart than this, consumption is bridged at every step. */
const DAY_AND_AN_HOUR = 25 * HOUR

function coverageOfGap(gap: number, gapLimit: number): CoverageKind {
  if (gap <= gapLimit) return 'measured'
  return gap <= DAY_AND_AN_HOUR ? 'coarse' : 'bridged'
}

export function edgeStateOf(reading: RegisterReading): EdgeState {
  return { time: instant(reading.time), value: reading.value }
}

/**
 * Adds a delta to its buckets. Consumption up to an edge is the share of the time up to it, rounded half up to base units; the next bucket
 * gets the rest, so that the buckets of a delta add up to it exactly. `gapLimit` in ms.
 */
export function addDelta(quarters: OpenQuarters, delta: Delta, gapLimit: number): void {
  const { from, to, consumed } = delta
  const gap = to.time - from.time
  const coverage = coverageOfGap(gap, gapLimit)
  const findings = delta.findings | (coverage === 'bridged' ? BRIDGED : 0)
  let at = from.time
  let added = 0
  for (let edge = Math.floor(at / QUARTER) * QUARTER + QUARTER; at < to.time; edge += QUARTER) {
    const end = Math.min(edge, to.time)
    const upTo = end === to.time ? consumed : Math.floor(consumed * ((end - from.time) / gap) + 0.5)
    quarters.add(at, end, { total: upTo - added, coverage, findings })
    added = upTo
    at = end
    if (end === edge && end < to.time) quarters.finish(edge, edgeStateOf(from))
  }
  quarters.finish(to.time, edgeStateOf(to))
}
