/** Energy by carrier, site and month, in MWh: from meters where there are any, from bills where there are none. */

import { type Carrier, type Entry, scopeOf, type Site } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { billsDiffer } from '../inputs/bills.ts'
import { entered } from '../inputs/entered.ts'
import { absent, type FigureValue, remarked, scaled, sum } from '../inputs/figure-value.ts'
import { consumptionOf, keyOf, type FigureInputs, pointsWithRole, type Month, once } from '../inputs/figure-inputs.ts'
import { priced, priceOf } from '../inputs/priced.ts'
import { message } from '../messages/reasons.ts'

export const billOf = (carrier: Carrier): Entry['key'] => `bill.${carrier.id}`

export function carrierOf(ledger: FigureInputs, id: string): Carrier | null {
  return ledger.carriers.find((c) => c.id === id) ?? null
}

export const within = (boundary: Boundary, site: Site): Boundary => ({ ...boundary, sites: [site] })

/** What one site used of a carrier in one month, in the carrier's own unit (kWh, m3). A meter is believed before a bill. */
export function used(ledger: FigureInputs, carrier: Carrier, where: { boundary: Boundary; site: Site }, month: Month): FigureValue {
  const inside = within(where.boundary, where.site)
  const meters = pointsWithRole(ledger, inside, carrier, month)
  if (meters.length > 0) return sum(meters.map((point) => consumptionOf(ledger, point, month)))
  if (where.boundary.building !== null) return absent(message('no-point', { role: carrier.role, boundary: where.boundary.id }))
  return entered(ledger, billOf(carrier), [where.site.id], month)
}

const KWH_PER_MWH = 1000
const MJ_PER_MWH = 3600

/** Net calorific value turns fuel into energy (GB/T 2589 equivalent value: amount x NCV / 3600). */
function energyOf(ledger: FigureInputs, carrier: Carrier, own: FigureValue, at: { site: Site; month: Month }): FigureValue {
  if (carrier.form === 'refrigerant') return absent(message('no-entry', { key: billOf(carrier), sites: at.site.id }))
  if (carrier.form !== 'fuel') return scaled(own, 1 / KWH_PER_MWH)
  return priced(own, priceOf(ledger, `${carrier.id}.ncv`, at.month, at.site.id), at.month, MJ_PER_MWH)
}

/** One carrier at one site in one month: what factors are applied to. */
export interface EnergyShare {
  readonly carrier: Carrier
  readonly site: Site
  readonly month: Month
  /** In the carrier's unit. */
  readonly own: FigureValue
  /** MWh. */
  readonly energy: FigureValue
  /** Meters it comes from; 1 for a bill. */
  readonly meters: number
}

export function slicesOf(ledger: FigureInputs, carrier: Carrier, boundary: Boundary): readonly EnergyShare[] {
  return once(ledger, `slices ${carrier.id} ${keyOf(boundary)}`, () =>
    boundary.sites.flatMap((site) =>
      ledger.period.months.map((month) => {
        const own = used(ledger, carrier, { boundary, site }, month)
        const energy = energyOf(ledger, carrier, own, { site, month })
        const meters = pointsWithRole(ledger, within(boundary, site), carrier, month).length
        return { carrier, site, month, own, energy, meters: Math.max(1, meters) }
      }),
    ),
  )
}

/** Sum over slices; each counts in the coverage as many times as it has meters. */
export function sumOver(slices: readonly EnergyShare[], of: (slice: EnergyShare) => FigureValue): FigureValue {
  return sum(slices.map(of), (_, i) => slices[i]?.meters ?? 1)
}

/** MWh of a carrier. */
export function carrierEnergy(ledger: FigureInputs, carrier: Carrier, boundary: Boundary): FigureValue {
  return once(ledger, `energy ${carrier.id} ${keyOf(boundary)}`, () => {
    const total = sumOver(slicesOf(ledger, carrier, boundary), (s) => s.energy)
    const apart = boundary.sites.flatMap((site) => billsDiffer(ledger, carrier, billOf(carrier), { site, inside: within(boundary, site) }))
    return remarked(total, ...apart)
  })
}

/** Carriers of energy. A refrigerant is none: it warms the climate, and holds no energy that anybody uses. */
const bearers = (ledger: FigureInputs): readonly Carrier[] => ledger.carriers.filter((c) => c.form !== 'refrigerant')

const energyOfScope =
  (scope: 1 | 2) =>
  (ledger: FigureInputs, boundary: Boundary): FigureValue =>
    sum(
      bearers(ledger)
        .filter((c) => scopeOf(c) === scope)
        .map((carrier) => carrierEnergy(ledger, carrier, boundary)),
    )

/** Fuel burnt here. */
export const directEnergy = energyOfScope(1)
/** Purchased electricity, heat, cooling. */
export const indirectEnergy = energyOfScope(2)

export function totalEnergy(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return sum([indirectEnergy(ledger, boundary), directEnergy(ledger, boundary)])
}

const KG_PER_T = 1000
const MJ_PER_KWH = 3.6

/** Standard coal, equivalent value (GB/T 2589): electricity by its own coefficient, heat and fuel by theirs, a fuel by a row of its own where there is one. */
function coalOf(ledger: FigureInputs, { carrier, site, month, own, energy }: EnergyShare): FigureValue {
  if (carrier.form === 'electricity') return priced(own, priceOf(ledger, 'tce.electricity', month), month, KG_PER_T)
  const table = priceOf(ledger, `${carrier.id}.tce`, month, site.id)
  if (carrier.form === 'fuel' && !('why' in table)) return priced(own, table, month, KG_PER_T)
  const heat = priceOf(ledger, 'tce.heat', month)
  if (carrier.form === 'heat') return priced(own, heat, month, KG_PER_T / MJ_PER_KWH)
  return priced(energy, heat, month, 1 / MJ_PER_KWH)
}

/** Tonnes of standard coal of one carrier, and of all. */
export function carrierCoal(ledger: FigureInputs, carrier: Carrier, boundary: Boundary): FigureValue {
  return sumOver(slicesOf(ledger, carrier, boundary), (s) => (s.energy.absent ? s.energy : coalOf(ledger, s)))
}

export function standardCoal(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return sum(bearers(ledger).map((carrier) => carrierCoal(ledger, carrier, boundary)))
}
