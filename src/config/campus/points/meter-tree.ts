/** The meter tree: every parent exists, and nobody is below himself at any time. */

import { type Dated, type Instant, instant, valueAt } from '../../../domain/index.ts'
import type { PointEntry } from '../../schema/point.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import { blamePart, type Examination, momentAt, type ExaminedPart } from '../examine.ts'

/** Before every dated row. */
const BEGINNING = instant(-8.64e15)

type Points = ReadonlyMap<string, ExaminedPart<PointEntry>>

export function checkTree(points: Points, ex: Examination): void {
  const parents = new Map<string, readonly Dated<string>[]>()
  for (const [id, part] of points) {
    const rows = rowsOf(part, ex)
    if (rows.length > 0) parents.set(id, rows)
    for (const [i, { value }] of rows.entries()) {
      if (points.has(value)) continue
      const steps = typeof part.value.parent === 'string' ? ['parent'] : ['parent', i, 'value']
      blamePart(part, steps, ex, {
        message: `there is no point "${value}"`,
        hint: didYouMean(value, points.keys()) ?? 'name the id of another point',
      })
    }
  }
  reportCycles(points, parents, ex)
}

/** In the order of the file, so that positions can be named. */
function rowsOf(part: ExaminedPart<PointEntry>, ex: Examination): readonly Dated<string>[] {
  const { parent } = part.value
  if (parent === undefined) return []
  if (typeof parent === 'string') return [{ value: parent, from: null, to: null }]
  return parent.flatMap((row, i) =>
    row?.value === undefined
      ? []
      : [{ value: row.value, from: momentAt(part, ['parent', i, 'from'], ex), to: momentAt(part, ['parent', i, 'to'], ex) }],
  )
}

function reportCycles(points: Points, parents: ReadonlyMap<string, readonly Dated<string>[]>, ex: Examination): void {
  const reported = new Set<string>()
  const sorted = new Map([...parents].map(([id, rows]) => [id, [...rows].sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity))]))
  for (const at of changesOf(parents)) {
    for (const cycle of cyclesAt(sorted, at)) {
      const key = [...cycle].sort().join('\n')
      const first = points.get(cycle[0] ?? '')
      if (reported.has(key) || first === undefined) continue
      reported.add(key)
      blamePart(first, ['parent'], ex, {
        message: `"${cycle[0]}" is below itself: ${[...cycle, cycle[0]].join(' -> ')}`,
        hint: 'the meter tree has its root at the supply',
      })
    }
  }
}

/** The instants at which the tree changes. */
function changesOf(parents: ReadonlyMap<string, readonly Dated<string>[]>): readonly Instant[] {
  const starts = [...parents.values()].flatMap((rows) => rows.map((r) => r.from).filter((from) => from !== null))
  return [BEGINNING, ...new Set(starts)]
}

/** Each cycle once, as the ids on it from the one nearest the start of the file. */
function cyclesAt(parents: ReadonlyMap<string, readonly Dated<string>[]>, at: Instant): readonly (readonly string[])[] {
  const done = new Set<string>()
  const cycles: string[][] = []
  for (const start of parents.keys()) {
    const path: string[] = []
    const onPath = new Map<string, number>()
    let id: string | null = start
    while (id !== null && !done.has(id) && !onPath.has(id)) {
      onPath.set(id, path.length)
      path.push(id)
      id = valueAt(parents.get(id) ?? [], at)
    }
    if (id !== null && onPath.has(id)) cycles.push(path.slice(onPath.get(id)))
    for (const seen of path) done.add(seen)
  }
  return cycles
}
