/** Scope 2 of a period by the hour: electricity of each site and the instruments claimed for it, laid over hours. Awaits the buckets. */

import { basePerUnit, type Bucket, type Entry, HOUR, type Point, type Site, type Span } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { Buckets } from '../../ports/index.ts'
import { gridFactor, gridRegions } from '../formulas/carbon.ts'
import { carrierEnergy } from '../formulas/energy.ts'
import { spanOfDays } from '../inputs/bills.ts'
import { periodDays, shareWithin } from '../inputs/entry-amounts.ts'
import { lookUpFactor } from '../inputs/factor-lookup.ts'
import { type FigureInputs, pointOf, pointsWithRole } from '../inputs/figure-inputs.ts'
import { findInstrumentFaults, type InstrumentFault } from './instrument-faults.ts'
import { type HourlyInstrument, type HourlyLoad, type HourlyMatch, matchHours, spreadAmount } from './match-hours.ts'

export interface Scope2Hours extends HourlyMatch {
  readonly period: string
  /** Sites whose electricity is known, and those that are left out because it is not. */
  readonly sites: readonly string[]
  readonly without: readonly string[]
  /** Grids for which neither a residual mix nor an average is known: what is not matched there counts nothing, and the carbon is too low. */
  readonly gridsWithoutFactor: readonly string[]
  readonly instrumentFaults: readonly InstrumentFault[]
}

const gridOf = ({ id, grid }: Site): string => grid ?? id
const hourCount = ({ from, to }: Span): number => Math.max(0, Math.ceil((to - from) / HOUR))

/** Canonical amounts of points over the hours of a span. */
function addHours(buckets: readonly Bucket[], points: readonly Point[], span: Span): Float64Array {
  const hours = new Float64Array(hourCount(span))
  const byId = new Map(points.map((p) => [p.id, p]))
  for (const { point, start, total, measured } of buckets) {
    // Of an hour that a slower meter only bridges the total is known, and no shape.
    if (measured === 0) continue
    const of = byId.get(point)
    const at = Math.floor((start - span.from) / HOUR)
    if (of !== undefined && at >= 0 && at < hours.length) hours[at] = (hours[at] ?? 0) + Math.max(0, total / basePerUnit(of.quantity))
  }
  return hours
}

const isEmpty = (hours: Float64Array): boolean => hours.every((h) => h === 0)

const instrumentsOf = ({ entries }: FigureInputs, sites: readonly Site[]): readonly Entry[] =>
  entries.filter((e) => e.key.startsWith('instrument.') && sites.some((s) => s.id === e.site))

/** Hours of the days that an entry is for, 1 each, 0 elsewhere. */
function daysAsHours({ from, to }: Entry, { campus, period: { span } }: FigureInputs): Float64Array {
  const own = spanOfDays({ from, to: to ?? from }, campus.timezone)
  return Float64Array.from({ length: hourCount(span) }, (_, i) => {
    const at = span.from + i * HOUR
    return at >= own.from && at < own.to ? 1 : 0
  })
}

function residualFactor(inputs: FigureInputs, site: Site): number | null {
  const month = inputs.period.months.at(-1)
  if (month === undefined) return null
  const residual = lookUpFactor(inputs, 'grid.residual', month, gridRegions(site))
  const found = 'reason' in residual ? gridFactor(inputs, month, site) : residual
  return 'reason' in found ? null : found.value
}

/** Every site of the campus. Sites without hours of their own get the shape of all that is metered. */
export async function matchScope2(inputs: FigureInputs, buckets: Pick<Buckets, 'read'>): Promise<Scope2Hours> {
  const { campus, period, carriers } = inputs
  const { span } = period
  const electricity = carriers.find((c) => c.form === 'electricity')
  const boundary = { id: 'all', sites: campus.sites, building: null }
  const metersAt = (site: Site): readonly Point[] =>
    electricity === undefined ? [] : pointsWithRole(inputs, { ...boundary, sites: [site] }, electricity)
  const claims = instrumentsOf(inputs, campus.sites)
  const profiles = claims.flatMap((c) => (c.profile === undefined ? [] : (pointOf(inputs, c.profile) ?? [])))
  const meters = campus.sites.flatMap(metersAt)
  const points = [...new Set([...meters, ...profiles].map((p) => p.id))]
  const read = points.length === 0 ? [] : await buckets.read({ step: '1h', span, points })
  const byPoint = groupBy(read, (b) => b.point)
  const hoursOf = (of: readonly Point[]): Float64Array =>
    addHours(
      of.flatMap((p) => byPoint.get(p.id) ?? []),
      of,
      span,
    )
  const common = hoursOf(meters)
  const energyOf = (site: Site): number | null =>
    electricity === undefined ? null : carrierEnergy(inputs, electricity, { ...boundary, sites: [site] }).value
  const loads = campus.sites.flatMap((site): HourlyLoad[] => {
    const energy = energyOf(site)
    const own = hoursOf(metersAt(site))
    const spread = isEmpty(own)
    // The total is that of the report; the hours only give its shape.
    return energy === null ? [] : [{ site: site.id, grid: gridOf(site), hours: spreadAmount(energy, spread ? common : own), spread }]
  })
  const days = periodDays(inputs)
  const instruments = claims.flatMap((claim): HourlyInstrument[] => {
    const share = shareWithin(claim, days.from, days.to)
    const site = campus.sites.find((s) => s.id === claim.site)
    if (share === 0 || site === undefined) return []
    const point = claim.profile === undefined ? null : pointOf(inputs, claim.profile)
    const within = daysAsHours(claim, inputs)
    const shape = point === null ? null : hoursOf([point]).map((h, i) => h * (within[i] ?? 0))
    const spread = shape === null || isEmpty(shape)
    const hours = spreadAmount(claim.value * share, spread ? within : shape)
    return [{ id: claim.id, grid: gridOf(site), factor: claim.factor ?? 0, hours, spread }]
  })
  const factors = new Map(campus.sites.map((site) => [gridOf(site), residualFactor(inputs, site)]))
  const match = matchHours({ loads, instruments, residualOf: (grid) => factors.get(grid) ?? 0 })
  const sites = loads.map((l) => l.site)
  return {
    period: period.id,
    ...match,
    sites,
    without: campus.sites.map((s) => s.id).filter((id) => !sites.includes(id)),
    gridsWithoutFactor: [...new Set(loads.map((l) => l.grid))].filter((grid) => factors.get(grid) == null),
    instrumentFaults: findInstrumentFaults(claims.filter((c) => shareWithin(c, days.from, days.to) > 0)),
  }
}
