/** Greenhouse gas by scope, tCO2e: energy of each site and month times the factor that holds then. */

import { type Factor, type FactorKind, factorAt } from '../domain/index.ts'
import type { Boundary } from './boundary.ts'
import { ELECTRICITY, GAS, type Slice, slicesOf, standsIn } from './energy.ts'
import { type Input, type Known, missing, remarked, scaled, sum } from './known.ts'
import type { Ledger, Month } from './ledger.ts'

interface Priced {
  readonly value: number
  readonly rows: readonly { factor: Factor; provisional: boolean }[]
}

const inputOf = ({ factor, provisional }: Priced['rows'][number]): Input => ({
  kind: 'factor',
  factor: factor.id,
  value: factor.value,
  unit: factor.unit,
  provisional,
})

const TJ_PER_MWH = 0.0036
const KG_PER_T = 1000

/**
 * tCO2e per MWh of gas burnt: a row of its own, else CO2 + CH4 x GWP + N2O x GWP (IPCC 2006 vol. 2 table 2.2, net calorific value); or the
 * name of what there is no row for.
 */
function gasFactor(ledger: Ledger, month: Month, region: string): Priced | string {
  const row = (kind: FactorKind): Priced['rows'][number] | null => factorAt(ledger.factors, kind, month.from, region)
  const whole = row('gas.co2e')
  if (whole !== null) return { value: whole.factor.value, rows: [whole] }
  const kinds = ['gas.co2', 'gas.ch4', 'gwp.ch4', 'gas.n2o', 'gwp.n2o'] as const
  const rows = kinds.map(row)
  const gap = rows.findIndex((r) => r === null)
  if (gap >= 0) return kinds[gap] ?? 'gas.co2'
  const [co2 = 0, ch4 = 0, gwpCh4 = 0, n2o = 0, gwpN2o = 0] = rows.map((r) => r?.factor.value ?? 0)
  return { value: ((co2 + ch4 * gwpCh4 + n2o * gwpN2o) * TJ_PER_MWH) / KG_PER_T, rows: rows.filter((r) => r !== null) }
}

function gridFactor(ledger: Ledger, month: Month, region: string | null): Priced | string {
  const row = factorAt(ledger.factors, 'grid.co2', month.from, region)
  return row === null ? `grid.co2 of ${region ?? 'the grid of the site (sites[].grid)'}` : { value: row.factor.value, rows: [row] }
}

function priced({ energy, month }: Slice, factor: Priced | string): Known {
  if (energy.value === null) return energy
  if (typeof factor === 'string') return { ...missing(`no factor ${factor} for ${month.id}`), inputs: energy.inputs }
  const carbon = factor.rows.reduce(
    (known, row) => remarked(scaled(known, 1, inputOf(row)), ...standsIn(row.factor.id, row.provisional, month)),
    energy,
  )
  return scaled(carbon, factor.value)
}

/** Gas burnt. */
export function scope1(ledger: Ledger, boundary: Boundary): Known {
  const slices = slicesOf(ledger, GAS, boundary)
  return sum(
    slices.map((s) => priced(s, gasFactor(ledger, s.month, s.site.id))),
    (_, i) => slices[i]?.meters ?? 1,
  )
}

/** Purchased electricity, location-based: each site at the factor of its grid. */
export function scope2(ledger: Ledger, boundary: Boundary): Known {
  const slices = slicesOf(ledger, ELECTRICITY, boundary)
  return sum(
    slices.map((s) => gridCarbon(ledger, s)),
    (_, i) => slices[i]?.meters ?? 1,
  )
}

export function totalCarbon(ledger: Ledger, boundary: Boundary): Known {
  return sum([scope1(ledger, boundary), scope2(ledger, boundary)])
}

/** Electricity of one site and month at the factor of its grid. What a saving avoids goes by it too, and is never taken off the inventory. */
export function gridCarbon(ledger: Ledger, slice: Slice): Known {
  return priced(slice, gridFactor(ledger, slice.month, slice.site.grid))
}
