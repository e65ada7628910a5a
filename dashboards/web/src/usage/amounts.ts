/** Amounts in the unit that a reader takes in best. */

import { number } from '../text/format.ts'
import { type Scale, unit, withUnit } from '../text/units.ts'

const LARGER: Readonly<Record<string, string>> = { kWh: 'MWh', MWh: 'GWh', kW: 'MW', kgCO2: 'tCO2', W: 'kW' }
const LARGE = 10_000

/** The unit for amounts up to `most`. */
export function scaleAmount(code: string, most: number): Scale {
  let [at, factor] = [code, 1]
  for (let next = LARGER[at]; next !== undefined && Math.abs(most * factor) >= LARGE; next = LARGER[at]) {
    at = next
    factor /= 1000
  }
  return { unit: unit(at), factor }
}

export function amountText(value: number, code: string): string {
  const scale = scaleAmount(code, value)
  return withUnit(number(value * scale.factor), scale.unit)
}

/** The rate that an amount of an hour is: kWh in an hour are kW. */
export function rateUnit(code: string): string {
  return code === 'kWh' ? 'kW' : `${code}/h`
}
