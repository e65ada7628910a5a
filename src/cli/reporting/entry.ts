import { parse as parseCsv } from 'csv-parse/sync'
import { errorText } from '../../kernel/index.ts'
import type { EntryView } from '../../figures/api.ts'
import type { CampusView } from '../../views/types.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, CommandError, type CommandContext, UsageError } from '../support/command.ts'
import { parse, required, SERVICE_FLAGS, text, type OptionValues } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  site: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  note: { type: 'string' },
  reference: { type: 'string' },
  attachment: { type: 'string' },
  factor: { type: 'string' },
  vintage: { type: 'string' },
  reason: { type: 'string' },
  all: { type: 'boolean' },
} as const
const COLUMNS = ['id', 'key', 'site', 'from', 'to', 'value', 'unit', 'author', 'recorded', 'note'].map((title) => ({ title }))

interface Made {
  readonly fact: EntryView
  readonly warnings: readonly string[]
}

const optional = (values: OptionValues, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (text(values, name) === null ? [] : [[name, text(values, name) ?? '']])))

function rowOf(f: EntryView): string[] {
  const { id, key, site, from, to, value, unit, author, recorded_at, note } = f
  const state = f.withdrawn !== null ? `withdrawn by ${f.withdrawn.author}: ${f.withdrawn.reason}; ` : f.counts ? '' : 'replaced; '
  return [id, key, site, from, to ?? 'open', String(value), unit, author, recorded_at, `${state}${note ?? ''}`]
}

/** The base year is the campus's; a target without a site has the boundary of its figure. */
const takesNoSite = (key: string): boolean => key === 'base-year' || key.startsWith('target.')

function factorOf(said: string | null): { factor?: number } {
  if (said === null) return {}
  if (said.trim() === '' || !Number.isFinite(Number(said))) throw new UsageError(`--factor: "${said}" is no number`)
  return { factor: Number(said) }
}

async function withdraw(ctx: CommandContext, api: ApiClient, values: OptionValues, positionals: readonly string[]): Promise<number> {
  const [, id] = positionals
  if (id === undefined) throw new UsageError('which entry? `campus fact list` shows their ids')
  const reason = required(values, 'reason')
  const { fact } = await ask<{ fact: EntryView }>(api, 'POST', `/api/v1/facts/${encodeURIComponent(id)}/withdraw`, { reason })
  ctx.stdout(values['json'] ? `${JSON.stringify({ fact })}\n` : `${fact.id}: ${fact.key} of ${fact.site} counts no longer\n`)
  return 0
}

async function set(ctx: CommandContext, api: ApiClient, values: OptionValues, positionals: readonly string[]): Promise<number> {
  const [, key, value] = positionals
  if (key === undefined || value === undefined) throw new UsageError('which fact, and what is it? head-count 1250')
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw new UsageError(`"${value}" is no number`)
  const body = {
    key,
    value: Number(value),
    ...(takesNoSite(key) ? {} : { site: required(values, 'site') }),
    from: required(values, 'from'),
    ...optional(values, ['site', 'to', 'note', 'reference', 'attachment', 'vintage']),
    ...factorOf(text(values, 'factor')),
  }
  const { fact, warnings } = await ask<Made>(api, 'POST', '/api/v1/facts', body)
  for (const warning of warnings) ctx.stderr(`warning: ${warning}\n`)
  ctx.stdout(
    values['json']
      ? `${JSON.stringify({ fact, warnings })}\n`
      : `${fact.id}: ${key} of ${fact.site} is ${fact.value} ${fact.unit} from ${fact.from}${fact.to === null ? '' : ` to ${fact.to}`}\n`,
  )
  return 0
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const { facts } = await ask<{ facts: EntryView[] }>(api, 'GET', '/api/v1/facts')
  const shown = facts.filter((f) => (values['all'] === true || f.counts) && (text(values, 'site') ?? f.site) === f.site)
  if (values['json']) ctx.stdout(`${JSON.stringify({ facts: shown })}\n`)
  else if (shown.length === 0 && facts.length > 0 && text(values, 'site') !== null) return nobody(api, text(values, 'site') ?? '')
  else if (shown.length === 0) ctx.stderr('no entries yet: `campus fact set head-count 1250 --site ID --from 2026-01-01`\n')
  else ctx.stdout(table(COLUMNS, shown.map(rowOf)))
  return 0
}

/** No entry of the site that was asked for: because there is no such site, or because nobody made one. */
async function nobody(api: ApiClient, site: string): Promise<number> {
  const { sites } = await ask<CampusView>(api, 'GET', '/api/v1/campus')
  const known = sites.map((s) => s.id)
  throw new CommandError(
    known.includes(site) ? `no entries of "${site}" yet` : `no site "${site}" in the campus file; there are: ${known.join(', ')}`,
  )
}

type CsvRow = Readonly<Record<string, string>>

function rowsOf(ctx: CommandContext, file: string): CsvRow[] {
  try {
    return parseCsv<CsvRow>(ctx.files.read(file), { columns: true, skip_empty_lines: true, trim: true, bom: true })
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${errorText(error)}`, 2)
  }
}

/** A row of the file as the API takes it. */
function entryOf(row: CsvRow): Record<string, unknown> {
  const { key = '', from = '' } = row
  const texts = ['site', 'to', 'note', 'reference', 'attachment', 'vintage'] as const
  const said = texts.flatMap((name) => (row[name] === undefined || row[name] === '' ? [] : [[name, row[name]]]))
  const factor = row['factor'] === undefined || row['factor'] === '' ? {} : { factor: Number(row['factor']) }
  return { key, from, value: row['value'] === '' ? null : Number(row['value']), ...Object.fromEntries(said), ...factor }
}

/** Rows that the program itself can tell are wrong: JSON knows no NaN. */
function badNumbers(rows: readonly CsvRow[], file: string): string[] {
  return rows.flatMap((row, i) =>
    (['value', 'factor'] as const).flatMap((name) => {
      const said = row[name]
      const needed = name === 'value'
      if (said === undefined || said === '' ? !needed : Number.isFinite(Number(said))) return []
      return [`${file}:${i + 2}: ${name}: "${said ?? ''}" is no number`]
    }),
  )
}

/** Entries go in parts of this many; each part is written whole or not at all. */
const PART = 1000

/** All rows or none of a part: a file that is refused is corrected and imported again. */
async function importFile(ctx: CommandContext, api: ApiClient, positionals: readonly string[]): Promise<number> {
  const [, file] = positionals
  if (file === undefined) throw new UsageError('which file?')
  const rows = rowsOf(ctx, file)
  const bad = badNumbers(rows, file)
  if (bad.length > 0) {
    ctx.stderr(`${bad.join('\n')}\n`)
    throw new CommandError(`nothing was entered: ${bad.length} of ${rows.length} rows are wrong`)
  }
  let made = 0
  for (let at = 0; at < rows.length; at += PART) {
    const answer = await api.request('POST', '/api/v1/facts', rows.slice(at, at + PART).map(entryOf))
    if (answer.status >= 300) return refused(ctx, answer.body, { file, at, made, rows: rows.length })
    const { facts } = answer.body as { facts: readonly Made[] }
    for (const [i, { warnings }] of facts.entries())
      for (const warning of warnings) ctx.stderr(`${file}:${at + i + 2}: warning: ${warning}\n`)
    made += facts.length
  }
  ctx.stdout(`${made} entries made\n`)
  return 0
}

/** Faults by the line of the file. A part of one row has no number in its paths. */
function refused(ctx: CommandContext, body: unknown, said: { file: string; at: number; made: number; rows: number }): number {
  const { errors = [], detail } = (body ?? {}) as { errors?: { path: string; message: string }[]; detail?: string }
  for (const { path, message } of errors) {
    const [, row = '0', field = path] = /^\/?(?:body\/)?(?:(\d+)\/)?(.*)$/.exec(path) ?? []
    ctx.stderr(`${said.file}:${said.at + Number(row) + 2}: ${field}: ${message}\n`)
  }
  const wrong = new Set(errors.map((e) => /(\d+)\//.exec(e.path)?.[1] ?? '0')).size
  throw new CommandError(
    `${errors.length === 0 ? `${detail ?? 'refused'}; ` : `${wrong} rows are wrong; `}${said.made} of ${said.rows} entries made`,
  )
}

export const factCommand: Command = {
  name: 'fact',
  summary: 'dated entries: head count, area, waste, meals, bills, targets; never overwritten',
  usage: [
    'campus fact set KEY VALUE --site ID --from DATE [--to DATE] [--note TEXT] [--reference INVOICE] [--attachment NAME]',
    'campus fact set instrument.TYPE MWH --factor F --reference REGISTRY [--vintage YEAR] --site ID --from DATE --to DATE',
    'campus fact list [--site ID] [--all] [--json]',
    'campus fact withdraw ID --reason TEXT',
    'campus fact import FILE.csv        columns key, site, value, from, to, note, reference, attachment, factor, vintage; all or none',
    '',
    'Steps (hold until the next): head-count, floor-area, base-year (of the campus, no --site). Amounts (need --to, the day after the last day):',
    'waste.hazardous, waste.non-hazardous (without food waste), food-waste, fertiliser, meals, bill.<carrier> (bill.electricity in kWh, bill.gas in',
    'm3, bill.heat in kWh, bill.diesel in kg, bill.refrigerant in kg ...), bill.water, bill.reclaimed-water, bill.rain-water (m3),',
    'instrument.<type> (MWh, with the tCO2e/MWh it conveys), target.<figure> (--site is a boundary; left out: that of the figure).',
    '--attachment is kept as it is written: the name or address of the paper.',
    'A later entry for the same thing and span counts; the earlier one stays in the list (--all), and counts again when the later is withdrawn.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const verb = positionals[0] ?? 'list'
    if (!['set', 'list', 'withdraw', 'import'].includes(verb)) throw new UsageError(`"${verb}" is not one of set, list, withdraw, import`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => {
        if (verb === 'set') return set(ctx, api, values, positionals)
        if (verb === 'withdraw') return withdraw(ctx, api, values, positionals)
        return verb === 'import' ? importFile(ctx, api, positionals) : list(ctx, api, values)
      },
    )
  },
}
