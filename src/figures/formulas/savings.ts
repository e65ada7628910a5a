/** Savings as figures: the signed sum of the claims in a boundary, and what they avoid at the grid factor of each site and month. */

import { MWH_PER_KWH, type Site } from '../../domain/index.ts'
import { type Boundary, isInside } from '../inputs/boundary.ts'
import { gridCarbon } from './carbon.ts'
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
  const parts = sites.flatMap((site) => firstSlices(inputs).flatMap((month) => siteMonthCarbon(inputs, claims, { site, month })))
  const total = sum(parts.map((p) => p.carbon))
  // The interval in proportion: exact where one factor holds for all.
  const kWh = parts.reduce((total, p) => total + Math.abs(p.kWh), 0)
  const t = parts.reduce((total, p) => total + Math.abs(p.carbon.value ?? 0), 0)
  const interval = intervalOf(claims)
  return { ...total, coverage: claimCoverage(shares), interval90: interval === null || kWh === 0 ? null : (interval * t) / kWh }
}

/** The first slice of each month: a claim is for a month, and not told in parts. */
const firstSlices = ({ period: { months } }: FigureInputs): FigureInputs['period']['months'] =>
  months.filter((m, i) => i === 0 || monthIdOf(m) !== monthIdOf(months[i - 1] ?? m))

type Where = { readonly site: Site; readonly month: FigureInputs['period']['months'][number] }

function siteMonthCarbon(inputs: FigureInputs, claims: readonly Claim[], { site, month }: Where): { kWh: number; carbon: FigureValue }[] {
  const own = claims.filter((c) => c.load.place.site === site.id && c.month.month === monthIdOf(month))
  if (own.length === 0) return []
  const saved = sumClaims(own, [])
  const energy = scale(saved, 1 / 1000)
  return [{ kWh: saved.value ?? 0, carbon: gridCarbon(inputs, { site, month, energy }) }]
}

/** tCO2e. */
export function savedCarbon(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const energy = savedEnergy(inputs, boundary)
  if (energy.value === null || inputs.savings === null) return energy
  const carbon = claimedCarbon(inputs, measureMonths(inputs.savings, boundary))
  return { ...carbon, remarks: [...energy.remarks, ...carbon.remarks] }
}
