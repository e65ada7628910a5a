/** A batch as lines: what cannot be written is refused with a reason, and of rows with one key only the one that counts is sent. Pure. */

import type { ReadingColumns } from '../../../domain/index.ts'
import type { ReadingBatch, RefusedRow } from '../../../ports/index.ts'
import type { LineSource } from '../client/bulk-write.ts'
import { floatText, nameFault, tagText, timeFault } from '../line.ts'

export interface Prepared {
  /** Made when they are asked for: all of a batch at once would be many times its size. */
  readonly lines: LineSource
  /** The row of each line. */
  readonly rows: readonly number[]
  readonly refused: readonly RefusedRow[]
}

/** Rows at or before `stored` are left out: they are in the store already, or something newer is in their place. */
export function prepare(batch: ReadingBatch, stored: number): Prepared {
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
  const counting = ascending(rows, good) ? good : lastOfEachKey(rows, seq, good)
  const heads = rows.names.map((name, i) => (faults[i] === null ? `reading,point=${tagText(name)} v=` : ''))
  const line = (i: number): string =>
    `${heads[rows.point[i] as number]}${floatText(rows.value[i] as number)},q=${rows.quality[i] as number}i ${rows.time[i] as number}`
  const lines: LineSource = { length: counting.length, slice: (from, to) => counting.slice(from, to).map(line) }
  return { lines, rows: counting, refused }
}

function rowFault(rows: ReadingColumns, i: number): string | null {
  const value = rows.value[i] as number
  if (!Number.isFinite(value)) return `the value ${value} is no number that the store can hold`
  return timeFault(rows.time[i] as number)
}

/** True when the times of every point go up: then no key comes twice. */
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

/** Of rows with one key the greatest sequence, of equal ones the later row. */
function lastOfEachKey(rows: ReadingColumns, seq: Float64Array, picked: readonly number[]): number[] {
  const best = rows.names.map(() => new Map<number, number>())
  for (const i of picked) {
    const times = best[rows.point[i] as number] as Map<number, number>
    const known = times.get(rows.time[i] as number)
    if (known === undefined || (seq[known] as number) <= (seq[i] as number)) times.set(rows.time[i] as number, i)
  }
  return best.flatMap((times) => [...times.values()]).sort((a, b) => a - b)
}
