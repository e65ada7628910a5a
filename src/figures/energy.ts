/** Energy by carrier, site and month, in MWh: from meters where there are any, from bills where there are none. */

import { factorAt, type Fact, type Quantity, type Site } from '../domain/index.ts'
import type { Boundary } from './boundary.ts'
import { absent, type Input, type Known, missing, type Remark, remarked, scaled, sum } from './known.ts'
import { consumed, entered, enteredInPeriod, type Ledger, metersIn, type Month } from './ledger.ts'

export interface Carrier {
  readonly id: 'electricity' | 'gas'
  readonly role: string
  readonly quantity: Quantity
  readonly bill: Fact['key']
}

export const ELECTRICITY: Carrier = { id: 'electricity', role: 'main-meter', quantity: 'energy', bill: 'bill.electricity' }
export const GAS: Carrier = { id: 'gas', role: 'gas-meter', quantity: 'volume', bill: 'bill.gas' }

/** What one site used of a carrier in one month, in the carrier's own unit (kWh, m3). A meter is believed before a bill. */
function used(ledger: Ledger, carrier: Carrier, where: { boundary: Boundary; site: Site }, month: Month): Known {
  const within: Boundary = { ...where.boundary, sites: [where.site] }
  const meters = metersIn(ledger, within, carrier)
  if (meters.length > 0) return sum(meters.map((point) => consumed(ledger, point, month)))
  if (where.boundary.building !== null) return absent(`no ${carrier.role} in ${where.boundary.id}`)
  return entered(ledger, carrier.bill, [where.site.id], month)
}

const KWH_PER_MWH = 1000
const MJ_PER_MWH = 3600

/** Net calorific value turns gas into energy (GB/T 2589 equivalent value: V x NCV / 3600). */
function burnt(ledger: Ledger, volume: Known, site: Site, month: Month): Known {
  if (volume.value === null) return volume
  const chosen = factorAt(ledger.factors, 'gas.ncv', month.from, site.id)
  if (chosen === null) return missing(`no factor gas.ncv for ${month.id}`)
  const { factor, provisional } = chosen
  const input: Input = { kind: 'factor', factor: factor.id, value: factor.value, unit: factor.unit, provisional }
  return remarked(scaled(volume, factor.value / MJ_PER_MWH, input), ...standsIn(factor.id, provisional, month))
}

export function standsIn(factor: string, provisional: boolean, month: Month): Remark[] {
  return provisional ? [{ code: 'provisional-factor', sentence: `${factor} stands in for ${month.id}: there is no row for it` }] : []
}

/** Energy of one carrier, site by site and month by month: what factors are applied to. */
export interface Slice {
  readonly site: Site
  readonly month: Month
  /** MWh. */
  readonly energy: Known
  /** Meters it comes from; 1 for a bill. */
  readonly meters: number
}

export function slicesOf(ledger: Ledger, carrier: Carrier, boundary: Boundary): Slice[] {
  return boundary.sites.flatMap((site) =>
    ledger.period.months.map((month) => {
      const own = used(ledger, carrier, { boundary, site }, month)
      const energy = carrier.id === 'gas' ? burnt(ledger, own, site, month) : scaled(own, 1 / KWH_PER_MWH)
      const meters = metersIn(ledger, { ...boundary, sites: [site] }, carrier).length
      return { site, month, energy, meters: Math.max(1, meters) }
    }),
  )
}

/** More than this between bill and meter is told. */
const BILL_TOLERANCE = 0.02

/** Bills held against meters, where a site has both. */
function billsDiffer(ledger: Ledger, carrier: Carrier, boundary: Boundary): Remark[] {
  return boundary.sites.flatMap((site): Remark[] => {
    const meters = metersIn(ledger, { ...boundary, sites: [site] }, carrier)
    const bill = enteredInPeriod(ledger, carrier.bill, [site.id])
    if (meters.length === 0 || bill.value === null || boundary.building !== null) return []
    const metered = sum(ledger.period.months.flatMap((month) => meters.map((point) => consumed(ledger, point, month))))
    const apart = metered.value === null || metered.value === 0 ? null : bill.value / metered.value - 1
    if (apart === null || Math.abs(apart) <= BILL_TOLERANCE) return []
    const sentence = `${carrier.bill} of ${site.id} is ${(100 * apart).toFixed(1)} % ${apart > 0 ? 'above' : 'below'} what its meters counted`
    return [{ code: 'bill-differs', sentence }]
  })
}

/** MWh of a carrier. */
export function carrierEnergy(ledger: Ledger, carrier: Carrier, boundary: Boundary): Known {
  const slices = slicesOf(ledger, carrier, boundary)
  const total = sum(
    slices.map((s) => s.energy),
    (_, i) => slices[i]?.meters ?? 1,
  )
  return remarked(total, ...billsDiffer(ledger, carrier, boundary))
}

export function totalEnergy(ledger: Ledger, boundary: Boundary): Known {
  return sum([carrierEnergy(ledger, ELECTRICITY, boundary), carrierEnergy(ledger, GAS, boundary)])
}
