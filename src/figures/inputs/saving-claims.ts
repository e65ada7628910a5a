/** Claims of a boundary, and what they are together: sums, coverage, interval. */

import { type ClaimedMonth, halfWidth90, MWH_PER_KWH, type Saving, type SavingLoad, type SavingMonth } from '../../domain/index.ts'
import { type Boundary, isInside } from './boundary.ts'

/** A load's month with the measure and the load it belongs to. */
export interface MeasureMonth {
  readonly measure: string
  readonly load: SavingLoad
  readonly month: SavingMonth
}

export interface Claim extends MeasureMonth {
  readonly claim: ClaimedMonth
}

/** Those of loads inside the boundary; of all loads when it is null. */
export function measureMonths(savings: readonly Saving[], boundary: Boundary | null): MeasureMonth[] {
  return savings.flatMap(({ measure, loads }) =>
    loads
      .filter((load) => boundary === null || isInside(boundary, load.place))
      .flatMap((load) => load.months.map((month) => ({ measure: measure.id, load, month }))),
  )
}

export function claimsOf(shares: readonly MeasureMonth[]): Claim[] {
  return shares.flatMap((share) => (share.month.claim === null ? [] : [{ ...share, claim: share.month.claim }]))
}

/** mWh, each a whole number. */
export function totalsOf(claims: readonly Claim[]): { counterfactual: number; metered: number; saving: number } {
  const counterfactual = claims.reduce((total, { claim }) => total + claim.counterfactual, 0)
  const metered = claims.reduce((total, { claim }) => total + claim.metered, 0)
  return { counterfactual, metered, saving: counterfactual - metered }
}

/** Share of the time of all loads that is claimed for, 0..1. */
export function claimCoverage(shares: readonly MeasureMonth[]): number {
  const length = ({ month }: MeasureMonth): number => month.span.to - month.span.from
  const all = shares.reduce((total, s) => total + length(s), 0)
  const claimed = claimsOf(shares).reduce((total, s) => total + s.month.coverage * length(s), 0)
  return all === 0 ? 0 : claimed / all
}

/** Half-width of the 90 % interval, kWh; null when there is no claim, or one of them has no interval or leaves its baseline out. */
export function intervalOf(claims: readonly Claim[]): number | null {
  return claims.some(({ claim }) => claim.meterOnly) ? null : meterBandOf(claims)
}

/** The same of what is known, which may be the meter alone: no 90 % interval of the saving. */
export function meterBandOf(claims: readonly Claim[]): number | null {
  if (claims.length === 0 || claims.some(({ claim }) => claim.unsure !== null)) return null
  return halfWidth90(claims.flatMap(({ claim }) => claim.uncertain)) / MWH_PER_KWH
}
