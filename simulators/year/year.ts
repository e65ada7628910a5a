/** A year of the reference campus: what is played over MQTT, which entries are recorded, and when its seasons are. */

import { loadCampus, type Tuning } from '../campus.ts'
import { type PlannedEntry, factorsOf, type PlannedFactor, entriesOf } from './entries.ts'
import { tuningFor } from './calibrate.ts'
import type { YearInputs } from './inputs.ts'
import { solarYear } from './plan.ts'

export interface YearPlay {
  /** Epoch ms: the first instant of the year and of the next. */
  readonly from: number
  readonly to: number
  readonly tuning: Tuning
  readonly entries: readonly PlannedEntry[]
  readonly factors: readonly PlannedFactor[]
  /** As the campus file has them. */
  readonly seasons: Readonly<Record<string, readonly { readonly from: string; readonly to: string }[]>>
}

/** `own`: the inputs whose factors the campus's set holds. Throws with what of the inputs cannot be. Some seconds of work. */
export function prepareYear(inputs: YearInputs, own: YearInputs, seed: number): YearPlay {
  const tuning = tuningFor(inputs, seed)
  const { zone, calendar } = loadCampus('reference', tuning)
  const start = (year: number): number => zone.startOf(Date.UTC(year, 0, 1) / 86_400_000)
  return {
    from: start(inputs.year),
    to: start(inputs.year + 1),
    tuning,
    entries: entriesOf(inputs, calendar),
    factors: factorsOf(inputs, own),
    seasons: solarYear(inputs.year, inputs.solar).windows,
  }
}
