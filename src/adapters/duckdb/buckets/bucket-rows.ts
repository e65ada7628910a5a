/** The bucket table, and rows of it as buckets in columns. */

import { BUCKET_FIELDS, type BucketColumns, type NumberColumn } from '../../../domain/index.ts'
import type { Column, ColumnType } from '../columns.ts'
import type { Dictionary } from '../dictionary.ts'

/** point, the fields of a bucket, and the number of the write: of rows with one key the highest number is valid. */
export const BUCKET_TYPES: readonly ColumnType[] = ['int', ...BUCKET_FIELDS.map((f) => f.type), 'double']
export const BUCKET_COLUMNS = ['point', ...BUCKET_FIELDS.map((f) => f.name), 'w'].join(', ')

const SQL_TYPES = { int: 'INTEGER', double: 'DOUBLE', byte: 'UTINYINT' }
export const BUCKET_TABLE = `CREATE TABLE IF NOT EXISTS bucket (point INTEGER, ${BUCKET_FIELDS.map((f) => `${f.name} ${SQL_TYPES[f.type]}`).join(', ')}, w DOUBLE)`

const START = BUCKET_FIELDS.findIndex((f) => f.name === 't0')

export function toTableColumns(rows: BucketColumns, dictionary: Dictionary, write: number): Column[] {
  const ids = rows.names.map((name) => dictionary.idFor(name))
  const point = Int32Array.from(rows.point, (i) => ids[i] as number)
  return [point, ...rows.columns, new Float64Array(rows.length).fill(write)]
}

interface Run {
  readonly name: string
  /** Indexes of the valid rows. */
  readonly rows: number[]
}

/** The valid rows of `columns`, which are sorted by (point number, start, write number): the last of each key. Sorted by point name, then start. */
export function newestRows(columns: readonly Column[], dictionary: Dictionary): BucketColumns {
  const ids = columns[0] as Int32Array
  const starts = columns[START + 1] as Float64Array
  const runs: Run[] = []
  for (let i = 0; i < ids.length; i++) {
    if (i === 0 || ids[i] !== ids[i - 1]) runs.push({ name: dictionary.nameOf(ids[i] as number), rows: [] })
    if (ids[i + 1] !== ids[i] || starts[i + 1] !== starts[i]) (runs.at(-1) as Run).rows.push(i)
  }
  runs.sort((a, b) => (a.name < b.name ? -1 : 1))
  const order = Int32Array.from(runs.flatMap((run) => run.rows))
  const point = new Int32Array(order.length)
  let at = 0
  runs.forEach((run, index) => {
    point.fill(index, at, at + run.rows.length)
    at += run.rows.length
  })
  const picked = columns.slice(1, -1).map((column) => pick(column, order))
  return { names: runs.map((r) => r.name), length: order.length, point, columns: picked }
}

function pick(column: NumberColumn, order: Int32Array): NumberColumn {
  const picked = new (column.constructor as new (length: number) => NumberColumn)(order.length)
  for (let i = 0; i < order.length; i++) picked[i] = column[order[i] as number] as number
  return picked
}
