/** Flags of `campus import`: the options of an import by their names, and which file goes to which points. */

import { IMPORT_OPTIONS, type ImportOptions, readOptions } from '../../../imports/index.ts'
import { UsageError } from '../../support/command.ts'
import { type Flags, type OptionValues, parse, SERVICE_FLAGS, text } from '../../support/options.ts'

const SWITCH = { type: 'boolean' } as const
const LIST = { type: 'string', multiple: true } as const

const FLAGS: Flags = {
  ...SERVICE_FLAGS,
  point: { type: 'string' },
  csv: { type: 'string' },
  file: { type: 'string' },
  preview: SWITCH,
  ...Object.fromEntries(IMPORT_OPTIONS.map((name) => [name, name === 'wide' ? SWITCH : LIST])),
}

export interface ImportArguments {
  readonly values: OptionValues
  readonly file: string
  /** Ids, each once, in the order of the command line. */
  readonly points: readonly string[]
  readonly options: ImportOptions
  readonly preview: boolean
}

/** Throws UsageError with every option that cannot be used. */
export function readArguments(args: readonly string[]): ImportArguments {
  const { values, positionals } = parse(args, FLAGS)
  const [stray] = positionals
  if (stray !== undefined) throw new UsageError(`"${stray}" is no option; name the file with --csv or --file`)
  const read = readOptions(Object.fromEntries(IMPORT_OPTIONS.map((name) => [name, values[name]])))
  if (!read.ok) throw new UsageError(read.failures.map((f) => f.reason).join('\n'))
  return {
    values,
    file: fileOf(values),
    points: pointsOf(text(values, 'point'), read.value),
    options: read.value,
    preview: values['preview'] === true,
  }
}

function fileOf(values: OptionValues): string {
  const [csv, file] = [text(values, 'csv'), text(values, 'file')]
  if (csv !== null && file !== null) throw new UsageError('--csv and --file exclude each other')
  const found = csv ?? file
  if (found === null) throw new UsageError('--csv is missing; --file names an XML or XLSX')
  return found
}

function pointsOf(point: string | null, { map }: ImportOptions): string[] {
  if (map === undefined && point === null) throw new UsageError('--point is missing; --map COLUMN=POINT imports several points of one file')
  if (map !== undefined && point !== null) throw new UsageError('--point and --map exclude each other: each --map names its point')
  return [...new Set(map?.map((m) => m.point) ?? [point ?? ''])]
}

export const USAGE = `campus import --point ID (--csv FILE | --file FILE) [options] [--preview] [--config FILE] [--json]
campus import --map COLUMN=POINT [--map COLUMN=POINT ...] (--csv FILE | --file FILE) [options]
campus import list [--json]
campus import undo ID [--json]

Reads CSV, XLSX, Green Button XML and NEM12, also packed by gzip. What is certain from the file is detected and printed; what is not is asked for
with the options that decide it, and nothing is stored. --preview prints what was found and the first rows and stores nothing.

  --time COL                time of a row; or --date COL --clock COL, joined by one blank
  --time-format PATTERN     Unicode date tokens: 'dd.MM.yyyy HH:mm'; repeatable
  --zone TZ                 zone of times without offset: Europe/Berlin, +10:00
  --value COL               the values; --map COL=POINT, repeatable, for several points of one file
  --unit U, --scale K       unit of the values where it is not the point's; a factor. --unit-column COL: a unit in each row
  --ct-ratio K              in place of the CT ratio of the point, by which values are multiplied; 1: the file holds values behind it
  --delimiter S, --decimal S, --thousands S, --encoding NAME, --skip N (lines before the header), --sheet NAME
  --where COL=VALUE         only these rows; repeatable
  --wide                    a day a row, columns headed by the clock
  --stamp begin|end         the end of its interval that a time stands for (amounts); --interval 15m: their length
  --estimated COL=VALUE     these rows are estimates (* for any text); repeatable
  --duplicates first|last|sum   of several rows with one time and different values
  --accept-since DATE       oldest time that is believed (2000-01-01)
  --profile NAME or FILE    these options by name: green-button, espi, nem12, niagara, german-grid, linky, wide; or a YAML file of your own
  --records nem12|espi      read the file as this format

Columns are named as in the header, or by number: '#3'. Each row that is refused is named with line, column, value and reason; the others are stored.
Cells without a value are counted. Importing the same rows again changes nothing.
Each import has an id; undo takes its rows back: what they replaced comes back, and what was stored at their times since then stays and is named.
Exit 0 all rows stored, 1 some rows refused, 2 nothing stored.`
