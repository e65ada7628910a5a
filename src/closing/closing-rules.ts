/** What speaks against closing a period, and who may not close it. Pure. */

import type { Instant, Span } from '../domain/index.ts'
import { percentTextDown } from '../kernel/index.ts'

/** Why a period cannot be closed, whatever anybody says; null: it can. `closed`: the revision in force, null while the period is open. */
export function refusalOf({
  period,
  span,
  now,
  closed,
}: {
  period: string
  span: Span
  now: Instant
  closed: number | null
}): string | null {
  if (closed !== null) return `${period} is closed already, revision ${closed}: \`restate\` lists what would change it`
  if (span.to > now) return `${period} is not over: it can be closed when its last day has ended`
  return null
}

/** What has to be repaired, or forced with a reason that is printed on the report. */
export function objectionsTo({
  coverage,
  leastCoverage,
  changedSince = null,
}: {
  /** The lowest of figures and meters, 0..1. */
  coverage: number
  leastCoverage: number
  /** Who submitted other figures than those of now; null: nobody. */
  changedSince?: string | null
}): readonly string[] {
  const low =
    coverage < leastCoverage ? [`the coverage is ${percentTextDown(coverage)}, the limit is ${percentTextDown(leastCoverage)}`] : []
  const changed = changedSince === null ? [] : [`the report is not the one that ${changedSince} submitted: it has changed since`]
  return [...low, ...changed]
}

/** Separation of duties: nobody signs what he prepared. Null when the principal may sign. */
export function conflictOf(principal: string, preparers: readonly string[]): string | null {
  if (!preparers.includes(principal)) return null
  return `${principal} prepared what this rests on: another principal with the role approver has to sign it`
}
