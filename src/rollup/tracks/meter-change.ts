/** A point that another meter serves from a date on: consumption over the change comes from the declared indexes of both meters. */

import { findingBit, type FromRow, type Point } from '../../domain/index.ts'
import type { Delta, RegisterReading } from '../counter/classify.ts'
import { allowedBy, type CounterRules } from '../counter/rules.ts'

const SWAPPED = findingBit('meter-swapped')

/** The row of the point that serves it at an instant; of several the last one. */
export function rowAt(rows: readonly FromRow[], at: number): FromRow | null {
  let found: FromRow | null = null
  for (const row of rows) if ((row.from === null || row.from <= at) && (row.to === null || at < row.to)) found = row
  return found
}

/** What a meter counted between two of its indexes, base units: over its modulus where that is consumption that its rate allows. */
function countedBetween(rules: CounterRules, first: number, last: number, ms: number): number {
  const rolled = rules.modulus === null ? -1 : last - first + rules.modulus
  return last >= first ? last - first : rolled >= 0 && rolled <= allowedBy(rules, ms) ? rolled : 0
}

export interface MeterChange {
  /** Base units per canonical unit. */
  readonly base: number
  readonly rulesOf: (row: FromRow) => CounterRules
}

/**
 * Consumption between two readings of different meters, base units: what the old one counted up to its last index, and the new one from its
 * first. Null when one meter gave both readings, or no index is declared.
 */
export function deltaOverChange(point: Point, { base, rulesOf }: MeterChange, from: RegisterReading, to: RegisterReading): Delta | null {
  const before = rowAt(point.from, from.time)
  const after = rowAt(point.from, to.time)
  if (before === null || after === null || before === after) return null
  const [last, first] = [before.lastIndex, after.firstIndex]
  if (last === null && first === null) return null
  const ms = to.time - from.time
  const ofOld = last === null ? 0 : countedBetween(rulesOf(before), from.value, Math.round(last * base), ms)
  const ofNew = first === null ? 0 : countedBetween(rulesOf(after), Math.round(first * base), to.value, ms)
  return { from, to, consumed: ofOld + ofNew, known: true, findings: SWAPPED }
}
