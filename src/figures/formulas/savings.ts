/** Savings as figures: the signed sum of the claims in a boundary, and what they avoid at the grid factor of each site and month. */

import { MWH_PER_KWH, type Site } from '../../domain/index.ts'
import { type Boundary, isInside } from '../inputs/boundary.ts'
import { groupBy } from '../../kernel/index.ts'
import { gridCarbon, gridFactor } from './carbon.ts'
import { constant, type How, product } from '../inputs/calculation.ts'
import { type Claim, claimCoverage, claimsOf, intervalOf, type MeasureMonth, measureMonths, totalsOf } from '../inputs/saving-claims.ts'
import { absent, type InputReference, type FigureValue, missing, type Remark, scale, sum } from '../inputs/figure-value.ts'
import { monthIdOf } from '../inputs/slices.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { reasonsOf, savingRemarks } from './savings-remarks.ts'
import { message } from '../messages/message.ts'

function inputsOf({ measure, load, month, claim }: Claim): InputReference[] {
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
function claimCalculation({ load, month, claim }: Claim): How {
  const { energy } = load
  const span = month.month
  const metered = { op: 'meter', point: energy, span, value: claim.metered / MWH_PER_KWH, unit: 'kWh' } as const
  const without = { op: 'load', energy, span, value: claim.counterfactual / MWH_PER_KWH } as const
  return { op: 'sum', of: [without, product(constant(-1, 'less'), metered)] }
}

function sumClaims(shares: readonly MeasureMonth[], remarks: readonly Remark[]): FigureValue {
  const claims = claimsOf(shares)
  return {
    value: totalsOf(claims).saving / MWH_PER_KWH,
    coverage: claimCoverage(shares),
    estimated: 0,
    inputs: claims.flatMap(inputsOf),
    remarks,
    missing: [],
    absent: false,
    interval90: intervalOf(claims),
    how: { op: 'sum', of: claims.map(claimCalculation) },
  }
}

/** kWh. */
export function savedEnergy(inputs: FigureInputs, boundary: Boundary): FigureValue {
  if (inputs.savings === null) return absent(message('no-measure'))
  const savings = inputs.savings.filter((s) => s.loads.some((load) => isInside(boundary, load.place)))
  if (savings.length === 0) return absent(message('no-load', { boundary: boundary.id }))
  const remarks = savingRemarks(savings, boundary)
  const shares = measureMonths(savings, boundary)
  if (claimsOf(shares).length > 0) return sumClaims(shares, remarks)
  return { ...missing(...savings.flatMap((s) => reasonsOf(s, measureMonths([s], boundary)))), remarks }
}

/** tCO2e that claims avoid, site by site and month by month. */
export function claimedCarbon(inputs: FigureInputs, shares: readonly MeasureMonth[]): FigureValue {
  const claims = claimsOf(shares)
  const sites = inputs.campus.sites.filter((site) => claims.some((c) => c.load.place.site === site.id))
  const parts = sites.flatMap((site) => claimedMonths(inputs).flatMap((slices) => siteMonthCarbon(inputs, claims, { site, slices })))
  const total = sum(parts.map((p) => p.carbon))
  // The interval in proportion: exact where one factor holds for all.
  const kWh = parts.reduce((total, p) => total + Math.abs(p.kWh), 0)
  const t = parts.reduce((total, p) => total + Math.abs(p.carbon.value ?? 0), 0)
  const interval = intervalOf(claims)
  return { ...total, coverage: claimCoverage(shares), interval90: interval === null || kWh === 0 ? null : (interval * t) / kWh }
}

/** The slices of each month. */
const claimedMonths = ({ period: { months } }: FigureInputs): Slice[][] => [...groupBy(months, monthIdOf).values()]

type Slice = FigureInputs['period']['months'][number]
type Where = { readonly site: Site; readonly slices: readonly Slice[] }

/** Share of a month's saving that falls into each of its slices: by the claims of the slices, else by days. */
function sharesOf(inputs: FigureInputs, { site, slices }: Where): { readonly shares: readonly number[]; readonly byDays: boolean } {
  const own = slices.map(({ span }) => {
    const claims = claimsOf(measureMonths(inputs.slicedSavings?.get(span.from) ?? [], null)).filter((c) => c.load.place.site === site.id)
    return claims.length === 0 ? null : totalsOf(claims).saving
  })
  const total = own.reduce<number | null>((sum, saving) => (sum === null || saving === null ? null : sum + saving), 0)
  // Shares of savings of both signs say nothing.
  const isSplit = total !== null && total !== 0 && own.every((saving) => (saving ?? 0) / total >= 0)
  const days = slices.reduce((sum, { span }) => sum + (span.to - span.from), 0)
  return isSplit
    ? { shares: own.map((saving) => (saving ?? 0) / total), byDays: false }
    : { shares: slices.map(({ span }) => (span.to - span.from) / days), byDays: true }
}

/** Whether one grid factor holds in all slices. */
const hasOneFactor = (inputs: FigureInputs, { site, slices }: Where): boolean =>
  new Set(slices.map((month) => JSON.stringify(gridFactor(inputs, month, site)))).size === 1

function siteMonthCarbon(inputs: FigureInputs, claims: readonly Claim[], where: Where): { kWh: number; carbon: FigureValue }[] {
  const { site, slices } = where
  const [first] = slices
  const own = claims.filter((c) => first !== undefined && c.load.place.site === site.id && c.month.month === monthIdOf(first))
  if (first === undefined || own.length === 0) return []
  const saved = sumClaims(own, [])
  const energy = scale(saved, 1 / 1000)
  const kWh = saved.value ?? 0
  if (slices.length === 1 || hasOneFactor(inputs, where)) return [{ kWh, carbon: gridCarbon(inputs, { site, month: first, energy }) }]
  const { shares, byDays } = sharesOf(inputs, where)
  return slices.map((month, i) => {
    const share = shares[i] ?? 0
    const part = scale(energy, share, null, constant(share, `part of ${month.id}`))
    return { kWh: kWh * share, carbon: gridCarbon(inputs, { site, month, energy: byDays ? { ...part, estimated: 1 } : part }) }
  })
}

/** tCO2e. */
export function savedCarbon(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const energy = savedEnergy(inputs, boundary)
  if (energy.value === null || inputs.savings === null) return energy
  const carbon = claimedCarbon(inputs, measureMonths(inputs.savings, boundary))
  return { ...carbon, remarks: [...energy.remarks, ...carbon.remarks] }
}
