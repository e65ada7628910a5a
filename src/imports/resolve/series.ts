/** Which columns hold the values of which points, and in which unit. */

import { failed, flag, succeeded, undecided, wrongOption } from '../failure.ts'
import type { ImportDetection, ImportTarget, Outcome } from '../types.ts'
import { findColumn, needColumn } from './columns.ts'
import type { ColumnSearch, TimeColumns } from './time-columns.ts'
import { type Converter, converterFor, isCanonical, unitInHeader } from './units.ts'

export interface ValueSeries {
  readonly name: string
  readonly index: number
  readonly target: ImportTarget
  /** Values without a unit of their own. */
  readonly convert: Converter
  /** Values of a row or cell that names its unit. */
  readonly convertFrom: (unit: string) => Converter | { readonly reason: string }
  readonly unitIndex: number | null
}

interface Choice {
  readonly index: number
  readonly target: ImportTarget
}

export interface SeriesPlan {
  readonly series: readonly ValueSeries[]
  readonly detected: readonly ImportDetection[]
}

/** `wide`: the columns are headed by the clock and have no name of a value. */
export function findSeries(search: ColumnSearch, time: TimeColumns, targets: readonly ImportTarget[], wide: boolean): Outcome<SeriesPlan> {
  if (wide && search.options.map !== undefined)
    return failed(
      wrongOption('--map names columns, and the columns of this table are clocks: import one point', [], {
        column: search.options.map[0]?.column ?? '',
      }),
    )
  const detected: ImportDetection[] = []
  const choices = wide
    ? wideChoice(targets)
    : search.options.map === undefined
      ? single(search, time, { targets, detected })
      : mapped(search, targets)
  if (!choices.ok) return choices
  const series: ValueSeries[] = []
  for (const choice of choices.value) {
    const made = seriesOf(choice, search, detected)
    if (!made.ok) return made
    series.push(made.value)
  }
  return succeeded({ series, detected })
}

const NO_POINT = 'there is no point to receive the values'

function wideChoice([target]: readonly ImportTarget[]): Outcome<readonly Choice[]> {
  return target === undefined ? failed(wrongOption(NO_POINT)) : succeeded([{ index: -1, target }])
}

function mapped({ columns, options }: ColumnSearch, targets: readonly ImportTarget[]): Outcome<readonly Choice[]> {
  const choices: Choice[] = []
  for (const { column, point } of options.map ?? []) {
    const found = needColumn(columns, [column], 'map')
    if (!found.ok) return found
    const target = targets.find((t) => t.point === point)
    if (target === undefined)
      return failed(wrongOption(`there is no point "${point}" for the column "${column}"`, [], { column, value: point }))
    if (choices.some((c) => c.target.point === point))
      return failed(wrongOption(`two columns are mapped to the point "${point}"`, [], { column, value: point }))
    choices.push({ index: found.value, target })
  }
  return succeeded(choices)
}

function single(
  search: ColumnSearch,
  time: TimeColumns,
  { targets, detected }: { readonly targets: readonly ImportTarget[]; readonly detected: ImportDetection[] },
): Outcome<readonly Choice[]> {
  const { columns, options } = search
  const [target] = targets
  if (target === undefined) return failed(wrongOption(NO_POINT))
  if (options.value !== undefined) {
    const lenient = options.lenient?.includes('value') === true
    const found = lenient ? findColumn(columns, options.value, 'value') : needColumn(columns, options.value, 'value')
    if (!found.ok) return found
    if (found.value !== null) {
      if (lenient) detected.push({ option: 'value', value: columns[found.value] ?? '', because: 'the profile names it' })
      return succeeded([{ index: found.value, target }])
    }
  }
  const guessed = guessValue(search, time)
  if (!guessed.ok) return guessed
  detected.push(guessed.value.detected)
  return succeeded([{ index: guessed.value.index, target }])
}

function guessValue(
  { columns, kinds }: ColumnSearch,
  time: TimeColumns,
): Outcome<{ readonly index: number; readonly detected: ImportDetection }> {
  const others = columns.flatMap((_, i) => (i === time.date || i === time.clock ? [] : [i]))
  const named = others.filter((i) => /^(?:value|wert|valeur|valor|值|数值)$/i.test(columns[i] ?? ''))
  const numbers = others.filter((i) => (kinds[i]?.filled ?? 0) > 0 && (kinds[i]?.numbers ?? 0) > 0.5 && (kinds[i]?.times ?? 0) < 0.5)
  // Row names have no header: they are numbers, and no values.
  const headed = numbers.filter((i) => columns[i] !== '')
  const numeric = headed.length > 0 ? headed : numbers
  const [only] = named.length === 1 ? named : others.length === 1 ? others : numeric.length === 1 ? numeric : []
  if (only === undefined) {
    const reason = numeric.length > 1 ? 'several columns hold numbers' : 'no column holds numbers'
    const choices = (numeric.length > 1 ? numeric : others).slice(0, 20)
    return failed(
      undecided(
        reason,
        choices.map((i) => flag('value', columns[i] || `#${i + 1}`)),
        { value: columns.slice(0, 40).join(', ') },
      ),
    )
  }
  const name = columns[only] ?? ''
  const because = named.length === 1 ? `the column is named "${name}"` : 'no other column holds numbers'
  return succeeded({ index: only, detected: { option: 'value', value: name, because } })
}

function seriesOf({ index, target }: Choice, { columns, options }: ColumnSearch, detected: ImportDetection[]): Outcome<ValueSeries> {
  const name = columns[index] ?? ''
  const interval = options.interval ?? target.interval ?? null
  const conversion = { target, scale: options.scale ?? 1, interval }
  const unitIndex = options.unitColumn === undefined ? succeeded(null) : needColumn(columns, [options.unitColumn], 'unit-column')
  if (!unitIndex.ok) return unitIndex
  const header = options.unit === undefined && unitIndex.value === null ? unitInHeader(name, target.quantity) : null
  const unit = options.unit ?? header ?? (unitIndex.value === null ? (options.unitElse ?? target.unit ?? null) : null)
  const convert = converterFor(unit, conversion)
  if (typeof convert !== 'function') {
    const hint = convert.reason.includes('length of the interval') ? ['--interval 15m'] : ['--unit UNIT']
    return failed(undecided(`the column "${name}": ${convert.reason}`, hint, { column: name, value: unit ?? '' }))
  }
  if (header !== null && !isCanonical(header, target.quantity))
    detected.push({ option: 'unit', value: header, because: `the column is named "${name}"` })
  else if (
    options.unit === undefined &&
    unit !== null &&
    header === null &&
    !(options.unitElse === undefined && isCanonical(unit, target.quantity))
  )
    detected.push({
      option: 'unit',
      value: unit,
      because: options.unitElse === undefined ? 'the point has this unit' : 'the profile says so',
    })
  return succeeded({ name, index, target, convert, convertFrom: (u: string) => converterFor(u, conversion), unitIndex: unitIndex.value })
}
