/** Air emissions of fuel burnt (HKEX A1.1): energy x grams per GJ. */

import type { Boundary } from '../inputs/boundary.ts'
import { directEnergy, type EnergyShare, slicesOf, sumOver } from './energy.ts'
import { type FigureValue, missing, type Remark, remark, remarked, sum } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { monthRuns } from '../inputs/month-runs.ts'
import { priced, priceOf } from '../inputs/priced.ts'

export type Pollutant = 'nox' | 'sox' | 'pm'

/** g/GJ x 3.6 GJ/MWh / 1000 g/kg. */
const PER_MWH = 1000 / 3.6

/** kg of one pollutant from all fuels. Fuel without a factor is left out, told, and lowers the coverage by its share of the energy that is known. */
export function airEmission(ledger: FigureInputs, boundary: Boundary, pollutant: Pollutant): FigureValue {
  const fuels = ledger.carriers.filter((c) => c.form === 'fuel').map((c) => slicesOf(ledger, c, boundary))
  const priceAt = ({ carrier, month, site }: EnergyShare) => priceOf(ledger, `${carrier.id}.${pollutant}`, month, site.id)
  const isOut = (s: EnergyShare): boolean => s.energy.value !== null && 'why' in priceAt(s)
  const emitted = sum(
    fuels.map((slices) =>
      sumOver(
        slices.filter((s) => !isOut(s)),
        (s) => priced(s.energy, priceAt(s), s.month, PER_MWH),
      ),
    ),
  )
  const out = fuels.flat().filter(isOut)
  if (out.length === 0) return emitted
  const why = out.flatMap((s) => whyOf(priceAt(s)))
  if (emitted.value === null) return missing(...why, ...(emitted.absent ? [] : emitted.missing))
  const coverage = directEnergy(ledger, boundary).coverage * (1 - shareOf(out, fuels.flat()))
  return remarked({ ...emitted, coverage }, ...leftOut(ledger, out, pollutant))
}

const whyOf = (price: ReturnType<typeof priceOf>) => ('why' in price ? [price.why] : [])
const energyIn = (slices: readonly EnergyShare[]): number => slices.reduce((mwh, s) => mwh + (s.energy.value ?? 0), 0)

function shareOf(part: readonly EnergyShare[], all: readonly EnergyShare[]): number {
  const mwh = energyIn(all)
  return mwh === 0 ? 0 : energyIn(part) / mwh
}

/** A remark for each fuel. */
function leftOut(ledger: FigureInputs, out: readonly EnergyShare[], pollutant: Pollutant): Remark[] {
  return [...new Set(out.map((s) => s.carrier))].map((carrier) => {
    const own = out.filter((s) => s.carrier === carrier)
    const months = monthRuns(
      ledger,
      own.map((s) => s.month),
    )
    const mwh = Number(energyIn(own).toPrecision(4))
    return remark('factor-missing', 'fuel-left-out', { kind: `${carrier.id}.${pollutant}`, months, carrier: carrier.id, mwh })
  })
}
