/** Collects rows of a query, series after series, in growing columns; returns them sorted by point name. */

import { QUALITY_CODE, REMOVED_CODE, type ReadingColumns } from '../../../domain/index.ts'
import type { OnValues } from './reading-queries.ts'

interface Run {
  readonly name: string
  readonly from: number
  to: number
}

export interface RowCollector {
  readonly add: OnValues
  columns(): ReadingColumns
}

const FIRST_ROWS = 4096

/** Takes rows of `time, v, q`. */
export function createRowCollector(): RowCollector {
  let time = new Float64Array(FIRST_ROWS)
  let value = new Float64Array(FIRST_ROWS)
  let quality = new Uint8Array(FIRST_ROWS)
  let length = 0
  const runs: Run[] = []

  function grow(rows: number): void {
    if (length + rows <= time.length) return
    const size = Math.max(length + rows, time.length * 2)
    const [t, v, q] = [new Float64Array(size), new Float64Array(size), new Uint8Array(size)]
    t.set(time)
    v.set(value)
    q.set(quality)
    ;[time, value, quality] = [t, v, q]
  }

  function runOf(name: string): Run {
    const last = runs.at(-1)
    if (last?.name === name) return last
    const run = { name, from: length, to: length }
    runs.push(run)
    return run
  }

  function sortedColumns(): ReadingColumns {
    const filled = runs.filter((run) => run.to > run.from)
    const sorted = filled.every((run, i) => i === 0 || (filled[i - 1] as Run).name < run.name)
    const order = sorted ? filled : filled.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const point = new Uint32Array(length)
    const rows = { time: new Float64Array(length), value: new Float64Array(length), quality: new Uint8Array(length) }
    let at = 0
    order.forEach((run, index) => {
      const count = run.to - run.from
      point.fill(index, at, at + count)
      rows.time.set(time.subarray(run.from, run.to), at)
      rows.value.set(value.subarray(run.from, run.to), at)
      rows.quality.set(quality.subarray(run.from, run.to), at)
      at += count
    })
    return { names: order.map((run) => run.name), length, point, ...rows }
  }

  return {
    add(point, values) {
      const run = runOf(point)
      grow(values.length)
      for (const [t, v, q] of values) {
        // A row without a value was not written by this service.
        if (typeof v !== 'number' || q === REMOVED_CODE) continue
        time[length] = t as number
        value[length] = v
        quality[length] = typeof q === 'number' ? q : QUALITY_CODE.good
        length += 1
      }
      run.to = length
    },
    columns: sortedColumns,
  }
}
