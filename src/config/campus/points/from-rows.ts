/** The `from:` rows of a point: which device serves it when, one at a time. */

import type { FromRow } from '../../../domain/index.ts'
import type { FromEntry, PointEntry } from '../../schema/point.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import type { DeepPartial } from '../../yaml/read.ts'
import { blamePart, type Examination, type ExaminedPart, isPresent, windowAt } from '../examine.ts'

interface Row extends FromRow {
  readonly at: number
  /** False when its dates have faults: overlaps are not checked then. */
  readonly sure: boolean
}

/** Rows by time. `factor` corrects the unit of the values; indexes are in the canonical unit as on the meter, before the multiplier. */
export function fromRowsOf(part: ExaminedPart<PointEntry>, factor: number, ids: ReadonlySet<string>, ex: Examination): readonly FromRow[] {
  const rows: Row[] = []
  for (const [i, entry] of (part.value.from ?? []).entries()) {
    if (!entry) continue
    const before = ex.faults.count()
    const { from, to } = windowAt(part, ['from', i, 'valid'], ex)
    const sure = ex.faults.count() === before && (part.sound || !isPresent(part, 'from', i, 'valid'))
    if (entry.source !== undefined && !ids.has(entry.source)) {
      blamePart(part, ['from', i, 'source'], ex, {
        message: `there is no source "${entry.source}"`,
        hint: didYouMean(entry.source, ids) ?? `sources are ${[...ids].join(', ') || 'none yet'}`,
      })
    }
    rows.push({ at: i, sure, from, to, ...served(entry, factor) })
  }
  rows.sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity))
  for (const [i, row] of rows.entries()) overlap(part, rows[i - 1], row, ex)
  return rows.map(({ at: _at, sure: _sure, ...row }) => row)
}

function served(entry: DeepPartial<FromEntry>, factor: number): Omit<FromRow, 'from' | 'to'> {
  const multiplier = entry.multiplier ?? 1
  const scaled = (index: number | undefined): number | null => (index === undefined ? null : index * multiplier)
  return {
    source: entry.source ?? '',
    device: entry.device ?? '',
    field: entry.field ?? '',
    firstIndex: scaled(entry.first_index),
    lastIndex: scaled(entry.last_index),
    multiplier: multiplier * factor,
    ...(factor === 1 ? {} : { ctRatio: multiplier }),
    serial: entry.serial ?? null,
    accuracyClass: entry.accuracy_class ?? null,
  }
}

function overlap(part: ExaminedPart<PointEntry>, before: Row | undefined, row: Row, ex: Examination): void {
  if (!before?.sure || !row.sure || (before.to ?? Infinity) <= (row.from ?? -Infinity)) return
  const steps = ['from', Math.max(row.at, before.at)]
  blamePart(part, steps, ex, {
    message: `"${before.device}" and "${row.device}" serve the point at the same time`,
    hint: 'one point has one live source: end the first with valid: {to: DATE} and begin the second with valid: {from: DATE}',
  })
}
