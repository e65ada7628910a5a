/** Bills compared with meters, over the days that each of them is for, whatever the period of the report. */

import { type Carrier, dayStart, type Entry, type Instant, type Site, type Span, valueAt } from '../../domain/index.ts'
import type { Boundary } from './boundary.ts'
import { periodDays } from './entry-amounts.ts'
import { type Remark, remark } from './figure-value.ts'
import { type FigureInputs, pointsWithRole, pointOf } from './figure-inputs.ts'

/** Bills of one site and key whose days overlap, as one amount. */
export interface BilledDays {
  /** First day, and the day after the last, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  readonly value: number
}

const laterOf = (a: string, b: string): string => (a > b ? a : b)

/** Those that reach into the period. */
export function joinBills(inputs: Pick<FigureInputs, 'entries' | 'period'>, key: Entry['key'], site: string): BilledDays[] {
  const bills = inputs.entries.filter((f) => f.key === key && f.site === site && f.to !== null).sort((a, b) => (a.from < b.from ? -1 : 1))
  const found: BilledDays[] = []
  for (const { from, to, value } of bills) {
    const last = found.at(-1)
    if (last !== undefined && from < last.to)
      found[found.length - 1] = { from: last.from, to: laterOf(last.to, to ?? ''), value: last.value + value }
    else found.push({ from, to: to ?? from, value })
  }
  const period = periodDays(inputs)
  return found.filter((b) => b.from < period.to && b.to > period.from)
}

export function spanOfDays({ from, to }: Pick<BilledDays, 'from' | 'to'>, zone: string): Span {
  return { from: dayStart(zone, from), to: dayStart(zone, to) }
}

/** What the meters counted in the days of a bill; null when a day of one of them is not covered, or another meter took over meanwhile. */
function sumMetersOver(inputs: FigureInputs, points: readonly string[], role: string, span: Span): number | null {
  let total = 0
  for (const id of points) {
    const point = pointOf(inputs, id)
    const plays = point !== null && [span.from, span.to - 1].every((at) => valueAt(point.role, at as Instant) === role)
    const amount = plays ? inputs.between(id, span) : null
    if (amount === null) return null
    total += amount
  }
  return total
}

/** A greater difference between bill and meter is a remark. */
const TOLERANCE = 0.02

/** `inside` is the boundary of the one site. */
export function compareBills(
  inputs: FigureInputs,
  carrier: Carrier,
  key: Entry['key'],
  { site, inside }: { site: Site; inside: Boundary },
): Remark[] {
  const meters = pointsWithRole(inputs, inside, carrier).map((p) => p.id)
  if (meters.length === 0 || inside.building !== null) return []
  return joinBills(inputs, key, site.id).flatMap(({ from, to, value }): Remark[] => {
    const metered = sumMetersOver(inputs, meters, carrier.role, spanOfDays({ from, to }, inputs.campus.timezone))
    const apart = metered === null || metered === 0 ? null : value / metered - 1
    if (apart === null || Math.abs(apart) <= TOLERANCE) return []
    const values = { key, site: site.id, from, to, percent: 100 * Math.abs(apart) }
    return [remark('bill-differs', apart > 0 ? 'bill-above' : 'bill-below', values)]
  })
}
