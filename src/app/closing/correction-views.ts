/** Corrections as users see them. */

import type { Correction } from '../../domain/index.ts'
import type { WithdrawalView } from '../../figures/api.ts'

export interface CorrectionView extends Pick<Correction, 'id' | 'point' | 'reason' | 'author'> {
  readonly from: string
  readonly to: string
  /** scale 2, exclude, register 1234.5, estimate like-days. */
  readonly effect: string
  readonly recorded_at: string
  readonly withdrawn: WithdrawalView | null
}

export interface MovedByCorrection {
  readonly figure: string
  readonly boundary: string
  readonly period: string
  readonly unit: string
  readonly old: number | null
  readonly new: number | null
}

export interface RecordedCorrection {
  readonly correction: CorrectionView
  readonly moves: readonly MovedByCorrection[]
}
