/** Air emissions of fuel burnt (HKEX A1.1): energy x grams per GJ. */

import type { Boundary } from './boundary.ts'
import { slicesOf, sumOver } from './energy.ts'
import { type Known, sum } from './known.ts'
import type { Ledger } from './ledger.ts'
import { priced, priceOf } from './priced.ts'

export type Pollutant = 'nox' | 'sox' | 'pm'

/** g/GJ x 3.6 GJ/MWh / 1000 g/kg. */
const PER_MWH = 1000 / 3.6

/** kg of one pollutant from all fuels. */
export function airEmission(ledger: Ledger, boundary: Boundary, pollutant: Pollutant): Known {
  const fuels = ledger.carriers.filter((c) => c.form === 'fuel')
  return sum(
    fuels.map((carrier) =>
      sumOver(slicesOf(ledger, carrier, boundary), ({ energy, month, site }) =>
        priced(energy, priceOf(ledger, `${carrier.id}.${pollutant}`, month, site.id), month, PER_MWH),
      ),
    ),
  )
}
