/** Savings as figures: the signed sum of the claims in a boundary, and what they avoid at the grid factor of each site and month. */

import {
  type ClaimedMonth,
  halfWidth90,
  MWH_PER_KWH,
  type Saving,
  type SavingFinding,
  type SavingLoad,
  type SavingMonth,
  type Site,
} from '../domain/index.ts'
import { type Boundary, isInside } from './boundary.ts'
import { gridCarbon } from './carbon.ts'
import { constant, type How, product } from './calculation.ts'
import { absent, type Input, type Known, missing, type Remark, scaled, sum } from './known.ts'
import type { Ledger } from './ledger.ts'
import { said } from './words/reasons.ts'

/** A load's month with the measure and the load it belongs to. */
export interface Share {
  readonly measure: string
  readonly load: SavingLoad
  readonly month: SavingMonth
}

export interface Claim extends Share {
  readonly claim: ClaimedMonth
}

/** Those of loads inside the boundary; of all loads when it is null. */
export function sharesOf(savings: readonly Saving[], boundary: Boundary | null): Share[] {
  return savings.flatMap(({ measure, loads }) =>
    loads
      .filter((load) => boundary === null || isInside(boundary, load.place))
      .flatMap((load) => load.months.map((month) => ({ measure: measure.id, load, month }))),
  )
}

export function claimsOf(shares: readonly Share[]): Claim[] {
  return shares.flatMap((share) => (share.month.claim === null ? [] : [{ ...share, claim: share.month.claim }]))
}

/** mWh, each a whole number. */
export function totalsOf(claims: readonly Claim[]): { counterfactual: number; metered: number; saving: number } {
  const counterfactual = claims.reduce((total, { claim }) => total + claim.counterfactual, 0)
  const metered = claims.reduce((total, { claim }) => total + claim.metered, 0)
  return { counterfactual, metered, saving: counterfactual - metered }
}

/** Share of the time of all loads that is claimed for, 0..1. */
export function claimedShare(shares: readonly Share[]): number {
  const length = ({ month }: Share): number => month.span.to - month.span.from
  const all = shares.reduce((total, s) => total + length(s), 0)
  const claimed = claimsOf(shares).reduce((total, s) => total + s.month.coverage * length(s), 0)
  return all === 0 ? 0 : claimed / all
}

/** kWh; null when there is no claim, or one of them has no interval. */
export function intervalOf(claims: readonly Claim[]): number | null {
  if (claims.length === 0 || claims.some(({ claim }) => claim.unsure !== null)) return null
  return halfWidth90(claims.flatMap(({ claim }) => claim.uncertain)) / MWH_PER_KWH
}

/** Findings of a measure and its loads; of those that loads have in common, the first with how many more there are. */
export function findingsOf(saving: Saving, boundary: Boundary | null): SavingFinding[] {
  const loads = saving.loads.filter((load) => boundary === null || isInside(boundary, load.place))
  const all = loads.flatMap((load) => load.findings)
  const codes = [...new Set(all.map((f) => f.code))]
  const common = codes.map((code): SavingFinding => {
    const [first, ...more] = all.filter((f) => f.code === code)
    return { code, sentence: `${first?.sentence ?? ''}${more.length === 0 ? '' : `; the same of ${more.length} more loads`}` }
  })
  const { saving: total } = totalsOf(claimsOf(sharesOf([saving], boundary)))
  const sentence = `${saving.measure.id} used ${(-total / MWH_PER_KWH).toFixed(1)} kWh more than its baseline`
  return [...(total < 0 ? [{ code: 'negative-saving', sentence } as const] : []), ...saving.findings, ...common]
}

/** Why nothing is claimed, by measure. */
export function reasonsOf(saving: Saving, shares: readonly Share[]): string[] {
  if (claimsOf(shares).length > 0) return []
  const first = shares.find((s) => s.month.reason !== null)?.month.reason
  const { id, from } = saving.measure
  if (first !== undefined && first !== null) return [`${id}: ${first}`]
  return [`${id}: ${from === null ? 'the period has not begun' : `control began on ${from}: there is nothing of it in the period`}`]
}

function inputsOf({ measure, load, month, claim }: Claim): Input[] {
  const { counterfactual, metered, baselineHours, power } = claim
  const kWh = (mWh: number): number => mWh / MWH_PER_KWH
  const { coverage } = month
  return [
    { kind: 'meter', point: load.energy, month: month.month, value: kWh(metered), unit: 'kWh', coverage },
    {
      kind: 'load',
      measure,
      energy: load.energy,
      power: load.power,
      month: month.month,
      watts: power.watts,
      watts_from: power.window ?? power.source,
      baseline_hours: baselineHours,
      counterfactual: kWh(counterfactual),
      metered: kWh(metered),
      saving: kWh(counterfactual - metered),
      coverage,
    },
  ]
}

/** What the load would have used, less what its meter counted. */
function howOfClaim({ load, month, claim }: Claim): How {
  const { energy } = load
  const span = month.month
  const metered = { op: 'meter', point: energy, span, value: claim.metered / MWH_PER_KWH, unit: 'kWh' } as const
  const without = { op: 'load', energy, span, value: claim.counterfactual / MWH_PER_KWH } as const
  return { op: 'sum', of: [without, product(constant(-1, 'less'), metered)] }
}

function known(shares: readonly Share[], remarks: readonly Remark[]): Known {
  const claims = claimsOf(shares)
  return {
    value: totalsOf(claims).saving / MWH_PER_KWH,
    coverage: claimedShare(shares),
    estimated: 0,
    inputs: claims.flatMap(inputsOf),
    remarks,
    missing: [],
    absent: false,
    interval90: intervalOf(claims),
    how: { op: 'sum', of: claims.map(howOfClaim) },
  }
}

/** kWh. */
export function savedEnergy(ledger: Ledger, boundary: Boundary): Known {
  if (ledger.savings === null) return absent(said('no-measure'))
  const savings = ledger.savings.filter((s) => s.loads.some((load) => isInside(boundary, load.place)))
  if (savings.length === 0) return absent(said('no-load', { boundary: boundary.id }))
  const remarks = savings.flatMap((s) => findingsOf(s, boundary))
  const shares = sharesOf(savings, boundary)
  if (claimsOf(shares).length > 0) return known(shares, remarks)
  return { ...missing(...savings.flatMap((s) => reasonsOf(s, sharesOf([s], boundary)))), remarks }
}

/** tCO2e that claims avoid, site by site and month by month. */
export function carbonOf(ledger: Ledger, shares: readonly Share[]): Known {
  const claims = claimsOf(shares)
  const sites = ledger.campus.sites.filter((site) => claims.some((c) => c.load.place.site === site.id))
  const parts = sites.flatMap((site) => ledger.period.months.flatMap((month) => carbonIn(ledger, claims, { site, month })))
  const priced = sum(parts.map((p) => p.carbon))
  // The interval in proportion: exact where one factor holds for all.
  const kWh = parts.reduce((total, p) => total + Math.abs(p.kWh), 0)
  const t = parts.reduce((total, p) => total + Math.abs(p.carbon.value ?? 0), 0)
  const interval = intervalOf(claims)
  return { ...priced, coverage: claimedShare(shares), interval90: interval === null || kWh === 0 ? null : (interval * t) / kWh }
}

type Where = { readonly site: Site; readonly month: Ledger['period']['months'][number] }

function carbonIn(ledger: Ledger, claims: readonly Claim[], { site, month }: Where): { kWh: number; carbon: Known }[] {
  const own = claims.filter((c) => c.load.place.site === site.id && c.month.month === month.id)
  if (own.length === 0) return []
  const saved = known(own, [])
  const energy = scaled(saved, 1 / 1000)
  return [{ kWh: saved.value ?? 0, carbon: gridCarbon(ledger, { site, month, energy }) }]
}

/** tCO2e. */
export function savedCarbon(ledger: Ledger, boundary: Boundary): Known {
  const energy = savedEnergy(ledger, boundary)
  if (energy.value === null || ledger.savings === null) return energy
  const carbon = carbonOf(ledger, sharesOf(ledger.savings, boundary))
  return { ...carbon, remarks: [...energy.remarks, ...carbon.remarks] }
}
