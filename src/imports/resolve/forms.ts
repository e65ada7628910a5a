/** How times and numbers in text are written: one pass over the rows, to their end only while something is open. */

import { failed, succeeded, undecided } from '../failure.ts'
import { createNumberContest } from '../number/detect.ts'
import { type NumberReader, numberReader } from '../number/read.ts'
import type { ImportOptions } from '../options.ts'
import { createFormContest, type FormContest, type FoundForm } from '../time/detect.ts'
import { readForm, type TimeLayout } from '../time/form.ts'
import { compilePattern } from '../time/pattern.ts'
import { cellText, type ImportDetection, type Outcome, type TableRow } from '../types.ts'
import type { ValueSeries } from './series.ts'
import { timeCell, type TimeColumns } from './time-columns.ts'
import type { WideColumn } from './wide.ts'

export interface FormsShape {
  readonly columns: readonly string[]
  readonly rows: () => Iterable<TableRow>
  readonly time: TimeColumns
  readonly wide: readonly WideColumn[] | null
  readonly series: readonly ValueSeries[]
  /** The first rows. */
  readonly sample: readonly TableRow[]
  readonly delimiter: string | null
  /** Cells have types: nothing has to be detected from text. */
  readonly typed: boolean
}

export interface FoundForms {
  /** Null where no time is text. */
  readonly form: TimeLayout | null
  /** Null where every time has its offset. */
  readonly zone: string | null
  readonly number: NumberReader
  readonly detected: readonly ImportDetection[]
}

export interface TimeBounds {
  readonly since: number
  readonly latest: number
}

interface TimeContests {
  /** Among the patterns that were given, and among all known forms; null where it is not asked for. */
  readonly given: FormContest | null
  readonly known: FormContest | null
  readonly fixed: TimeLayout | null
}

export function findForms(shape: FormsShape, options: ImportOptions, bounds: TimeBounds): Outcome<FoundForms> {
  const times = timeContests(shape, options, bounds)
  const { decimal = null, thousands } = options
  const numbers = createNumberContest({ decimal, thousands, delimiter: shape.delimiter })
  const typed = shape.typed || runContests(shape, times, numbers)
  const form = chosenForm(times, typed)
  if (!form.ok) return form
  const zone = neededZone(shape, form.value.form, options)
  if (!zone.ok) return zone
  const found = numbers.verdict()
  if (!found.ok) return found
  const { format, evident } = found.value
  const detected = [...form.value.detected]
  if (decimal === null && evident && (format.decimal !== '.' || shape.delimiter !== ','))
    detected.push({ option: 'decimal', value: format.decimal, because: 'every value can be read so, and none otherwise' })
  if (thousands === undefined && format.thousands !== null)
    detected.push({ option: 'thousands', value: format.thousands, because: 'values are grouped by it' })
  return succeeded({ form: form.value.form, zone: zone.value, number: numberReader(format), detected })
}

function timeContests({ columns, time }: FormsShape, options: ImportOptions, bounds: TimeBounds): TimeContests {
  const forms = (options.timeFormat ?? []).flatMap((p) => {
    const compiled = compilePattern(p)
    return compiled.ok ? [compiled.form] : []
  })
  const [only] = forms
  const lenient = options.lenient?.includes('timeFormat') === true
  if (only !== undefined && forms.length === 1 && !lenient) return { given: null, known: null, fixed: only }
  const search = { zone: options.zone ?? null, ...bounds, column: columns[time.date] ?? '' }
  const given = only === undefined ? null : createFormContest({ ...search, forms })
  return { given, known: given === null || lenient ? createFormContest(search) : null, fixed: null }
}

/** True when times of the file have types. */
function runContests(
  { rows, time, series, wide }: FormsShape,
  times: TimeContests,
  numbers: ReturnType<typeof createNumberContest>,
): boolean {
  const places = wide === null ? series : wide.map((w) => ({ index: w.index, name: '' }))
  const open = [times.given, times.known].filter((c) => c !== null)
  let typed = false
  for (const row of rows()) {
    if (row.fault !== undefined) continue
    if (open.some((c) => !c.decided())) {
      const cell = timeCell(row, time)
      if (typeof cell === 'object') typed = true
      else for (const c of open) c.see({ line: row.line, text: cellText(cell) })
    } else if (numbers.decided()) break
    for (const { index, name } of places) {
      const cell = row.cells[index]
      if (typeof cell === 'string' && cell !== '') numbers.see({ line: row.line, column: name, text: cell.trim() })
    }
  }
  return typed
}

function chosenForm(
  { given, known, fixed }: TimeContests,
  typed: boolean,
): Outcome<{ readonly form: TimeLayout | null; readonly detected: readonly ImportDetection[] }> {
  if (fixed !== null) return succeeded({ form: fixed, detected: [] })
  const seen = given?.seen() === true || known?.seen() === true
  // Beside times that have a type a text is a remark, unless it is a time.
  if (!seen || (typed && given?.matched() !== true && known?.matched() !== true)) return succeeded({ form: null, detected: [] })
  const byPattern = given?.verdict() ?? null
  const found: Outcome<FoundForm> | null = byPattern?.ok === true || known === null ? byPattern : known.verdict()
  if (found === null) return succeeded({ form: null, detected: [] })
  if (!found.ok) return found
  const because = byPattern?.ok === true ? 'of the patterns it reads most rows' : 'no other form reads every row as other times'
  return succeeded({ form: found.value.form, detected: [{ option: 'time-format', value: found.value.pattern, because }] })
}

/** The zone; needed when the first time that can be read has no offset of its own. */
function neededZone({ sample, time, columns }: FormsShape, form: TimeLayout | null, options: ImportOptions): Outcome<string | null> {
  if (options.zone !== undefined) return succeeded(options.zone)
  for (const row of sample) {
    const cell = timeCell(row, time)
    const text = cellText(cell)
    const read = typeof cell === 'object' || form === null ? null : readForm(form, text, null)
    if (read?.kind === 'instant') break
    if (typeof cell === 'object' ? 'wall' in cell : read?.kind === 'local') {
      const at = { line: row.line, column: columns[time.date] ?? '', value: text }
      return failed(undecided('times have no offset', ['--zone Europe/Berlin', '--zone +01:00', '--zone UTC'], at))
    }
  }
  return succeeded(null)
}
