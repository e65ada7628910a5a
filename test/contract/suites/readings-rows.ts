/** Batches in a few words, and answers as plain rows. */

import { QUALITY_CODE, type Quality, qualityOf, REMOVED_CODE, type ReadingColumns } from '../../../src/domain/index.ts'
import type { Changes, ReadingBatch } from '../../../src/ports/index.ts'

/** [point, time, value, seq, quality code] */
export type Row = readonly [point: string, time: number, value: number, seq: number, quality?: number]

export const GOOD = QUALITY_CODE.good
export const SUSPECT = QUALITY_CODE.suspect
export const BAD = QUALITY_CODE.bad
export const REMOVED = REMOVED_CODE

/** A batch of the rows in this order; the offset is the greatest sequence unless it is given. The columns have spare capacity, like those of the writer. */
export function batch(rows: readonly Row[], offset = Math.max(0, ...rows.map((r) => r[3]))): ReadingBatch {
  const names = [...new Set(rows.map((r) => r[0]))]
  const room = rows.length + 3
  const columns = {
    names,
    length: rows.length,
    point: new Uint32Array(room),
    time: new Float64Array(room),
    value: new Float64Array(room),
    quality: new Uint8Array(room),
  }
  const seq = new Float64Array(room)
  const index = new Map(names.map((name, i) => [name, i]))
  rows.forEach(([point, time, value, s, quality = GOOD], i) => {
    columns.point[i] = index.get(point) ?? 0
    columns.time[i] = time
    columns.value[i] = value
    columns.quality[i] = quality
    seq[i] = s
  })
  return { rows: columns, seq, offset }
}

/** [point, time, value, quality] of every row, in the order of the answer. */
export function plain(columns: ReadingColumns): [string, number, number, Quality][] {
  return Array.from({ length: columns.length }, (_, i) => [
    columns.names[columns.point[i] as number] as string,
    columns.time[i] as number,
    columns.value[i] as number,
    qualityOf(columns.quality[i] as number),
  ])
}

/** [point, from, to] of every change. */
export const spans = ({ changes }: Changes): [string, number, number][] => changes.map((c) => [c.point, c.from, c.to])
