/** What weather models are fitted to: a day or a billing period with its use and the mean temperatures of its days. */

import type { Instant } from '../../domain/index.ts'

export interface MeterObservation {
  readonly start: Instant
  /** Length in days; the last day of a clock change counts as one. */
  readonly days: number
  /** Time to the next reading, days: 25/24 where clocks go back. Statistics of the fit count a day by it, the fit itself does not. */
  readonly length: number
  /** Use in the whole time, in the unit of the meter. */
  readonly total: number
  /** Mean temperature of each day that is known, in the unit of the balance points. */
  readonly temperatures: readonly number[]
}

/** Mean temperature of an observation. */
export function meanTemperature({ temperatures }: Pick<MeterObservation, 'temperatures'>): number {
  return temperatures.reduce((sum, t) => sum + t, 0) / temperatures.length
}
