/** Batches written down row by row. */

import type { ReadingColumns } from '../../../../src/domain/index.ts'
import type { ReadingBatch } from '../../../../src/ports/index.ts'

/** point, time in ms, value, journal sequence, quality code. */
export type RowSpec = readonly [point: string, time: number, value: number, seq: number, quality?: number]

export function batchOf(rows: readonly RowSpec[], offset?: number): ReadingBatch {
  const names = [...new Set(rows.map(([point]) => point))]
  return {
    rows: {
      names,
      length: rows.length,
      point: Uint32Array.from(rows, ([point]) => names.indexOf(point)),
      time: Float64Array.from(rows, ([, time]) => time),
      value: Float64Array.from(rows, ([, , value]) => value),
      quality: Uint8Array.from(rows, ([, , , , quality]) => quality ?? 0),
    },
    seq: Float64Array.from(rows, ([, , , seq]) => seq),
    offset: offset ?? rows.reduce((most, [, , , seq]) => Math.max(most, seq), 0),
  }
}

export function rowsOf({ names, length, point, time, value, quality }: ReadingColumns): [string, number, number, number][] {
  return Array.from({ length }, (_, i) => [names[point[i] ?? 0] ?? '', time[i] ?? 0, value[i] ?? 0, quality[i] ?? 0])
}
