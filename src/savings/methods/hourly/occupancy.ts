/** Hours of the week in which people are there, by the sign of residuals of a plain degree-day model (CalTRACK 3.8). */

import { fitLinear } from '../statistics/least-squares.ts'
import { HOURS_OF_WEEK, type HourColumns } from './hours.ts'

/** Balance points of the plain model, F. */
const COOLING = 65
const HEATING = 50
/** An hour of the week is occupied when more than this share of its residuals is positive. */
const SHARE = 0.65

/** 1 for each occupied hour of the week. */
export function occupiedHours({ length, temperature, use, hourOfWeek }: HourColumns, weights: Float64Array): Uint8Array {
  const cooling = temperature.map((t) => Math.max(t - COOLING, 0))
  const heating = temperature.map((t) => Math.max(HEATING - t, 0))
  const fit = fitLinear([cooling, heating], use, weights)
  const [perCooling = 0, perHeating = 0] = fit?.slopes ?? []
  const above = new Uint32Array(HOURS_OF_WEEK)
  const all = new Uint32Array(HOURS_OF_WEEK)
  for (let i = 0; i < length; i++) {
    const modelled = (fit?.intercept ?? 0) + perCooling * (cooling[i] as number) + perHeating * (heating[i] as number)
    const hour = hourOfWeek[i] as number
    all[hour] = (all[hour] as number) + 1
    if ((use[i] as number) > modelled) above[hour] = (above[hour] as number) + 1
  }
  return Uint8Array.from(all, (n, hour) => (n > 0 && (above[hour] as number) / n > SHARE ? 1 : 0))
}
