/** Greenhouse gas by scope, tCO2e: energy of each site and month times the factor that holds then. */

import { type CalendarMonth, type Carrier, type FactorKind, type Regions, scopeOf, type Site } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { constant, product } from '../inputs/calculation.ts'
import { type EnergyShare, slicesOf, sumOver } from './energy.ts'
import { type FigureValue, sum } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { factorLeaf, type FactorLookup, applyFactor, lookUpFactor, findRow, siteRegions } from '../inputs/factor-lookup.ts'
import { message } from '../messages/message.ts'

const TJ_PER_MWH = 0.0036
const KG_PER_T = 1000

/**
 * tCO2e per MWh of fuel burnt: a row of its own, else CO2 + CH4 x GWP + N2O x GWP (IPCC 2006 vol. 2, net calorific value); or the
 * name of what there is no row for.
 */
function fuelFactor(inputs: FigureInputs, carrier: string, month: CalendarMonth, regions: Regions): FactorLookup {
  const whole = findRow(inputs, `${carrier}.co2e`, month, regions)
  if (whole !== null) return { value: whole.factor.value, how: factorLeaf(whole), rows: [whole] }
  const kinds: readonly FactorKind[] = [`${carrier}.co2`, `${carrier}.ch4`, 'gwp.ch4', `${carrier}.n2o`, 'gwp.n2o']
  const rows = kinds.map((kind) => findRow(inputs, kind, month, regions)).filter((r) => r !== null)
  const gap = kinds.find((kind) => !rows.some((r) => r.factor.kind === kind))
  if (gap !== undefined) return { reason: message('no-factor', { kind: gap, month: month.id }) }
  const [co2, ch4, gwpCh4, n2o, gwpN2o] = rows
  if (!co2 || !ch4 || !gwpCh4 || !n2o || !gwpN2o) return { reason: message('no-factor', { kind: `${carrier}.co2`, month: month.id }) }
  const kg = co2.factor.value + ch4.factor.value * gwpCh4.factor.value + n2o.factor.value * gwpN2o.factor.value
  const gases = [factorLeaf(co2), product(factorLeaf(ch4), factorLeaf(gwpCh4)), product(factorLeaf(n2o), factorLeaf(gwpN2o))]
  const how = product({ op: 'sum', of: gases }, constant(TJ_PER_MWH, 'TJ per MWh'), constant(1 / KG_PER_T, 't per kg'))
  return { value: (kg * TJ_PER_MWH) / KG_PER_T, how, rows }
}

/** Rows of a grid are for sites that name it: no country is assumed. A row of the site itself comes first. */
export const gridRegions = ({ id, grid }: Site): Regions => (grid === null ? id : [id, grid])

export function gridFactor(inputs: FigureInputs, month: CalendarMonth, site: Site): FactorLookup {
  const lookup = lookUpFactor(inputs, 'grid.co2', month, gridRegions(site))
  if (!('reason' in lookup) || lookup.reason.code !== 'no-factor') return lookup
  return { reason: message('no-grid', { grid: site.grid ?? 'the grid of the site (sites[].grid)', month: month.id }) }
}

/** MWh of electricity of one site and month at the factor of its grid. What a saving avoids goes by it too, and is never taken off the inventory. */
export function gridCarbon(inputs: FigureInputs, { site, month, energy }: Pick<EnergyShare, 'site' | 'month' | 'energy'>): FigureValue {
  return applyFactor(energy, gridFactor(inputs, month, site), month)
}

/** What one carrier emits at one site in one month, location-based. */
export function locationCarbon(inputs: FigureInputs, { carrier, site, month, own, energy }: EnergyShare): FigureValue {
  switch (carrier.form) {
    case 'electricity':
      return gridCarbon(inputs, { site, month, energy })
    case 'heat':
      return applyFactor(energy, lookUpFactor(inputs, `${carrier.id}.co2e`, month, siteRegions(inputs, site)), month)
    case 'fuel':
      return applyFactor(energy, fuelFactor(inputs, carrier.id, month, siteRegions(inputs, site)), month)
    case 'refrigerant':
      return applyFactor(own, lookUpFactor(inputs, `${carrier.id}.gwp`, month, siteRegions(inputs, site)), month, KG_PER_T)
  }
}

export function carrierCarbon(inputs: FigureInputs, carrier: Carrier, boundary: Boundary): FigureValue {
  return sumOver(slicesOf(inputs, carrier, boundary), (s) => locationCarbon(inputs, s))
}

const scope =
  (number: 1 | 2) =>
  (inputs: FigureInputs, boundary: Boundary): FigureValue =>
    sum(inputs.carriers.filter((c) => scopeOf(c) === number).map((carrier) => carrierCarbon(inputs, carrier, boundary)))

/** Fuel burnt and refrigerants lost. */
export const scope1 = scope(1)
/** Purchased energy, location-based: electricity of each site at the factor of its grid. */
export const scope2 = scope(2)

export function totalCarbon(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return sum([scope1(inputs, boundary), scope2(inputs, boundary)])
}
