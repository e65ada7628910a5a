/**
 * Scope 2, market-based (GHG Protocol scope 2 guidance, 2015): what instruments cover at their own factor, the rest at the residual mix, or at the
 * grid average where no residual mix is known, which is then said.
 */

import { type Entry, type Site, scopeOf } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { emitted, gridFactor } from './carbon.ts'
import { constant } from '../inputs/calculation.ts'
import { type EnergyShare, slicesOf, sumOver, within } from './energy.ts'
import { daysOf, shareWithin } from '../inputs/entered.ts'
import { absent, exactly, type FigureValue, remark, remarked, scaled, sum } from '../inputs/figure-value.ts'
import type { FigureInputs, Month } from '../inputs/figure-inputs.ts'
import { monthRuns } from '../inputs/month-runs.ts'
import { priced, priceOf } from '../inputs/priced.ts'
import { message } from '../messages/reasons.ts'

interface Claim {
  readonly fact: Entry
  /** Share of the instrument whose days lie in the period. */
  readonly share: number
}

function claimsOf(ledger: FigureInputs, site: Site): Claim[] {
  const { from, to } = daysOf(ledger)
  return ledger.facts
    .filter((f) => f.key.startsWith('instrument.') && f.site === site.id)
    .map((fact) => ({ fact, share: shareWithin(fact, from, to) }))
    .filter(({ share }) => share > 0)
}

/** tCO2e of an instrument's energy, of which `counted` (0..1) is used. */
function claimed({ fact, share }: Claim, counted: number): FigureValue {
  const mwh = fact.value * share
  const known = exactly(mwh, { kind: 'fact', fact: fact.id, key: fact.key, value: fact.value, unit: fact.unit, share })
  const split = share === 1 ? [] : [remark('estimated', 'split-by-days', { key: fact.key, from: fact.from, to: fact.to ?? '' })]
  const part = counted === 1 ? known : scaled(known, counted, null, constant(counted, 'part that was used'))
  const factor = fact.factor ?? 0
  return remarked(scaled(part, factor, null, constant(factor, `tCO2e/MWh of ${fact.id}`)), ...split)
}

/** Electricity at the residual mix of its grid; months without one at the grid average, and told. */
function atResidual(ledger: FigureInputs, site: Site, slices: readonly EnergyShare[]): FigureValue {
  const without: Month[] = []
  const rest = sumOver(slices, ({ energy, month }) => {
    const residual = priceOf(ledger, 'grid.residual', month, site.grid)
    if (!('why' in residual)) return priced(energy, residual, month)
    if (energy.value !== null && energy.value !== 0) without.push(month)
    return priced(energy, gridFactor(ledger, month, site.grid), month)
  })
  const values = { grid: site.grid ?? site.id, months: monthRuns(ledger, without) }
  return without.length === 0 ? rest : remarked(rest, remark('residual-mix', 'no-residual-mix', values))
}

function siteElectricity(ledger: FigureInputs, boundary: Boundary, site: Site): FigureValue {
  const electricity = ledger.carriers.filter((c) => c.form === 'electricity')
  const slices = electricity.flatMap((carrier) => slicesOf(ledger, carrier, within(boundary, site)))
  const used = sumOver(slices, (s) => s.energy)
  const claims = claimsOf(ledger, site)
  const mwh = claims.reduce((total, { fact, share }) => total + fact.value * share, 0)
  if (used.value === null) return used
  const counted = mwh > used.value ? used.value / mwh : 1
  const open = used.value === 0 ? 0 : Math.max(0, 1 - mwh / used.value)
  const rest = atResidual(ledger, site, slices)
  const uncovered = open === 1 ? rest : scaled(rest, open, null, constant(open, 'part that no instrument covers'))
  const total = sum([...claims.map((claim) => claimed(claim, counted)), ...(open === 0 ? [] : [uncovered])])
  const much = { site: site.id, claimed: mwh, used: used.value }
  const all = { ...total, coverage: used.coverage, estimated: Math.max(total.estimated, used.estimated) }
  return counted === 1 ? all : remarked(all, remark('instruments-exceed', 'instruments-exceed', much))
}

/** Missing as long as no instrument is recorded: then the location-based figure says all there is to say. */
export function scope2Market(ledger: FigureInputs, boundary: Boundary): FigureValue {
  const any = boundary.building === null && boundary.sites.some((site) => claimsOf(ledger, site).length > 0)
  if (!any) return absent(message('no-instrument', { boundary: boundary.id, period: ledger.period.id }))
  const other = ledger.carriers.filter((c) => scopeOf(c) === 2 && c.form !== 'electricity')
  return sum([
    ...boundary.sites.map((site) => siteElectricity(ledger, boundary, site)),
    ...other.map((carrier) => sumOver(slicesOf(ledger, carrier, boundary), (s) => emitted(ledger, s))),
  ])
}
