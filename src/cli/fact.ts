import { parse as parseCsv } from 'csv-parse/sync'
import type { FactView } from '../figures/api.ts'
import { ask, withApi } from './api.ts'
import { type ApiClient, type Command, CommandError, type CommandContext, UsageError } from './command.ts'
import { parse, required, SERVICE_FLAGS, text, type Values } from './options.ts'
import { table } from './table.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  site: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  note: { type: 'string' },
  reference: { type: 'string' },
  attachment: { type: 'string' },
  all: { type: 'boolean' },
} as const
const COLUMNS = ['id', 'key', 'site', 'from', 'to', 'value', 'unit', 'author', 'recorded', 'note'].map((title) => ({ title }))

interface Made {
  readonly fact: FactView
  readonly warnings: readonly string[]
}

const optional = (values: Values, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (text(values, name) === null ? [] : [[name, text(values, name) ?? '']])))

function rowOf(f: FactView): string[] {
  const { id, key, site, from, to, value, unit, author, recorded_at, note } = f
  return [id, key, site, from, to ?? 'open', String(value), unit, author, recorded_at, f.counts ? (note ?? '') : `replaced; ${note ?? ''}`]
}

async function set(ctx: CommandContext, api: ApiClient, values: Values, positionals: readonly string[]): Promise<number> {
  const [, key, value] = positionals
  if (key === undefined || value === undefined) throw new UsageError('which fact, and what is it? head-count 1250')
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw new UsageError(`"${value}" is no number`)
  const body = {
    key,
    value: Number(value),
    site: required(values, 'site'),
    from: required(values, 'from'),
    ...optional(values, ['to', 'note', 'reference', 'attachment']),
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

async function list(ctx: CommandContext, api: ApiClient, values: Values): Promise<number> {
  const { facts } = await ask<{ facts: FactView[] }>(api, 'GET', '/api/v1/facts')
  const shown = facts.filter((f) => (values['all'] === true || f.counts) && (text(values, 'site') ?? f.site) === f.site)
  if (values['json']) ctx.stdout(`${JSON.stringify({ facts: shown })}\n`)
  else if (shown.length === 0) ctx.stderr('no entries yet: `campus fact set head-count 1250 --site ID --from 2026-01-01`\n')
  else ctx.stdout(table(COLUMNS, shown.map(rowOf)))
  return 0
}

type CsvRow = Readonly<Record<string, string>>

function rowsOf(ctx: CommandContext, file: string): CsvRow[] {
  try {
    return parseCsv<CsvRow>(ctx.files.read(file), { columns: true, skip_empty_lines: true, trim: true, bom: true })
  } catch (error) {
    throw new CommandError(`cannot read "${file}": ${error instanceof Error ? error.message : String(error)}`, 2)
  }
}

async function importFile(ctx: CommandContext, api: ApiClient, positionals: readonly string[]): Promise<number> {
  const [, file] = positionals
  if (file === undefined) throw new UsageError('which file?')
  let refused = 0
  const rows = rowsOf(ctx, file)
  for (const [i, row] of rows.entries()) {
    const { key = '', site = '', from = '', to, note, reference, attachment } = row
    const more = Object.fromEntries(Object.entries({ to, note, reference, attachment }).filter(([, v]) => v !== undefined && v !== ''))
    const body = { key, site, from, value: row['value'] === '' ? Number.NaN : Number(row['value']), ...more }
    try {
      const { warnings } = await ask<Made>(api, 'POST', '/api/v1/facts', body)
      for (const warning of warnings) ctx.stderr(`${file}:${i + 2}: warning: ${warning}\n`)
    } catch (error) {
      refused += 1
      ctx.stderr(`${file}:${i + 2}: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
  ctx.stdout(`${rows.length - refused} entries made, ${refused} rows refused\n`)
  return refused > 0 ? 1 : 0
}

export const factCommand: Command = {
  name: 'fact',
  summary: 'dated entries: head count, area, waste, meals, bills, targets; never overwritten',
  usage: [
    'campus fact set KEY VALUE --site ID --from DATE [--to DATE] [--note TEXT] [--reference INVOICE] [--attachment FILE]',
    'campus fact list [--site ID] [--all] [--json]',
    'campus fact import FILE.csv        columns key, site, value, from, to, note, reference, attachment',
    '',
    'Steps (hold until the next): head-count, floor-area. Amounts (need --to, the day after the last day): waste.hazardous,',
    'waste.non-hazardous (without food waste), food-waste, fertiliser, meals, bill.electricity (kWh), bill.gas (m3), bill.water (m3),',
    'bill.reclaimed-water (m3), target.<figure>. A later entry for the same thing and span counts; the earlier one stays in the list (--all).',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const verb = positionals[0] ?? 'list'
    if (!['set', 'list', 'import'].includes(verb)) throw new UsageError(`"${verb}" is not one of set, list, import`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => {
        if (verb === 'set') return set(ctx, api, values, positionals)
        return verb === 'import' ? importFile(ctx, api, positionals) : list(ctx, api, values)
      },
    )
  },
}
