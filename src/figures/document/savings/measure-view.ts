/** One measure for its page: what it saved up to each month with its band, and what its baseline is. */

import { DAY, DAY_TYPES, type DayType, QUARTER, type Saving, type ShareSchedule } from '../../../domain/index.ts'
import { boundaryOf } from '../../inputs/boundary.ts'
import type { FigureInputs } from '../../inputs/figure-inputs.ts'
import { measureMonths } from '../../inputs/saving-claims.ts'
import type { Language } from '../../messages/language.ts'
import { printedNumbers } from '../render/printed-numbers.ts'
import { amountsOf, measureRow, type MeasureRow, type SavingMonthRow } from './savings-view.ts'

/** Mean share of full output, 0..1, of the loads in each quarter hour of a local day. */
export type BaselineProfile = Readonly<Record<DayType, readonly number[]>>

export interface MeasureView extends MeasureRow {
  readonly zone: string
  readonly language: Language
  /** From the beginning of the period up to the end of each month: months have errors in common, so their intervals do not add up as squares. */
  readonly cumulative: readonly SavingMonthRow[]
  /** Null: no load has a baseline. */
  readonly profile: BaselineProfile | null
}

const SLOTS = DAY / QUARTER

/** Null: there is no such measure. */
export function measureView(inputs: FigureInputs, id: string, boundary: string | null, language: Language = 'en'): MeasureView | null {
  const saving = inputs.savings?.find((s) => s.measure.id === id)
  if (saving === undefined) return null
  const within = boundary === null ? null : boundaryOf(inputs.campus, boundary)
  const shares = measureMonths([saving], within)
  const row = measureRow(inputs, saving, within, language)
  const cumulative = row.months.map(({ month }) => ({ month, ...amountsOf(shares.filter((s) => s.month.month <= month)) }))
  return printedNumbers({ ...row, zone: inputs.campus.timezone, language, cumulative, profile: profileOf(saving) })
}

function profileOf({ loads }: Saving): BaselineProfile | null {
  const schedules = loads.flatMap(({ schedule }) => schedule ?? [])
  if (schedules.length === 0) return null
  const meanOf = (type: DayType): number[] =>
    Array.from({ length: SLOTS }, (_, slot) => schedules.reduce((sum, s) => sum + shareAt(s, type, slot * QUARTER), 0) / schedules.length)
  return Object.fromEntries(DAY_TYPES.map((type) => [type, meanOf(type)])) as Record<DayType, number[]>
}

/** Mean over the quarter hour that begins at `from` ms after midnight. */
function shareAt(schedule: ShareSchedule, type: DayType, from: number): number {
  const overlap = (w: { readonly from: number; readonly to: number }): number =>
    Math.max(0, Math.min(w.to, from + QUARTER) - Math.max(w.from, from))
  return schedule[type].reduce((sum, w) => sum + w.share * overlap(w), 0) / QUARTER
}
