/** The bucket table, and rows of it as buckets in columns. */

import { BUCKET_FIELDS, type BucketColumns, type NumberColumn } from '../../../domain/index.ts'
import type { BucketQuery } from '../../../ports/index.ts'
import type { Column, ColumnType } from '../columns.ts'
import type { Dictionary } from '../dictionary.ts'

/** point, the fields of a bucket, and the number of the write: of rows with one key the highest number is valid. */
export const BUCKET_TYPES: readonly ColumnType[] = ['int', ...BUCKET_FIELDS.map((f) => f.type), 'double']
export const BUCKET_COLUMNS = ['point', ...BUCKET_FIELDS.map((f) => f.name), 'w'].join(', ')

/** What `only: 'amounts'` reads, beside point and write number. */
const AMOUNTS = new Set(['t0', 't1', 'total', 'lo', 'hi', 'measured', 'coarse', 'bridged', 'estimated'])

/** Columns of a query, and its answer with an empty column in place of those that were not read. */
export function columnsOf(only: BucketQuery['only']) {
  const isRead = (i: number): boolean => only === undefined || AMOUNTS.has(BUCKET_FIELDS[i]?.name ?? '')
  const read = BUCKET_FIELDS.filter((_, i) => isRead(i))
  return {
    sql: ['point', ...read.map((f) => f.name), 'w'].join(', '),
    types: ['int', ...read.map((f) => f.type), 'double'] as readonly ColumnType[],
    fill(columns: readonly Column[]): readonly Column[] {
      const found = columns.slice(1, -1).values()
      const fields = BUCKET_FIELDS.map((_, i) => (isRead(i) ? (found.next().value as Column) : new Float64Array(0)))
      return [columns[0] as Column, ...fields, columns.at(-1) as Column]
    },
  }
}

const SQL_TYPES = { int: 'INTEGER', double: 'DOUBLE', byte: 'UTINYINT' }
export const BUCKET_TABLE = `CREATE TABLE IF NOT EXISTS bucket (point INTEGER, ${BUCKET_FIELDS.map((f) => `${f.name} ${SQL_TYPES[f.type]}`).join(', ')}, w DOUBLE)`

const START = BUCKET_FIELDS.findIndex((f) => f.name === 't0')

export function toTableColumns(rows: BucketColumns, dictionary: Dictionary, write: number): Column[] {
  const ids = rows.names.map((name) => dictionary.idFor(name))
  const point = Int32Array.from(rows.point, (i) => ids[i] as number)
  return [point, ...rows.columns, new Float64Array(rows.length).fill(write)]
}

/** Rows of one point that follow one another in the table's answer: [from, to). */
interface Run {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** The valid rows of `columns`, which are sorted by (point number, start, write number): the last of each key. Sorted by point name, then start. */
export function newestRows(columns: readonly Column[], dictionary: Dictionary): BucketColumns {
  const ids = columns[0] as Int32Array
  const runs = runsOf(ids, dictionary).sort((a, b) => (a.name < b.name ? -1 : 1))
  const order = new Int32Array(ids.length)
  const point = new Int32Array(ids.length)
  const length = orderRows(runs, columns, { order, point })
  const fields = columns.slice(1, -1)
  // Runs of which no row was replaced are copied as they are.
  const picked = fields.map((column) => (length === ids.length ? joinRuns(column, runs) : pick(column, order.subarray(0, length))))
  return { names: runs.map((r) => r.name), length, point: length === point.length ? point : point.slice(0, length), columns: picked }
}

function runsOf(ids: Int32Array, dictionary: Dictionary): Run[] {
  const runs: Run[] = []
  for (let from = 0; from < ids.length; ) {
    let to = from + 1
    while (to < ids.length && ids[to] === ids[from]) to++
    runs.push({ name: dictionary.nameOf(ids[from] as number), from, to })
    from = to
  }
  return runs
}

/** Writes the index and the point of each valid row; their number. */
function orderRows(runs: readonly Run[], columns: readonly Column[], into: { order: Int32Array; point: Int32Array }): number {
  const starts = columns[START + 1] as Float64Array
  let at = 0
  for (const [index, { from, to }] of runs.entries()) {
    for (let i = from; i < to; i++) {
      if (i + 1 < to && starts[i + 1] === starts[i]) continue
      into.order[at] = i
      into.point[at++] = index
    }
  }
  return at
}

function joinRuns(column: NumberColumn, runs: readonly Run[]): NumberColumn {
  if (column.length === 0) return column
  const joined = emptyLike(column, column.length)
  let at = 0
  for (const { from, to } of runs) {
    joined.set(column.subarray(from, to), at)
    at += to - from
  }
  return joined
}

const emptyLike = (column: NumberColumn, length: number): NumberColumn =>
  new (column.constructor as new (length: number) => NumberColumn)(length)

function pick(column: NumberColumn, order: Int32Array): NumberColumn {
  if (column.length === 0) return column
  const picked = emptyLike(column, order.length)
  for (let i = 0; i < order.length; i++) picked[i] = column[order[i] as number] as number
  return picked
}
