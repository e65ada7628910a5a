/** A draft report: what the figures of a period that is over came to when they were computed. */

import type { Instant } from '../time/instant.ts'

export interface MissingFigure {
  readonly id: string
  readonly boundary: string
  readonly reasons: readonly string[]
}

export interface Draft {
  readonly period: string
  /** 1 at first; one more each time the same period came to other figures. */
  readonly revision: number
  /** SHA-256 of the report, in hex, of the form that `algorithm` names. The time of computing is no part of it. */
  readonly hash: string
  /** What was hashed. Absent in records older than the report document: they hashed the English JSON of the report. */
  readonly algorithm?: string
  /** The hash under an earlier algorithm, when the record only brings that of the present one: the same figures, announced then. */
  readonly formerHash?: string
  readonly createdAt: Instant
  /** Lowest share of the period that is known, 0..1, over figures that have a value and over the meters of each role. */
  readonly coverage: number
  /** Figures that have a value, of all there are. */
  readonly figures: { readonly valued: number; readonly all: number }
  readonly missing: readonly MissingFigure[]
}
