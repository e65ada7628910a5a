/** Energy by type, as HKEX A2.1 and GRI 302-1 ask: a row for each carrier that is there. */

import { nameIn, unitOfCarrier } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { carrierCarbon } from '../formulas/carbon.ts'
import { carrierCoal, carrierEnergy, slicesOf, sumOver } from '../formulas/energy.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import type { Language } from '../messages/language.ts'

export interface CarrierRow {
  readonly id: string
  readonly name: string
  readonly form: string
  readonly boundary: string
  /** In the carrier's unit; unrounded, as all numbers here. */
  readonly amount: number | null
  readonly unit: string
  readonly energy_mwh: number | null
  readonly standard_coal_t: number | null
  readonly ghg_t: number | null
  readonly coverage: number
}

export function carrierRows(ledger: FigureInputs, boundary: Boundary, language: Language): CarrierRow[] {
  return ledger.carriers.flatMap((carrier) => {
    const own = sumOver(slicesOf(ledger, carrier, boundary), (s) => s.own)
    if (own.absent) return []
    return [
      {
        id: carrier.id,
        name: nameIn(carrier.name, language, carrier.id),
        form: carrier.form,
        boundary: boundary.id,
        amount: own.value,
        unit: unitOfCarrier(carrier),
        energy_mwh: carrierEnergy(ledger, carrier, boundary).value,
        standard_coal_t: carrierCoal(ledger, carrier, boundary).value,
        ghg_t: carrierCarbon(ledger, carrier, boundary).value,
        coverage: own.coverage,
      },
    ]
  })
}
