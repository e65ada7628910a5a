/** What puts the report of a month or the target of a year at risk. Pure. */

import type { Instant, Span } from '../../domain/index.ts'
import type { SubjectVerdict } from '../judgement.ts'

export interface MonthCoverage {
  readonly point: string
  readonly month: string
  readonly span: Span
  /** Time of the month so far without a reading, ms. */
  readonly missing: number
}

const round = (value: number): number => Math.round(1000 * value) / 1000

/** Holds as soon as the rest of the month cannot make up for what is missing. */
export function judgeCoverage({ point, month, span, missing }: MonthCoverage, least: number): SubjectVerdict {
  const lost = missing / (span.to - span.from)
  return {
    subject: point,
    verdict: lost > 1 - least ? 'holds' : 'sound',
    since: span.from,
    points: [point],
    sentence: `${point} lacks ${round(100 * lost)} % of ${month}: its coverage cannot reach ${round(100 * least)} %`,
    evidence: { point, month, share: round(lost), limit: least },
  }
}

/** Where most meters lack a part of the month, the service or the network is the cause: one judgement stands for all. */
export function foldCoverage(judgements: readonly SubjectVerdict[]): readonly SubjectVerdict[] {
  const holding = judgements.filter((j) => j.verdict === 'holds')
  const [first] = holding
  if (first === undefined || holding.length < 3 || holding.length < 0.8 * judgements.length) return judgements
  const month = String(first.evidence['month'])
  const limit = Number(first.evidence['limit'])
  const all: SubjectVerdict = {
    ...first,
    subject: month,
    points: holding.flatMap((j) => j.points),
    sentence: `${holding.length} meters lack so much of ${month} that its report cannot reach ${round(100 * limit)} % coverage`,
    evidence: { ...first.evidence, point: `${holding.length} meters`, points: holding.length },
    covers: holding.map((j) => j.subject),
  }
  return [all, ...judgements.filter((j) => j.verdict !== 'holds')]
}

export interface TargetProgress {
  readonly figure: string
  readonly boundary: string
  readonly unit: string
  /** Months that are over: 2026-01/2026-09. */
  readonly period: string
  readonly since: Instant
  /** What of the target falls to these months. */
  readonly due: number
  readonly value: number | null
  /** Whether the value is on the right side of what is due. */
  readonly met: boolean | null
}

/** Holds when the months so far miss their part of the target by more than the share `over`. */
export function judgeTarget({ figure, boundary, unit, period, since, due, value, met }: TargetProgress, over: number): SubjectVerdict {
  const distance = value === null || due === 0 ? 0 : Math.abs(value - due) / Math.abs(due)
  return {
    subject: `${figure} ${boundary}`,
    verdict: met === null ? 'unknown' : !met && distance > over ? 'holds' : 'sound',
    since,
    points: [],
    sentence: `${figure} (${boundary}) is ${round(100 * distance)} % away from its target in ${period}: ${round(value ?? 0)} ${unit}, due are ${round(due)} ${unit}`,
    evidence: { figure, boundary, period, unit, value: round(value ?? 0), due: round(due), share: round(distance) },
  }
}
