/** Lamps and plugs heat the rooms: what they save in the cooling season the chillers need not carry away. Reported apart, in no sum. */

import { type Measure, MWH_PER_KWH, type SavingMonth, type Span } from '../../../domain/index.ts'
import type { FigureInputs } from '../../inputs/figure-inputs.ts'
import { claimsOf, type MeasureMonth } from '../../inputs/saving-claims.ts'

/** Energy of cooling that the measure saves besides, kWh: reported apart, in no sum. */
export interface InteractionRow {
  readonly cooling: number
  readonly season: string
  readonly cop: number
  readonly share: number
}

/** Share of the time of a month that lies in one of the windows. */
function shareIn(windows: readonly Span[], { span: { from, to } }: SavingMonth): number {
  const inside = windows.reduce((sum, w) => sum + Math.max(0, Math.min(w.to, to) - Math.max(w.from, from)), 0)
  return to <= from ? 0 : inside / (to - from)
}

/** saved x share of the heat that the cooling carries away / COP, in the season; a month that the season cuts counts by its time. */
export function interactionOf(
  { seasons }: Pick<FigureInputs, 'seasons'>,
  { cooling }: Measure,
  shares: readonly MeasureMonth[],
): InteractionRow | null {
  if (cooling === undefined) return null
  const { season, cop, share } = cooling
  const windows = seasons[season] ?? []
  const saved = claimsOf(shares).reduce(
    (sum, { claim, month }) => sum + (claim.counterfactual - claim.metered) * shareIn(windows, month),
    0,
  )
  return { cooling: (saved * share) / cop / MWH_PER_KWH, season, cop, share }
}
