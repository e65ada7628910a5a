/** Options of an import by the names of the command line; a profile has the same keys. Text in, checked values out. */

import { DAY, HOUR, MINUTE, parseInstant, SECOND } from '../domain/index.ts'
import { failed, succeeded, wrongOption } from './failure.ts'
import type { NumberFormat } from './number/read.ts'
import type { TableOptions } from './table/read-table.ts'
import { compilePattern } from './time/pattern.ts'
import { zoneName } from './time/local.ts'
import type { ImportFailure, Outcome, StampSide } from './types.ts'

/** COLUMN=VALUE; in `estimated` the value may hold `*` for any text. */
export interface ColumnMatch {
  readonly column: string
  readonly value: string
  /** From a profile: the file need not have the column. */
  readonly lenient?: boolean
}

export interface ImportOptions extends TableOptions {
  /** Names of the column; of several the first that the file has. */
  readonly time?: readonly string[]
  readonly date?: readonly string[]
  readonly clock?: readonly string[]
  readonly value?: readonly string[]
  /** Patterns; of several the one that reads most rows. */
  readonly timeFormat?: readonly string[]
  /** IANA name or `+10:00`. */
  readonly zone?: string
  readonly unit?: string
  /** Column that names the unit of each row. */
  readonly unitColumn?: string
  readonly scale?: number
  /** In place of the CT x PT ratio of the point's meters. */
  readonly ctRatio?: number
  readonly decimal?: NumberFormat['decimal']
  readonly thousands?: NumberFormat['thousands']
  readonly where?: readonly ColumnMatch[]
  readonly estimated?: readonly ColumnMatch[]
  readonly map?: readonly { readonly column: string; readonly point: string }[]
  readonly wide?: boolean
  readonly stamp?: StampSide
  /** Length of an amount, ms. */
  readonly interval?: number
  readonly duplicates?: 'first' | 'last' | 'sum'
  /** Oldest time that is believed, epoch ms. */
  readonly acceptSince?: number
  readonly profile?: string
  /** Unit of a profile: used where the header does not name another. */
  readonly unitElse?: string
  /** Options that a profile gives: where the file has no such column, it is looked for. */
  readonly lenient?: readonly string[]
}

type Reading = { readonly ok: true; readonly patch: Partial<ImportOptions> } | { readonly ok: false; readonly reason: string }
type OptionReader = (text: string, before: ImportOptions) => Reading

const take = (patch: Partial<ImportOptions>): Reading => ({ ok: true, patch })
const refuse = (reason: string): Reading => ({ ok: false, reason })
const listed =
  (key: 'time' | 'date' | 'clock' | 'value'): OptionReader =>
  (text, before) =>
    take({ [key]: [...(before[key] ?? []), text] })
const choice =
  (key: keyof ImportOptions, values: readonly string[]): OptionReader =>
  (text) =>
    values.includes(text) ? take({ [key]: text }) : refuse(`choose one of ${values.join(', ')}`)

function matches(key: 'where' | 'estimated'): OptionReader {
  return (text, before) => {
    const pair = pairOf(text)
    return pair === null ? refuse('write COLUMN=VALUE') : take({ [key]: [...(before[key] ?? []), { column: pair[0], value: pair[1] }] })
  }
}

function pairOf(text: string): readonly [string, string] | null {
  const at = text.indexOf('=')
  return at < 1 ? null : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

const INTERVAL_MS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, min: MINUTE, h: HOUR, d: DAY }

const READERS: Readonly<Record<string, OptionReader>> = {
  time: listed('time'),
  date: listed('date'),
  clock: listed('clock'),
  value: listed('value'),
  'time-format': (text, before) => {
    const compiled = compilePattern(text)
    return compiled.ok ? take({ timeFormat: [...(before.timeFormat ?? []), text] }) : refuse(compiled.reason)
  },
  zone: (text) => {
    const zone = zoneName(text)
    return zone === null ? refuse('write a zone such as Europe/Berlin or +10:00') : take({ zone })
  },
  unit: (text) => take({ unit: text }),
  'unit-column': (text) => take({ unitColumn: text }),
  scale: (text) => {
    const scale = Number(text)
    return text.trim() !== '' && Number.isFinite(scale) && scale !== 0 ? take({ scale }) : refuse('write a number other than 0')
  },
  'ct-ratio': (text) => {
    const ctRatio = Number(text)
    return ctRatio > 0 && Number.isFinite(ctRatio)
      ? take({ ctRatio })
      : refuse('write a number above 0; 1: the values are behind the transformers')
  },
  delimiter: (text) => take({ delimiter: text }),
  decimal: choice('decimal', ['.', ',']),
  thousands: (text) => {
    const sign = { none: null, '': null, space: ' ', '’': "'" }[text]
    return sign === undefined ? choice('thousands', ['.', ',', ' ', "'"])(text, {}) : take({ thousands: sign as NumberFormat['thousands'] })
  },
  encoding: (text) => take({ encoding: text }),
  skip: (text) => (/^\d{1,6}$/.test(text) ? take({ skip: Number(text) }) : refuse('write a number of lines')),
  sheet: (text) => take({ sheet: text }),
  where: matches('where'),
  estimated: matches('estimated'),
  map: (text, before) => {
    // Point ids have no "=", columns may.
    const at = text.lastIndexOf('=')
    const pair = { column: text.slice(0, at).trim(), point: text.slice(at + 1).trim() }
    return at < 1 || pair.point === '' ? refuse('write COLUMN=POINT') : take({ map: [...(before.map ?? []), pair] })
  },
  wide: (text) => (/^(?:true|false|yes|no|)$/.test(text) ? take({ wide: text !== 'false' && text !== 'no' }) : refuse('it is a switch')),
  stamp: choice('stamp', ['begin', 'end']),
  interval: (text) => {
    const found = /^(\d{1,5})\s*(s|m|min|h|d)$/.exec(text.trim())
    const ms = Number(found?.[1]) * (INTERVAL_MS[found?.[2] ?? ''] ?? Number.NaN)
    return ms > 0 ? take({ interval: ms }) : refuse('write a length such as 15m, 1h or 1d')
  },
  duplicates: choice('duplicates', ['first', 'last', 'sum']),
  'accept-since': (text) => {
    const at = parseInstant(text, 'UTC')
    return at === null ? refuse('write a date such as 2000-01-01') : take({ acceptSince: at })
  },
  records: choice('records', ['nem12', 'espi']),
  profile: (text) => take({ profile: text }),
}

/** Names of all options, as the command line writes them without `--`. */
export const IMPORT_OPTIONS: readonly string[] = Object.keys(READERS)

/** Reads one option into what was read before; `raw` is a text, number, switch or a list of them. */
export function readOption(
  name: string,
  raw: unknown,
  before: ImportOptions,
): { readonly options: ImportOptions } | { readonly reason: string } {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  if (reader === undefined) return { reason: `there is no option "${name}"${nearest(name)}` }
  let options = before
  for (const item of Array.isArray(raw) ? (raw as unknown[]) : [raw]) {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean')
      return { reason: 'the value is no text and no number' }
    const read = reader(String(item), options)
    if (!read.ok) return { reason: `"${String(item)}" cannot be used: ${read.reason}` }
    options = { ...options, ...read.patch }
  }
  return { options }
}

/** Options of a command line or a request; keys that are undefined are left out. */
export function readOptions(entries: Readonly<Record<string, unknown>>): Outcome<ImportOptions> {
  const faults: ImportFailure[] = []
  let options: ImportOptions = {}
  for (const [name, raw] of Object.entries(entries)) {
    if (raw === undefined || raw === null) continue
    const read = readOption(name, raw, options)
    if ('options' in read) options = read.options
    else faults.push(wrongOption(`--${name}: ${read.reason}`, [], { column: name, value: JSON.stringify(raw) }))
  }
  return faults.length > 0 ? failed(...faults) : succeeded(options)
}

function nearest(name: string): string {
  const [best] = IMPORT_OPTIONS.map((known) => ({ known, far: distance(name, known) })).sort((a, b) => a.far - b.far)
  return best !== undefined && best.far <= 2 ? `; did you mean "${best.known}"?` : `; there are ${IMPORT_OPTIONS.join(', ')}`
}

/** Edits from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, c] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, d] of b.split('').entries())
      next.push(Math.min((row[j] ?? 0) + (c === d ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row.at(-1) ?? 0
}

/** An option of the user beats the profile's; marks of estimates add up; the profile's columns need not all be there. */
export function mergeOptions(profile: ImportOptions, user: ImportOptions): ImportOptions {
  const marks = [...(profile.estimated ?? []).map((m) => ({ ...m, lenient: true })), ...(user.estimated ?? [])]
  // Who names a time column does not want the profile's date and clock.
  const kept = user.time === undefined && user.date === undefined ? profile : without(profile, ['time', 'date', 'clock'])
  const { unit, ...rest } = kept
  return {
    ...rest,
    ...(unit === undefined ? {} : { unitElse: unit }),
    ...user,
    ...(marks.length > 0 ? { estimated: marks } : {}),
    lenient: Object.keys(rest).filter((key) => !Object.hasOwn(user, key)),
  }
}

function without(options: ImportOptions, keys: readonly string[]): ImportOptions {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)))
}
