/** Energy by type, as HKEX A2.1 and GRI 302-1 ask: a statement for each carrier that is there. */

import { type Carrier, type Names, SHIPPED_CARRIERS, unitOfCarrier } from '../../domain/index.ts'
import { carrierCarbon } from '../formulas/carbon.ts'
import { carrierCoal, carrierEnergy, slicesOf, sumOver } from '../formulas/energy.ts'
import type { Boundary } from '../inputs/boundary.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import type { CarrierStatement } from './report-document.ts'

/** The name that the campus file gives a carrier; null for a shipped one. */
export function campusName(carrier: Carrier): Names | null {
  return SHIPPED_CARRIERS.includes(carrier) ? null : carrier.name
}

export function carrierStatements(inputs: FigureInputs, boundary: Boundary): CarrierStatement[] {
  return inputs.carriers.flatMap((carrier) => {
    const own = sumOver(slicesOf(inputs, carrier, boundary), (s) => s.own)
    if (own.absent) return []
    return [
      {
        id: carrier.id,
        name: campusName(carrier),
        form: carrier.form,
        boundary: boundary.id,
        amount: own.value,
        unit: unitOfCarrier(carrier),
        energy_mwh: carrierEnergy(inputs, carrier, boundary).value,
        standard_coal_t: carrierCoal(inputs, carrier, boundary).value,
        ghg_t: carrierCarbon(inputs, carrier, boundary).value,
        coverage: own.coverage,
      },
    ]
  })
}
