/**
 * Scope 2, market-based (GHG Protocol scope 2 guidance, 2015): what instruments cover at their own factor, the rest at the residual mix, or at the
 * grid average where no residual mix is known, with a remark.
 */

import { type CalendarMonth, type Entry, scopeOf, type Site } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { locationCarbon, gridFactor, gridRegions } from './carbon.ts'
import { constant } from '../inputs/calculation.ts'
import { type EnergyShare, slicesOf, sumOver, siteBoundary } from './energy.ts'
import { periodDays, shareWithin } from '../inputs/entry-amounts.ts'
import { absent, inputValue, type FigureValue, remark, addRemarks, scale, sum } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { monthRuns } from '../inputs/month-runs.ts'
import { applyFactor, lookUpFactor } from '../inputs/factor-lookup.ts'
import { message } from '../messages/message.ts'

interface InstrumentShare {
  readonly entry: Entry
  /** Share of the instrument whose days lie in the period. */
  readonly share: number
}

function instrumentsOf(inputs: FigureInputs, site: Site): InstrumentShare[] {
  const { from, to } = periodDays(inputs)
  return inputs.entries
    .filter((f) => f.key.startsWith('instrument.') && f.site === site.id)
    .map((entry) => ({ entry, share: shareWithin(entry, from, to) }))
    .filter(({ share }) => share > 0)
}

/** tCO2e of an instrument's energy, of which the share `usedShare` (0..1) is used. */
function instrumentCarbon({ entry, share }: InstrumentShare, usedShare: number): FigureValue {
  const mwh = entry.value * share
  const amount = inputValue(mwh, { kind: 'entry', entry: entry.id, key: entry.key, value: entry.value, unit: entry.unit, share })
  const split = share === 1 ? [] : [remark('estimated', 'split-by-days', { key: entry.key, from: entry.from, to: entry.to ?? '' })]
  const part = usedShare === 1 ? amount : scale(amount, usedShare, null, constant(usedShare, 'part that was used'))
  const factor = entry.factor ?? 0
  return addRemarks(scale(part, factor, null, constant(factor, `tCO2e/MWh of ${entry.id}`)), ...split)
}

/** Electricity at the residual mix of its grid; months without one at the grid average, with a remark. */
function residualCarbon(inputs: FigureInputs, site: Site, slices: readonly EnergyShare[]): FigureValue {
  const without: CalendarMonth[] = []
  const rest = sumOver(slices, ({ energy, month }) => {
    const residual = lookUpFactor(inputs, 'grid.residual', month, gridRegions(site))
    if (!('reason' in residual)) return applyFactor(energy, residual, month)
    if (energy.value !== null && energy.value !== 0) without.push(month)
    return applyFactor(energy, gridFactor(inputs, month, site), month)
  })
  const values = { grid: site.grid ?? site.id, months: monthRuns(inputs, without) }
  return without.length === 0 ? rest : addRemarks(rest, remark('residual-mix', 'no-residual-mix', values))
}

function siteElectricity(inputs: FigureInputs, boundary: Boundary, site: Site): FigureValue {
  const electricity = inputs.carriers.filter((c) => c.form === 'electricity')
  const slices = electricity.flatMap((carrier) => slicesOf(inputs, carrier, siteBoundary(boundary, site)))
  const used = sumOver(slices, (s) => s.energy)
  const claims = instrumentsOf(inputs, site)
  const mwh = claims.reduce((total, { entry, share }) => total + entry.value * share, 0)
  if (used.value === null) return used
  const usedShare = mwh > used.value ? used.value / mwh : 1
  const uncoveredShare = used.value === 0 ? 0 : Math.max(0, 1 - mwh / used.value)
  const rest = residualCarbon(inputs, site, slices)
  const uncovered =
    uncoveredShare === 1 ? rest : scale(rest, uncoveredShare, null, constant(uncoveredShare, 'part that no instrument covers'))
  const total = sum([...claims.map((claim) => instrumentCarbon(claim, usedShare)), ...(uncoveredShare === 0 ? [] : [uncovered])])
  const values = { site: site.id, claimed: mwh, used: used.value }
  const all = { ...total, coverage: used.coverage, estimated: Math.max(total.estimated, used.estimated) }
  return usedShare === 1 ? all : addRemarks(all, remark('instruments-exceed', 'instruments-exceed', values))
}

/** Missing as long as no instrument is recorded: then the location-based figure says all there is to say. */
export function scope2Market(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const any = boundary.building === null && boundary.sites.some((site) => instrumentsOf(inputs, site).length > 0)
  if (!any) return absent(message('no-instrument', { boundary: boundary.id, period: inputs.period.id }))
  const other = inputs.carriers.filter((c) => scopeOf(c) === 2 && c.form !== 'electricity')
  return sum([
    ...boundary.sites.map((site) => siteElectricity(inputs, boundary, site)),
    ...other.map((carrier) => sumOver(slicesOf(inputs, carrier, boundary), (s) => locationCarbon(inputs, s))),
  ])
}
