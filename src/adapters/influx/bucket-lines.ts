/**
 * Buckets as measurement `bucket`, tags `point` and `step`, time = start. Every field is always written, otherwise a rewritten bucket would keep
 * old fields. A field without a finite number (null, which is NaN in columns) is written as 0 and marked in the bits of `special`.
 */

import { BUCKET_FIELDS, type BucketColumns, encodeBuckets, type NumberColumn, STEPS, type Step } from '../../domain/index.ts'
import { floatText, nameFault, tagText, timeFault } from './line.ts'
import type { Cell } from './client/select.ts'

const STEP = BUCKET_FIELDS.findIndex((f) => f.name === 'step')
const START = BUCKET_FIELDS.findIndex((f) => f.name === 't0')
const CLOSE = BUCKET_FIELDS.findIndex((f) => f.name === 'close_time')

/** Fields of a line in the order of the columns; step and start are tag and time. */
const FIELDS = BUCKET_FIELDS.map(({ name, type }, column) => ({ name, type, column })).filter(
  (f) => f.column !== STEP && f.column !== START,
)
const FLOATS = FIELDS.filter((f) => f.type === 'double')

/** Columns of a query: `time`, `special`, then the fields. */
export const BUCKET_SELECT = ['special', ...FIELDS.map((f) => f.name)].map((name) => `"${name}"`).join(', ')

/** Two bits for each float: finite, NaN, Infinity, -Infinity. */
const SPECIAL = [0, Number.NaN, Infinity, -Infinity]

function specialOf(value: number): number {
  return Number.isFinite(value) ? 0 : SPECIAL.findIndex((s, code) => code > 0 && Object.is(s, value))
}

/** Lines of buckets. `fault` is the reason why one of them cannot be written, or null. */
export function bucketLines(rows: BucketColumns): { lines: string[]; fault: string | null } {
  const faults = rows.names.map(nameFault)
  const heads = rows.names.map((name, i) => (faults[i] === null ? `bucket,point=${tagText(name)},step=` : ''))
  const lines: string[] = []
  for (let i = 0; i < rows.length; i++) {
    const at = (column: number): number => (rows.columns[column] as NumberColumn)[i] as number
    const point = rows.point[i] as number
    const fault = faults[point] ?? timeFault(at(START))
    if (fault !== null) return { lines, fault }
    lines.push(`${heads[point]}${STEPS[at(STEP)]} ${fieldsOf(at)} ${at(START)}`)
  }
  return { lines, fault: null }
}

function fieldsOf(at: (column: number) => number): string {
  let text = ''
  let special = 0
  for (const { name, type, column } of FIELDS) {
    const value = at(column)
    text += type === 'double' ? `${name}=${Number.isFinite(value) ? floatText(value) : '0'},` : `${name}=${value}i,`
  }
  for (const [i, { column }] of FLOATS.entries()) special += specialOf(at(column)) * 4 ** i
  return `${text}closed=${Number.isNaN(at(CLOSE)) ? 0 : 1}i,special=${special}i`
}

export interface InfluxBucketRow {
  readonly point: string
  readonly step: Step
  readonly cells: readonly Cell[]
}

/** Rows as columns, in the order of `rows`. */
export function bucketColumns(rows: readonly InfluxBucketRow[]): BucketColumns {
  const { columns } = encodeBuckets([])
  const filled = columns.map((column) => new (column.constructor as new (length: number) => NumberColumn)(rows.length))
  const ids = new Map<string, number>()
  const point = new Int32Array(rows.length)
  rows.forEach((row, i) => {
    const id = ids.get(row.point) ?? ids.size
    ids.set(row.point, id)
    point[i] = id
    fill(filled, i, row)
  })
  return { names: [...ids.keys()], length: rows.length, point, columns: filled }
}

function fill(columns: readonly NumberColumn[], i: number, { step, cells }: InfluxBucketRow): void {
  const [time, special, ...values] = cells as readonly number[]
  ;(columns[STEP] as NumberColumn)[i] = STEPS.indexOf(step)
  ;(columns[START] as NumberColumn)[i] = time as number
  FIELDS.forEach(({ column }, field) => {
    ;(columns[column] as NumberColumn)[i] = values[field] as number
  })
  for (const [float, { column }] of FLOATS.entries()) {
    const code = Math.floor((special as number) / 4 ** float) % 4
    if (code > 0) (columns[column] as NumberColumn)[i] = SPECIAL[code] as number
  }
}
