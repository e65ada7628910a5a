/** Air emissions of fuel burnt (HKEX A1.1): energy x grams per GJ. */

import type { Boundary } from '../inputs/boundary.ts'
import { directEnergy, type EnergyShare, slicesOf, sumOver } from './energy.ts'
import { type FigureValue, missing, type Remark, remark, addRemarks, sum } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { monthRuns } from '../inputs/month-runs.ts'
import { applyFactor, lookUpFactor, siteRegions } from '../inputs/factor-lookup.ts'

export type Pollutant = 'nox' | 'sox' | 'pm'

/** g/GJ x 3.6 GJ/MWh / 1000 g/kg. */
const PER_MWH = 1000 / 3.6

/** kg of one pollutant from all fuels. Fuel without a factor is left out with a remark and lowers the coverage by its share of the energy that is known. */
export function airEmission(inputs: FigureInputs, boundary: Boundary, pollutant: Pollutant): FigureValue {
  const fuels = inputs.carriers.filter((c) => c.form === 'fuel').map((c) => slicesOf(inputs, c, boundary))
  const factorOf = ({ carrier, month, site }: EnergyShare) =>
    lookUpFactor(inputs, `${carrier.id}.${pollutant}`, month, siteRegions(inputs, site))
  const isOut = (s: EnergyShare): boolean => s.energy.value !== null && 'reason' in factorOf(s)
  const emission = sum(
    fuels.map((slices) =>
      sumOver(
        slices.filter((s) => !isOut(s)),
        (s) => applyFactor(s.energy, factorOf(s), s.month, PER_MWH),
      ),
    ),
  )
  const out = fuels.flat().filter(isOut)
  if (out.length === 0) return emission
  const why = out.flatMap((s) => whyOf(factorOf(s)))
  if (emission.value === null) return missing(...why, ...(emission.absent ? [] : emission.missing))
  const coverage = directEnergy(inputs, boundary).coverage * (1 - shareOf(out, fuels.flat()))
  return addRemarks({ ...emission, coverage }, ...leftOutRemarks(inputs, out, pollutant))
}

const whyOf = (price: ReturnType<typeof lookUpFactor>) => ('reason' in price ? [price.reason] : [])
const energyIn = (slices: readonly EnergyShare[]): number => slices.reduce((mwh, s) => mwh + (s.energy.value ?? 0), 0)

function shareOf(part: readonly EnergyShare[], all: readonly EnergyShare[]): number {
  const mwh = energyIn(all)
  return mwh === 0 ? 0 : energyIn(part) / mwh
}

/** A remark for each fuel. */
function leftOutRemarks(inputs: FigureInputs, out: readonly EnergyShare[], pollutant: Pollutant): Remark[] {
  return [...new Set(out.map((s) => s.carrier))].map((carrier) => {
    const own = out.filter((s) => s.carrier === carrier)
    const months = monthRuns(
      inputs,
      own.map((s) => s.month),
    )
    const mwh = energyIn(own)
    return remark('factor-missing', 'fuel-left-out', { kind: `${carrier.id}.${pollutant}`, months, carrier: carrier.id, mwh })
  })
}
