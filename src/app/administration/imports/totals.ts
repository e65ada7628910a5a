/** Totals of an import while it takes rows. */

import { instant } from '../../../domain/index.ts'
import type { ImportLog, LoggedRow } from '../../../ports/index.ts'
import type { ImportTotals } from './register.ts'
import { readByPoint } from './undo-plan.ts'

export interface RunningTotals {
  readonly points: Set<string>
  readings: number
  replaced: number
  from: number
  to: number
}

export const totalsOf = ({ readings, replaced, from, to }: RunningTotals): ImportTotals => ({
  readings,
  replaced,
  from: readings === 0 ? null : instant(from),
  to: readings === 0 ? null : instant(to),
})

export function countRows(into: RunningTotals, point: string, rows: readonly LoggedRow[]): void {
  into.points.add(point)
  for (const { time, before } of rows) {
    into.readings += 1
    if (before !== null) into.replaced += 1
    into.from = Math.min(into.from, time)
    into.to = Math.max(into.to, time)
  }
}

/** Of an import whose rows were accepted before the service started. */
export async function countLogged(importLog: ImportLog, id: string): Promise<RunningTotals> {
  const counted: RunningTotals = { points: new Set(), readings: 0, replaced: 0, from: Infinity, to: -Infinity }
  for (const [point, rows] of await readByPoint(importLog.read(id))) countRows(counted, point, [...rows.values()])
  return counted
}
