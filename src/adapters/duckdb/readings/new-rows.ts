/** Rows of a batch that are not stored yet. A batch is replayed when the answer to its commit was lost: then its rows are stored already. */

import type { ReadingBatch } from '../../../ports/index.ts'

/** The batch without its rows at or before `offset`, which are stored. */
export function newRows(batch: ReadingBatch, offset: number): ReadingBatch {
  const { rows } = batch
  const seq = batch.seq.subarray(0, rows.length)
  if (seq.every((s) => s > offset)) return { ...batch, seq }
  const kept = Array.from(seq.keys()).filter((i) => (seq[i] as number) > offset)
  const pick = <T extends Uint32Array | Float64Array | Uint8Array>(from: T, into: T): T => {
    kept.forEach((row, i) => {
      into[i] = from[row] as number
    })
    return into
  }
  const { length } = kept
  return {
    rows: {
      names: rows.names,
      length,
      point: pick(rows.point, new Uint32Array(length)),
      time: pick(rows.time, new Float64Array(length)),
      value: pick(rows.value, new Float64Array(length)),
      quality: pick(rows.quality, new Uint8Array(length)),
    },
    seq: pick(seq, new Float64Array(length)),
    offset: batch.offset,
  }
}
