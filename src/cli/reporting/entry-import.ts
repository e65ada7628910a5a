/** `campus entry import FILE.csv`. */

import { parse as parseCsv } from 'csv-parse/sync'
import { errorText } from '../../kernel/index.ts'
import { type ApiClient, CommandError, type CommandContext, UsageError } from '../support/command.ts'

type CsvRow = Readonly<Record<string, string>>

function readRows(ctx: CommandContext, file: string): CsvRow[] {
  try {
    return parseCsv<CsvRow>(ctx.files.read(file), { columns: true, skip_empty_lines: true, trim: true, bom: true })
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

const OPTIONAL_NUMBERS = ['factor', 'conversion_number'] as const

/** A row of the file as the API takes it. */
function draftOf(row: CsvRow): Record<string, unknown> {
  const { key = '', from = '' } = row
  const names = ['site', 'to', 'note', 'reference', 'attachment', 'vintage', 'profile', 'conditions'] as const
  const texts = names.flatMap((name) => (row[name] === undefined || row[name] === '' ? [] : [[name, row[name]]]))
  const numbers = OPTIONAL_NUMBERS.flatMap((name) => (row[name] === undefined || row[name] === '' ? [] : [[name, Number(row[name])]]))
  return { key, from, value: row['value'] === '' ? null : Number(row['value']), ...Object.fromEntries([...texts, ...numbers]) }
}

/** Rows that the program itself can tell are wrong: JSON has no NaN. */
function numberFaults(rows: readonly CsvRow[], file: string): string[] {
  return rows.flatMap((row, i) =>
    (['value', ...OPTIONAL_NUMBERS] as const).flatMap((name) => {
      const cell = row[name]
      if (cell === undefined || cell === '' ? name !== 'value' : Number.isFinite(Number(cell))) return []
      return [`${file}:${i + 2}: ${name}: "${cell ?? ''}" is no number`]
    }),
  )
}

/** Entries of one request; each request is written whole or not at all. */
const AT_ONCE = 1000

/** All rows of a request or none: a file that is refused is corrected and imported again. */
export async function importEntries(
  ctx: CommandContext,
  api: ApiClient,
  { path, many }: { readonly path: string; readonly many: string },
  file: string | undefined,
): Promise<number> {
  if (file === undefined) throw new UsageError('which file?')
  const rows = readRows(ctx, file)
  const faults = numberFaults(rows, file)
  if (faults.length > 0) {
    ctx.stderr(`${faults.join('\n')}\n`)
    throw new CommandError(`nothing was entered: ${faults.length} of ${rows.length} rows are wrong`)
  }
  let made = 0
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const answer = await api.request('POST', path, rows.slice(at, at + AT_ONCE).map(draftOf))
    if (answer.status >= 300) return failWithFaults(ctx, answer.body, { file, at, made, rows: rows.length })
    const recorded = (answer.body as Readonly<Record<string, readonly { readonly warnings: readonly string[] }[]>>)[many] ?? []
    for (const [i, { warnings }] of recorded.entries())
      for (const warning of warnings) ctx.stderr(`${file}:${at + i + 2}: warning: ${warning}\n`)
    made += recorded.length
  }
  ctx.stdout(`${made} entries made\n`)
  return 0
}

/** Faults by the line of the file. A request of one row has no number in its paths. */
function failWithFaults(
  ctx: CommandContext,
  body: unknown,
  { file, at, made, rows }: { file: string; at: number; made: number; rows: number },
): never {
  const { errors = [], detail } = (body ?? {}) as { errors?: { path: string; message: string }[]; detail?: string }
  for (const { path, message } of errors) {
    const [, row = '0', field = path] = /^\/?(?:body\/)?(?:(\d+)\/)?(.*)$/.exec(path) ?? []
    ctx.stderr(`${file}:${at + Number(row) + 2}: ${field}: ${message}\n`)
  }
  const wrong = new Set(errors.map((e) => /(\d+)\//.exec(e.path)?.[1] ?? '0')).size
  const reason = errors.length === 0 ? (detail ?? 'refused') : `${wrong} rows are wrong`
  throw new CommandError(`${reason}; ${made} of ${rows} entries made`)
}
