/** What no meter of the reference campus knows: people, areas, waste, bills and factors of the inputs' year, as dated entries. */

import type { Calendar } from '../models/environment/calendar.ts'
import { DAY } from '../models/zone.ts'
import type { YearInputs } from './inputs.ts'
import { PARK, SITES } from './sites.ts'

export interface PlannedEntry {
  readonly key: string
  readonly site: string
  readonly value: number
  readonly from: string
  readonly to: string | null
  readonly note: string
  readonly reference?: string
}

export interface PlannedFactor {
  readonly kind: string
  readonly region: string | null
  readonly value: number
  readonly from: string
  readonly to: string
  readonly publisher: string
  readonly document: string
  readonly note: string
}

/** Every entry of a played year begins its note with this. */
export const NOTE = 'reconstructed input of the reference year'

/** Head counts of other offices in a usual year: how people and areas of which only the total is an input are shared. */
const WEIGHTS: Readonly<Record<string, number>> = { 'office-north': 1560, 'office-central': 1990, 'office-east': 1100, 'office-south': 536 }
const OTHERS = Object.keys(WEIGHTS)

/** Shares of a total in hundredths of its unit, or whole, that add up to it exactly. */
function split(total: number, weights: readonly number[], digits: number): number[] {
  const scale = 10 ** digits
  const all = weights.reduce((a, b) => a + b, 0)
  const parts = weights.map((w) => Math.floor((total * scale * w) / all) / scale)
  const last = parts.findLastIndex((_, i) => (weights[i] ?? 0) > 0)
  const rest = total - parts.reduce((sum, p, i) => (i === last ? sum : sum + p), 0)
  return parts.map((p, i) => (i === last ? Math.round(rest * 1e9) / 1e9 : p))
}

const dateText = (year: number, month: number, date = 1): string => new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1)

function steps({ year, people, area, electricity }: YearInputs): PlannedEntry[] {
  const step = (key: string, site: string, value: number): PlannedEntry => ({
    key,
    site,
    value,
    from: dateText(year, 1),
    to: null,
    note: NOTE,
  })
  const weights = OTHERS.map((o) => WEIGHTS[o] ?? 0)
  const heads = split(people.offices - people.park, weights, 0)
  const floors = split(area.offices - area.park, weights, 0)
  const shops = split(
    area.shops,
    SITES.map((s) => electricity.shops.get(s.grid) ?? 0),
    0,
  )
  return [
    step('head-count', PARK, people.park),
    ...OTHERS.map((site, i) => step('head-count', site, heads[i] ?? 0)),
    step('floor-area', PARK, area.park),
    ...OTHERS.map((site, i) => step('floor-area', site, floors[i] ?? 0)),
    ...SITES.map(({ shop }, i) => step('floor-area', shop, shops[i] ?? 0)),
  ]
}

/** Working days of each month. */
function workdays(year: number, calendar: Calendar): number[] {
  return MONTHS.map((month) => {
    const [from, to] = [Date.UTC(year, month - 1, 1) / DAY, Date.UTC(year, month, 1) / DAY]
    return Array.from({ length: to - from }, (_, i) => calendar.typeOf(from + i)).filter((t) => t === 'work').length
  })
}

function waste({ year, people, waste: inputs }: YearInputs, calendar: Calendar): PlannedEntry[] {
  const days = workdays(year, calendar)
  const monthly = (key: string, site: string, total: number): PlannedEntry[] =>
    split(total, days, 3).map((value, i) => ({ key, site, value, from: dateText(year, i + 1), to: dateText(year, i + 2), note: NOTE }))
  const sites = [PARK, ...OTHERS]
  const heads = [
    people.park,
    ...split(
      people.offices - people.park,
      OTHERS.map((o) => WEIGHTS[o] ?? 0),
      0,
    ),
  ]
  const domestic = split(inputs.nonHazardous - inputs.food, heads, 3)
  const toner = split(inputs.hazardous, heads, 4)
  return [
    ...sites.flatMap((site, i) => monthly('waste.non-hazardous', site, domestic[i] ?? 0)),
    ...sites.map((site, i) => ({
      key: 'waste.hazardous',
      site,
      value: toner[i] ?? 0,
      from: dateText(year, 1),
      to: dateText(year + 1, 1),
      note: `${NOTE}; toner and cartridges`,
    })),
    ...monthly('food-waste', PARK, inputs.food),
    ...monthly('fertiliser', PARK, inputs.fertiliser),
  ]
}

/** Invoices from the 20th to the 20th, cut at the ends of the year; summer and winter above spring and autumn. */
const BILL_DATE = 20
const SEASONAL = [1.06, 1.0, 0.93, 0.9, 0.96, 1.08, 1.18, 1.17, 1.02, 0.9, 0.94, 1.05]

function bills({ year, electricity }: YearInputs): PlannedEntry[] {
  const edges = [dateText(year, 1), ...MONTHS.map((m) => dateText(year, m, BILL_DATE)), dateText(year + 1, 1)]
  const spans = edges.slice(0, -1).map((from, i) => ({ from, to: edges[i + 1] ?? from }))
  const weights = spans.map(({ from, to }, i) => ((Date.parse(to) - Date.parse(from)) / DAY) * (SEASONAL[Math.min(11, i)] ?? 1))
  return SITES.filter((s) => s.grid !== 'N' && (electricity.shops.get(s.grid) ?? 0) > 0).flatMap(({ grid, shop }) =>
    split((electricity.shops.get(grid) ?? 0) * 1000, weights, 2).map((value, i) => ({
      key: 'bill.electricity',
      site: shop,
      value,
      ...(spans[i] ?? { from: '', to: '' }),
      note: NOTE,
      reference: `${grid}-${year}-${String(i + 1).padStart(2, '0')}`,
    })),
  )
}

/** Entries in the order in which they are recorded. `calendar` has the working days. */
export function entriesOf(inputs: YearInputs, calendar: Calendar): PlannedEntry[] {
  return [...steps(inputs), ...waste(inputs, calendar), ...bills(inputs)]
}

/** Rows for factors that are not those of the campus's own inputs: those are the factor set that its file chooses. */
export function factorsOf({ year, factors }: YearInputs, own: YearInputs): PlannedFactor[] {
  const row = (kind: string, region: string | null, value: number): PlannedFactor => ({
    kind,
    region,
    value,
    from: dateText(year, 1),
    to: dateText(year + 1, 1),
    publisher: 'inputs of the reference year',
    document: 'given with --inputs',
    note: NOTE,
  })
  const grids = SITES.flatMap(({ grid, region }) => {
    const value = factors.grid.get(grid)
    return value === undefined || value === own.factors.grid.get(grid) ? [] : [row('grid.co2', region, value)]
  })
  return factors.gas === own.factors.gas ? grids : [...grids, row('gas.co2e', null, factors.gas)]
}
