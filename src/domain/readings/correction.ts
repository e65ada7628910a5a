/** Corrections of stored values: a layer over the raw readings, which stay as they are. Recorded with author and reason, and withdrawn, never changed. */

import type { Withdrawal } from '../reporting/entry.ts'
import type { Instant, Span } from '../time/instant.ts'

export const ESTIMATE_METHODS = ['flat', 'like-days', 'sister'] as const
export type EstimateMethod = (typeof ESTIMATE_METHODS)[number]

export type CorrectionEffect =
  /** Amounts and values of the span times `factor`: a wrong CT ratio. */
  | { readonly kind: 'scale'; readonly factor: number }
  /** Nothing of the span is known. */
  | { readonly kind: 'exclude' }
  /** The register read `value`, in the canonical unit, at `at`, which lies in the span. */
  | { readonly kind: 'register'; readonly at: Instant; readonly value: number }
  /** Amounts of the quarter hours of the span, base units, from its beginning; fixed when the correction was made. */
  | { readonly kind: 'estimate'; readonly method: EstimateMethod; readonly sister: string | null; readonly amounts: readonly number[] }

export interface Correction {
  /** correction-1, correction-2, ... */
  readonly id: string
  readonly point: string
  /** Whole quarter hours. */
  readonly span: Span
  readonly effect: CorrectionEffect
  readonly reason: string
  readonly author: string
  readonly recordedAt: Instant
  readonly withdrawn?: Withdrawal
}

/** What is wished; the amounts of an estimate are computed from it. */
export type WishedEffect =
  | Exclude<CorrectionEffect, { kind: 'estimate' }>
  | { readonly kind: 'estimate'; readonly method: EstimateMethod; readonly sister: string | null }

export interface CorrectionDraft {
  readonly point: string
  readonly span: Span
  readonly effect: WishedEffect
}
