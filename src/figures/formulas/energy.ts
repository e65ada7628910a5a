/** Energy by carrier, site and month, in MWh: from meters where there are any, from bills where there are none. */

import { type CalendarMonth, type Carrier, type Entry, scopeOf, type Site } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { compareBills } from '../inputs/bills.ts'
import { type AmountChange, calorificValue, volumeChange } from '../inputs/calorific.ts'
import { joinMetersAndBill, sumEntries } from '../inputs/entry-amounts.ts'
import { absent, type FigureValue, addRemarks, scale, sum } from '../inputs/figure-value.ts'
import { consumption, boundaryKey, type FigureInputs, pointsWithRole, memoize } from '../inputs/figure-inputs.ts'
import { applyFactor, lookUpFactor, siteRegions } from '../inputs/factor-lookup.ts'
import { message } from '../messages/message.ts'

export const billKey = (carrier: Carrier): Entry['key'] => `bill.${carrier.id}`

export function carrierOf(inputs: FigureInputs, id: string): Carrier | null {
  return inputs.carriers.find((c) => c.id === id) ?? null
}

export const siteBoundary = (boundary: Boundary, site: Site): Boundary => ({ ...boundary, sites: [site] })

interface UseQuery {
  readonly boundary: Boundary
  readonly site: Site
  readonly month: CalendarMonth
  /** What becomes of the amounts before they are added up; left out: nothing. */
  readonly change?: AmountChange
}

/** What one site used of a carrier in one month, in the carrier's own unit (kWh, m3). A meter is believed before a bill. */
export function carrierUse(inputs: FigureInputs, carrier: Carrier, { boundary, site, month, change }: UseQuery): FigureValue {
  const meters = pointsWithRole(inputs, siteBoundary(boundary, site), carrier, month)
  const key = billKey(carrier)
  const bill = (): FigureValue => sumEntries(inputs, key, [site.id], change === undefined ? month : { ...month, change: change.entry })
  if (meters.length > 0) {
    const amounts = meters.map((point) => {
      const amount = consumption(inputs, point, month)
      return change === undefined ? amount : change.meter(point, amount, month)
    })
    return boundary.building === null ? joinMetersAndBill(amounts, bill, { key, days: month.id }) : sum(amounts)
  }
  return boundary.building === null ? bill() : absent(message('no-point', { role: carrier.role, boundary: boundary.id }))
}

const KWH_PER_MWH = 1000
const MJ_PER_MWH = 3600

/** Net calorific value turns fuel into energy (GB/T 2589 equivalent value: amount x NCV / 3600); a gas by its m3 at the conditions of that value. */
function energyOf(inputs: FigureInputs, carrier: Carrier, own: FigureValue, at: UseQuery): FigureValue {
  if (carrier.form === 'refrigerant') return absent(message('no-entry', { key: billKey(carrier), sites: at.site.id }))
  if (carrier.form !== 'fuel') return scale(own, 1 / KWH_PER_MWH)
  const calorific = calorificValue(inputs, carrier, at)
  const change = volumeChange(inputs, carrier, calorific.conditions)
  const amount = change === null ? own : carrierUse(inputs, carrier, { ...at, change })
  return applyFactor(amount, calorific, at.month, MJ_PER_MWH)
}

/** One carrier at one site in one month: what factors are applied to. */
export interface EnergyShare {
  readonly carrier: Carrier
  readonly site: Site
  readonly month: CalendarMonth
  /** In the carrier's unit. */
  readonly own: FigureValue
  /** MWh. */
  readonly energy: FigureValue
}

export function slicesOf(inputs: FigureInputs, carrier: Carrier, boundary: Boundary): readonly EnergyShare[] {
  return memoize(inputs, `slices ${carrier.id} ${boundaryKey(boundary)}`, () =>
    boundary.sites.flatMap((site) =>
      inputs.period.months.map((month) => {
        const own = carrierUse(inputs, carrier, { boundary, site, month })
        const energy = energyOf(inputs, carrier, own, { boundary, site, month })
        return { carrier, site, month, own, energy }
      }),
    ),
  )
}

/** Sum over slices. */
export function sumOver(slices: readonly EnergyShare[], of: (slice: EnergyShare) => FigureValue): FigureValue {
  return sum(slices.map(of))
}

/** MWh of a carrier. */
export function carrierEnergy(inputs: FigureInputs, carrier: Carrier, boundary: Boundary): FigureValue {
  return memoize(inputs, `energy ${carrier.id} ${boundaryKey(boundary)}`, () => {
    const total = sumOver(slicesOf(inputs, carrier, boundary), (s) => s.energy)
    const apart = boundary.sites.flatMap((site) =>
      compareBills(inputs, carrier, billKey(carrier), { site, inside: siteBoundary(boundary, site) }),
    )
    return addRemarks(total, ...apart)
  })
}

/** Carriers of energy. A refrigerant is none: it warms the climate, and holds no energy that anybody uses. */
const energyCarriers = (inputs: FigureInputs): readonly Carrier[] => inputs.carriers.filter((c) => c.form !== 'refrigerant')

const energyOfScope =
  (scope: 1 | 2) =>
  (inputs: FigureInputs, boundary: Boundary): FigureValue =>
    sum(
      energyCarriers(inputs)
        .filter((c) => scopeOf(c) === scope)
        .map((carrier) => carrierEnergy(inputs, carrier, boundary)),
    )

/** Fuel burnt here. */
export const directEnergy = energyOfScope(1)
/** Purchased electricity, heat, cooling. */
export const indirectEnergy = energyOfScope(2)

export function totalEnergy(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return sum([indirectEnergy(inputs, boundary), directEnergy(inputs, boundary)])
}

const KG_PER_T = 1000
const MJ_PER_KWH = 3.6

/** Standard coal, equivalent value (GB/T 2589): electricity by its own coefficient, heat and fuel by theirs, a fuel by a row of its own where there is one. */
function coalOf(inputs: FigureInputs, { carrier, site, month, own, energy }: EnergyShare): FigureValue {
  if (carrier.form === 'electricity') return applyFactor(own, lookUpFactor(inputs, 'tce.electricity', month), month, KG_PER_T)
  const table = lookUpFactor(inputs, `${carrier.id}.tce`, month, siteRegions(inputs, site))
  if (carrier.form === 'fuel' && !('reason' in table)) return applyFactor(own, table, month, KG_PER_T)
  const heat = lookUpFactor(inputs, 'tce.heat', month)
  if (carrier.form === 'heat') return applyFactor(own, heat, month, KG_PER_T / MJ_PER_KWH)
  return applyFactor(energy, heat, month, 1 / MJ_PER_KWH)
}

/** Tonnes of standard coal of one carrier, and of all. */
export function carrierCoal(inputs: FigureInputs, carrier: Carrier, boundary: Boundary): FigureValue {
  return sumOver(slicesOf(inputs, carrier, boundary), (s) => (s.energy.absent ? s.energy : coalOf(inputs, s)))
}

export function standardCoal(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return sum(energyCarriers(inputs).map((carrier) => carrierCoal(inputs, carrier, boundary)))
}
