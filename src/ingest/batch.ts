/** Rows in growing columns, and the newest row of each point among them. */

import { type ReadingColumns, REMOVED_CODE } from '../domain/index.ts'
import type { ReadingBatch } from '../ports/index.ts'

export interface Batch {
  /** Journal sequence of the rows that follow. */
  beginMessage(seq: number): void
  /** The message brings rows back as they were stored before: none of them replaces a value. */
  restore(): void
  put(point: number, time: number, value: number, quality: number): void
  length(): number
  /** The rows so far as arrays of their own; the batch is empty afterwards. */
  take(offset: number): ReadingBatch
}

interface Columns {
  point: Uint32Array
  time: Float64Array
  value: Float64Array
  quality: Uint8Array
  seq: Float64Array
}

const FIRST_ROWS = 1024

function growColumns(old: Columns | null, rows: number): Columns {
  const next = {
    point: new Uint32Array(rows),
    time: new Float64Array(rows),
    value: new Float64Array(rows),
    quality: new Uint8Array(rows),
    seq: new Float64Array(rows),
  }
  if (old === null) return next
  next.point.set(old.point)
  next.time.set(old.time)
  next.value.set(old.value)
  next.quality.set(old.quality)
  next.seq.set(old.seq)
  return next
}

/** `names` are the points that rows refer to by index. */
export function createBatch(names: readonly string[]): Batch {
  let columns = growColumns(null, FIRST_ROWS)
  let rows = 0
  let seq = 0
  let restored = new Set<number>()
  return {
    beginMessage(next) {
      seq = next
    },
    restore() {
      restored.add(seq)
    },
    put(point, time, value, quality) {
      if (rows === columns.point.length) columns = growColumns(columns, rows * 2)
      columns.point[rows] = point
      columns.time[rows] = time
      columns.value[rows] = value
      columns.quality[rows] = quality
      columns.seq[rows] = seq
      rows += 1
    },
    length: () => rows,
    take(offset) {
      const { point, time, value, quality } = columns
      const batch = {
        rows: {
          names,
          length: rows,
          point: point.slice(0, rows),
          time: time.slice(0, rows),
          value: value.slice(0, rows),
          quality: quality.slice(0, rows),
        },
        seq: columns.seq.slice(0, rows),
        offset,
        ...(restored.size > 0 ? { restored } : {}),
      }
      rows = 0
      restored = new Set()
      return batch
    },
  }
}

/** Rows [from, to) of a batch, with an offset of its own. */
export function sliceBatch(batch: ReadingBatch, from: number, to: number, offset: number): ReadingBatch {
  const { names, point, time, value, quality } = batch.rows
  return {
    rows: {
      names,
      length: to - from,
      point: point.slice(from, to),
      time: time.slice(from, to),
      value: value.slice(from, to),
      quality: quality.slice(from, to),
    },
    seq: batch.seq.slice(from, to),
    offset,
    ...(batch.restored === undefined ? {} : { restored: batch.restored }),
  }
}

/** The newest row of each point; of two with one time the later in the batch. `names` holds only points that occur. */
export function newestPerPoint(rows: ReadingColumns): ReadingColumns {
  const rowOf = new Map<number, number>()
  for (let i = 0; i < rows.length; i++) {
    if (rows.quality[i] === REMOVED_CODE) continue
    const p = rows.point[i] as number
    const before = rowOf.get(p)
    if (before === undefined || (rows.time[i] as number) >= (rows.time[before] as number)) rowOf.set(p, i)
  }
  const kept = [...rowOf.values()]
  return {
    names: [...rowOf.keys()].map((p) => rows.names[p] ?? ''),
    length: kept.length,
    point: Uint32Array.from(kept, (_, i) => i),
    time: Float64Array.from(kept, (i) => rows.time[i] as number),
    value: Float64Array.from(kept, (i) => rows.value[i] as number),
    quality: Uint8Array.from(kept, (i) => rows.quality[i] as number),
  }
}
