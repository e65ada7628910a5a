/** A batch as lines. Rows that cannot be written are refused with a reason; of rows with one key only the valid one becomes a line. Pure. */

import type { ReadingColumns } from '../../../domain/index.ts'
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
  const valid = ascending(rows, good) ? good : lastOfEachKey(rows, seq, good)
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

/** True when the times of every point ascend: then no key occurs twice. */
function ascending(rows: ReadingColumns, picked: readonly number[]): boolean {
  const last = new Float64Array(rows.names.length).fill(-Infinity)
  return picked.every((i) => {
    const point = rows.point[i] as number
    const time = rows.time[i] as number
    const up = time > (last[point] as number)
    last[point] = time
    return up
  })
}

/** Of rows with one key the one with the greatest sequence; of equal sequences the later row. */
function lastOfEachKey(rows: ReadingColumns, seq: Float64Array, picked: readonly number[]): number[] {
  const best = rows.names.map(() => new Map<number, number>())
  for (const i of picked) {
    const times = best[rows.point[i] as number] as Map<number, number>
    const row = times.get(rows.time[i] as number)
    if (row === undefined || (seq[row] as number) <= (seq[i] as number)) times.set(rows.time[i] as number, i)
  }
  return best.flatMap((times) => [...times.values()]).sort((a, b) => a - b)
}
