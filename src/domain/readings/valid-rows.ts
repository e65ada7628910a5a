/** Which rows of a batch are valid: of rows with one (point, time) only the one with the greatest sequence is stored. */

import type { ReadingColumns } from './reading.ts'

/** Of the picked rows those that no other replaces; of equal sequences the later row is valid. */
export function validRows(rows: ReadingColumns, seq: Float64Array, picked: readonly number[]): readonly number[] {
  return ascending(rows, picked) ? picked : lastOfEachKey(rows, seq, picked)
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
