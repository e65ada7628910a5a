/** Months of a period in few words: those that follow each other as one run. */

import type { CalendarMonth } from '../../domain/index.ts'
import type { FigureInputs } from './figure-inputs.ts'

/** `2026-01 - 2026-05, 2026-11`, in the order of the period. */
export function monthRuns({ period }: Pick<FigureInputs, 'period'>, months: readonly CalendarMonth[]): string {
  const ids = new Set(months.map((m) => m.id))
  const runs: string[][] = []
  for (const [i, { id }] of period.months.entries()) {
    if (!ids.has(id)) continue
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1) === period.months[i - 1]?.id) last.push(id)
    else runs.push([id])
  }
  return runs.map((run) => (run.length < 2 ? run.join('') : `${run[0] ?? ''} - ${run.at(-1) ?? ''}`)).join(', ')
}
