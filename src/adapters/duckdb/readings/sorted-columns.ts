/** The valid rows of a scan, which is sorted by (point number, time, sequence): the last of each key, unless it removes it. Sorted by point name, then time. */

import { REMOVED_CODE, type ReadingColumns } from '../../../domain/index.ts'
import type { Column } from '../columns.ts'
import type { Dictionary } from '../dictionary.ts'

interface Run {
  readonly name: string
  readonly from: number
  readonly to: number
}

function runsOf(point: Int32Array, dictionary: Dictionary): Run[] {
  const runs: Run[] = []
  for (let from = 0; from < point.length; ) {
    let to = from
    while (to < point.length && point[to] === point[from]) to++
    runs.push({ name: dictionary.nameOf(point[from] as number), from, to })
    from = to
  }
  return runs.sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function noRows(): ReadingColumns {
  return {
    names: [],
    length: 0,
    point: new Uint32Array(0),
    time: new Float64Array(0),
    value: new Float64Array(0),
    quality: new Uint8Array(0),
  }
}

export function sortedColumns(columns: readonly Column[], dictionary: Dictionary): ReadingColumns {
  const [ids, times, values, qualities] = columns as [Int32Array, Float64Array, Float64Array, Uint8Array]
  const runs = runsOf(ids, dictionary)
  const point = new Uint32Array(ids.length)
  const time = new Float64Array(ids.length)
  const value = new Float64Array(ids.length)
  const quality = new Uint8Array(ids.length)
  const names: string[] = []
  let at = 0
  for (const run of runs) {
    const before = at
    for (let i = run.from; i < run.to; i++) {
      if ((i + 1 < run.to && times[i + 1] === times[i]) || qualities[i] === REMOVED_CODE) continue
      point[at] = names.length
      time[at] = times[i] as number
      value[at] = values[i] as number
      quality[at] = qualities[i] as number
      at += 1
    }
    if (at > before) names.push(run.name)
  }
  return { names, length: at, point, time, value, quality }
}
