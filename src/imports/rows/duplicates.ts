/** Rows by time, each time once: equal rows count once, different ones as the option chooses, else none of them. */

import { formatIn, instant, iso } from '../../domain/index.ts'
import type { ImportRefusal } from '../types.ts'
import { appendRow, createColumns, type PointRows, pointRows, type RowColumns, rowAt } from './point-rows.ts'

export interface UniqueRows {
  readonly rows: PointRows
  /** Rows left out because an equal row, or a chosen one, has their time. */
  readonly duplicates: number
  /** Times with different values and no choice. */
  readonly conflicts: number
}

export interface DuplicateRule {
  readonly choose: 'first' | 'last' | 'sum' | null
  readonly column: string
  /** Zone of the times in messages; null: UTC. */
  readonly zone: string | null
  readonly refuse: (refusal: ImportRefusal) => void
}

export function uniqueRows(columns: RowColumns, rule: DuplicateRule): UniqueRows {
  const order = orderOf(columns)
  const out = createColumns(Math.max(1, columns.length))
  let duplicates = 0
  let conflicts = 0
  for (let i = 0; i < order.length; ) {
    const time = columns.times[order[i] ?? 0]
    let end = i + 1
    while (end < order.length && columns.times[order[end] ?? 0] === time) end++
    const group = order.subarray(i, end)
    if (settle(columns, group, { rule, out })) duplicates += group.length - 1
    else conflicts++
    i = end
  }
  return { rows: pointRows(out), duplicates, conflicts }
}

/** Indexes by time; of equal times in the order of the file. */
function orderOf({ times, length }: RowColumns): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i)
  let rising = true
  let falling = true
  for (let i = 1; i < length; i++) {
    const step = (times[i] ?? 0) - (times[i - 1] ?? 0)
    if (step < 0) rising = false
    else falling = false
  }
  if (rising) return order
  if (falling) return order.toReversed()
  return order.toSorted((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
}

/** Writes one row for the group; false when its values differ and nothing was chosen. */
function settle(
  columns: RowColumns,
  group: Uint32Array,
  { rule, out }: { readonly rule: DuplicateRule; readonly out: RowColumns },
): boolean {
  const [first = 0] = group
  if (group.length === 1) {
    appendRow(out, rowAt(columns, first))
    return true
  }
  const rows = Array.from(group, (i) => rowAt(columns, i))
  const [head] = rows
  const last = rows.at(-1)
  if (head === undefined || last === undefined) return true
  if (rows.every((r) => r.value === head.value)) {
    appendRow(out, rule.choose === 'sum' ? sumOf(rows, head) : (rows.find((r) => r.quality === 'good') ?? head))
    return true
  }
  if (rule.choose === 'first') appendRow(out, head)
  else if (rule.choose === 'last') appendRow(out, last)
  else if (rule.choose === 'sum') appendRow(out, sumOf(rows, head))
  else {
    for (const row of rows) {
      const other = row === head ? rows.find((r) => r.value !== row.value) : head
      const reason = `several rows share the time ${timeText(row.time, rule.zone)} with different values (line ${other?.line ?? 0}: ${other?.value ?? ''}): choose rows with --where or one with --duplicates`
      rule.refuse({ line: row.line, column: rule.column, value: String(row.value), reason })
    }
    return false
  }
  return true
}

const timeText = (time: number, zone: string | null): string => (zone === null ? iso(instant(time)) : formatIn(zone, instant(time)))

function sumOf(rows: readonly ReturnType<typeof rowAt>[], head: ReturnType<typeof rowAt>): ReturnType<typeof rowAt> {
  const value = rows.reduce((sum, r) => sum + r.value, 0)
  return { ...head, value: Number(value.toPrecision(15)), quality: rows.some((r) => r.quality === 'estimated') ? 'estimated' : 'good' }
}
