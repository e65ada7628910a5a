/** A point that another meter serves from a date on: consumption over the change comes from the declared indexes of both meters. */

import { findingBit, type FromRow, type Point } from '../../domain/index.ts'
import type { Delta, RegisterReading } from '../counter/classify.ts'

const SWAPPED = findingBit('meter-swapped')

/** The row of the point that serves it at an instant; of several the last one. */
function rowAt(rows: readonly FromRow[], at: number): FromRow | null {
  let found: FromRow | null = null
  for (const row of rows) if ((row.from === null || row.from <= at) && (row.to === null || at < row.to)) found = row
  return found
}

/**
 * Consumption between two readings of different meters, base units: what the old one counted up to its last index, and the new one from its
 * first. Null when one meter gave both readings, or no index is declared. `base` is base units per canonical unit.
 */
export function deltaOverChange(point: Point, base: number, from: RegisterReading, to: RegisterReading): Delta | null {
  const before = rowAt(point.from, from.time)
  const after = rowAt(point.from, to.time)
  if (before === null || after === null || before === after) return null
  const [last, first] = [before.lastIndex, after.firstIndex]
  if (last === null && first === null) return null
  const ofOld = last === null ? 0 : Math.max(0, Math.round(last * base) - from.value)
  const ofNew = first === null ? 0 : Math.max(0, to.value - Math.round(first * base))
  return { from, to, consumed: ofOld + ofNew, known: true, findings: SWAPPED }
}
