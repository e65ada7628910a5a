/**
 * NEM12 (AEMO, Meter Data File Format Specification NEM12 & NEM13): a day a 300 record below the 200 record of its register, made into
 * a row an interval. Quality flags: A actual, E forward estimate, F final substitute, S substitute, N no value, V several, named by 400 records.
 */

import { DAY, MINUTE } from '../../domain/index.ts'
import { cellText, type TableRow } from '../types.ts'

export const NEM12_COLUMNS = ['nmi', 'register', 'meter', 'begin', 'end', 'value', 'unit', 'quality', 'reason'] as const

interface Register {
  readonly nmi: string
  readonly suffix: string
  readonly meter: string
  readonly unit: string
  /** Minutes of an interval. */
  readonly minutes: number
}

interface Day {
  readonly line: number
  readonly register: Register
  /** Midnight as if it were UTC. */
  readonly start: number
  readonly values: readonly string[]
  readonly quality: string[]
  readonly reason: string[]
}

const fault = (line: number, column: string, value: string, reason: string): TableRow => ({
  line,
  cells: [],
  fault: { column, value, reason },
})

/** Rows of NEM12_COLUMNS from the records of the file. */
export function* nem12Rows(records: Iterable<TableRow>): Generator<TableRow> {
  let register: Register | null = null
  let day: Day | null = null
  for (const record of records) {
    if (record.fault !== undefined) yield record
    const cells = record.cells.map(cellText)
    const kind = cells[0] ?? ''
    if (kind !== '400' && day !== null) {
      yield* intervalsOf(day)
      day = null
    }
    if (kind === '200') {
      register = registerOf(cells)
      if (register === null)
        yield fault(record.line, 'IntervalLength', cells[8] ?? '', 'a 200 record has an interval length of 1 to 1440 minutes')
    } else if (kind === '300') {
      const read =
        register === null
          ? fault(record.line, '', '300', 'there is no readable 200 record above this 300 record')
          : dayOf(record.line, cells, register)
      if ('cells' in read) yield read
      else day = read
    } else if (kind === '400') {
      const wrong = day === null ? 'there is no 300 record above this 400 record' : markDay(day, cells)
      if (wrong !== null) yield fault(record.line, 'StartInterval', cells[1] ?? '', wrong)
    } else if (!['100', '500', '900', ''].includes(kind)) yield fault(record.line, 'RecordIndicator', kind, 'this is no record of NEM12')
  }
  if (day !== null) yield* intervalsOf(day)
}

function registerOf(cells: readonly string[]): Register | null {
  const minutes = Number(cells[8])
  if (!Number.isInteger(minutes) || minutes < 1 || 1440 % minutes !== 0) return null
  return { nmi: cells[1] ?? '', suffix: cells[4] ?? '', meter: cells[6] ?? '', unit: cells[7] ?? '', minutes }
}

function dayOf(line: number, cells: readonly string[], register: Register): Day | TableRow {
  const count = 1440 / register.minutes
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(cells[1] ?? '')
  const start = found === null ? Number.NaN : Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]))
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10).replaceAll('-', '') !== cells[1])
    return fault(line, 'IntervalDate', cells[1] ?? '', 'this is no date of the form yyyyMMdd')
  const flag = cells[2 + count] ?? ''
  if (!/^[AEFNSV]/.test(flag))
    return fault(line, 'QualityMethod', flag, `a day of ${register.minutes} minutes has ${count} values, then its quality method`)
  const reason = cells[3 + count] ?? ''
  const values = cells.slice(2, 2 + count)
  return { line, register, start, values, quality: values.map(() => flag), reason: values.map(() => reason) }
}

/** Intervals StartInterval to EndInterval, counted from 1, have the quality of the 400 record. */
function markDay(day: Day, cells: readonly string[]): string | null {
  const [, first, last, quality = '', reason = ''] = cells
  const from = Number(first)
  const to = Number(last)
  const count = day.values.length
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 1 && to >= from && to <= count))
    return `intervals of the day are 1 to ${count}`
  for (let i = from - 1; i < to; i++) {
    day.quality[i] = quality
    day.reason[i] = reason
  }
  return null
}

function* intervalsOf({ line, register, start, values, quality, reason }: Day): Generator<TableRow> {
  const { nmi, suffix, meter, unit, minutes } = register
  for (const [i, value] of values.entries()) {
    const begin = start + i * minutes * MINUTE
    const end = i === values.length - 1 ? start + DAY : begin + minutes * MINUTE
    const mark = quality[i] ?? ''
    const cells = [
      nmi,
      suffix,
      meter,
      { wall: begin },
      { wall: end },
      mark.startsWith('N') ? '' : plainNumber(value),
      unit,
      mark,
      reason[i] ?? '',
    ]
    yield { line, cells }
  }
}

/** Values of NEM12 have decimal points and no grouping; what is no such number is reported as it stands. */
function plainNumber(text: string): string | number {
  return /^-?\d+(?:\.\d*)?$/.test(text) ? Number(text) : text
}
