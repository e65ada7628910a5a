/** A batch as lines. Rows that cannot be written are refused with a reason; of rows with one key only the valid one becomes a line. Pure. */

import { type ReadingColumns, validRows } from '../../../domain/index.ts'
import type { ReadingBatch, RefusedRow } from '../../../ports/index.ts'
import type { LineSource } from '../client/bulk-write.ts'
import { floatText, nameFault, tagText, timeFault } from '../line.ts'

export interface BatchLines {
  /** Lines are created when they are read: all of a batch at once would take many times its memory. */
  readonly lines: LineSource
  /** The row of each line. */
  readonly rows: readonly number[]
  readonly refused: readonly RefusedRow[]
}

/** Rows at or before the sequence `stored` are left out: they, or newer ones, are in the store already. */
export function toBatchLines(batch: ReadingBatch, stored: number): BatchLines {
  const { rows, seq } = batch
  const faults = rows.names.map(nameFault)
  const refused: RefusedRow[] = []
  const good: number[] = []
  for (let i = 0; i < rows.length; i++) {
    if ((seq[i] as number) <= stored) continue
    const why = faults[rows.point[i] as number] ?? rowFault(rows, i)
    if (why === null) good.push(i)
    else refused.push({ row: i, why })
  }
  const valid = validRows(rows, seq, good)
  const heads = rows.names.map((name, i) => (faults[i] === null ? `reading,point=${tagText(name)} v=` : ''))
  const line = (i: number): string =>
    `${heads[rows.point[i] as number]}${floatText(rows.value[i] as number)},q=${rows.quality[i] as number}i ${rows.time[i] as number}`
  const lines: LineSource = { length: valid.length, slice: (from, to) => valid.slice(from, to).map(line) }
  return { lines, rows: valid, refused }
}

function rowFault(rows: ReadingColumns, i: number): string | null {
  const value = rows.value[i] as number
  if (!Number.isFinite(value)) return `the value ${value} is not a number that the store can hold`
  return timeFault(rows.time[i] as number)
}
