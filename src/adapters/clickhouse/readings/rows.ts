/** Rows of a batch as columns of the table, and columns of a query as readings. Pure. */

import { type ReadingColumns, REMOVED_CODE, validRows } from '../../../domain/index.ts'
import type { ReadingBatch, RefusedRow } from '../../../ports/index.ts'
import type { ResultColumns } from '../native/decode.ts'
import type { NamedColumn } from '../native/encode.ts'

export interface BatchRows {
  /** Rows to be written, each key once. */
  readonly valid: readonly number[]
  readonly refused: readonly RefusedRow[]
}

/** Rows at or before the sequence `stored` are left out: they, or newer ones, are in the store already. */
export function rowsToWrite({ rows, seq }: ReadingBatch, stored: number): BatchRows {
  const refused: RefusedRow[] = []
  const good: number[] = []
  for (let row = 0; row < rows.length; row++) {
    if ((seq[row] as number) <= stored) continue
    const time = rows.time[row] as number
    if (Number.isSafeInteger(time)) good.push(row)
    else refused.push({ row, why: `the time ${time} is not a whole number of milliseconds` })
  }
  return { valid: validRows(rows, seq, good), refused }
}

export interface WrittenBy {
  readonly campus: string
  readonly epoch: number
}

export function readingColumns({ rows, seq }: ReadingBatch, picked: readonly number[], { campus, epoch }: WrittenBy): NamedColumn[] {
  const pick = (from: ArrayLike<number>): Float64Array => Float64Array.from(picked, (row) => from[row] as number)
  return [
    { name: 'campus', type: 'String', text: { names: [campus], ids: new Uint8Array(picked.length) } },
    { name: 'point', type: 'String', text: { names: rows.names, ids: pick(rows.point) } },
    { name: 'time', type: 'Int64', numbers: pick(rows.time) },
    { name: 'v', type: 'Float64', numbers: pick(rows.value) },
    { name: 'q', type: 'UInt8', numbers: Uint8Array.from(picked, (row) => rows.quality[row] as number) },
    { name: 'version', type: 'UInt64', epoch, numbers: pick(seq) },
  ]
}

/** Rows sorted by (point, time, version), one answer after the other: of each key the last is valid, unless it removes the reading. */
export function joinRows(answers: readonly ResultColumns<readonly ['text', 'wide', 'double', 'byte']>[]): ReadingColumns {
  const size = answers.reduce((sum, [, time]) => sum + time.length, 0)
  const point = new Uint32Array(size)
  const time = new Float64Array(size)
  const value = new Float64Array(size)
  const quality = new Uint8Array(size)
  const names: string[] = []
  let length = 0
  for (const [text, times, values, codes] of answers) {
    let last = -1
    for (let i = 0; i < times.length; i++) {
      const id = text.ids[i] as number
      if ((i + 1 < times.length && text.ids[i + 1] === id && times[i + 1] === times[i]) || codes[i] === REMOVED_CODE) continue
      if (id !== last) names.push(text.names[id] ?? '')
      last = id
      point[length] = names.length - 1
      time[length] = times[i] as number
      value[length] = values[i] as number
      quality[length] = codes[i] as number
      length += 1
    }
  }
  return { names, length, point, time, value, quality }
}
