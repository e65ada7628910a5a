import type { FactorList, FactorView, MovedFigure } from '../../figures/api.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { parse, required, SERVICE_FLAGS, text, type OptionValues } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  set: { type: 'string' },
  region: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  publisher: { type: 'string' },
  document: { type: 'string' },
  note: { type: 'string' },
  conditions: { type: 'string' },
  period: { type: 'string' },
  reason: { type: 'string' },
  all: { type: 'boolean' },
} as const
const MISSING_COLUMNS = ['kind', 'region', 'from', 'to', 'source', 'why'].map((title) => ({ title }))
const COLUMNS = ['id', 'value', 'unit', 'from', 'to', 'source', 'checked', 'note'].map((title) => ({ title }))

function rowOf(f: FactorView): string[] {
  const where = [f.page, f.published, f.conditions].filter((part) => part !== undefined && part !== '').join(', ')
  const source = `${f.publisher}: ${f.document}${where === '' ? '' : ` (${where})`}`
  const state = f.withdrawn === null ? '' : `withdrawn by ${f.withdrawn.author}: ${f.withdrawn.reason}; `
  return [f.id, String(f.value), f.unit, f.from ?? '', f.to ?? '', source, f.verified ? 'yes' : 'no', `${state}${f.note}`]
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues, kind: string | undefined): Promise<number> {
  const set = text(values, 'set')
  const query = [...(set === null ? [] : [`set=${encodeURIComponent(set)}`]), ...(values['all'] === true ? ['all=true'] : [])].join('&')
  const answer = await ask<FactorList>(api, 'GET', `/api/v1/factors${query === '' ? '' : `?${query}`}`)
  const isAsked = (f: { readonly kind: string }): boolean => kind === undefined || f.kind === kind || f.kind.startsWith(`${kind}.`)
  const shown = answer.factors.filter(isAsked)
  const missing = answer.not_found.filter(isAsked)
  const missingRows = missing.map((f) => [f.kind, f.region ?? '', f.from ?? '', f.to ?? '', `${f.publisher}: ${f.document}`, f.why])
  if (values['json']) ctx.stdout(`${JSON.stringify({ set: answer.set, factors: shown, not_found: missing })}\n`)
  else ctx.stdout(`factors of the set "${answer.set}"\n\n${table(COLUMNS, shown.map(rowOf))}`)
  if (!values['json'] && missing.length > 0) ctx.stdout(`\nnot shipped\n\n${table(MISSING_COLUMNS, missingRows)}`)
  return 0
}

function draftOf(values: OptionValues, positionals: readonly string[]): Record<string, unknown> {
  const [, kind, value] = positionals
  if (kind === undefined || value === undefined) throw new UsageError('which factor, and what is it? grid.co2 0.5366')
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw new UsageError(`"${value}" is no number`)
  const names = ['region', 'set', 'from', 'to', 'note', 'conditions'] as const
  const texts = names.flatMap((name) => (text(values, name) === null ? [] : [[name, text(values, name)]]))
  const source = { publisher: required(values, 'publisher'), document: required(values, 'document') }
  return { kind, value: Number(value), ...source, ...Object.fromEntries(texts) }
}

async function add(ctx: CommandContext, api: ApiClient, values: OptionValues, positionals: readonly string[]): Promise<number> {
  const { factor } = await ask<{ factor: FactorView }>(api, 'POST', '/api/v1/factors', draftOf(values, positionals))
  ctx.stdout(values['json'] ? `${JSON.stringify({ factor })}\n` : `${factor.id}: ${factor.value} ${factor.unit}\n`)
  return 0
}

const shown = (value: number | null): string => (value === null ? 'missing' : String(value))

function movedRow({ id, boundary, unit, before, after }: MovedFigure): string[] {
  const by = before === null || after === null ? '' : String(after - before)
  const percent = before === null || after === null || before === 0 ? '' : `${(100 * (after / before - 1)).toFixed(2)} %`
  return [id, boundary, shown(before), shown(after), by, unit, percent]
}

async function preview(ctx: CommandContext, api: ApiClient, values: OptionValues, positionals: readonly string[]): Promise<number> {
  const body = { ...draftOf(values, positionals), period: required(values, 'period') }
  const { moved } = await ask<{ moved: MovedFigure[] }>(api, 'POST', '/api/v1/factors/preview', body)
  const columns = ['figure', 'boundary', 'before', 'after', 'by', 'unit', 'change'].map((title) => ({ title }))
  if (values['json']) ctx.stdout(`${JSON.stringify({ moved })}\n`)
  else if (moved.length === 0) ctx.stdout(`no figure of ${body.period} would move\n`)
  else ctx.stdout(table(columns, moved.map(movedRow)))
  return 0
}

async function withdraw(ctx: CommandContext, api: ApiClient, values: OptionValues, positionals: readonly string[]): Promise<number> {
  const [, id] = positionals
  if (id === undefined) throw new UsageError('which row? `campus factor list` shows their ids; shipped rows stay')
  const reason = required(values, 'reason')
  const { factor } = await ask<{ factor: FactorView }>(api, 'POST', `/api/v1/factors/${encodeURIComponent(id)}/withdraw`, { reason })
  ctx.stdout(values['json'] ? `${JSON.stringify({ factor })}\n` : `${factor.id} counts no longer\n`)
  return 0
}

export const factorCommand: Command = {
  name: 'factor',
  summary: 'list, add and withdraw emission and conversion factors, and preview what a new row changes',
  usage: [
    'campus factor list [KIND] [--set SET] [--all] [--json]',
    'campus factor preview KIND VALUE --period PERIOD ...     which figures it would move, and by how much; nothing is written',
    'campus factor add KIND VALUE --publisher WHO --document WHICH [--region R] [--set SET] [--from DATE] [--to DATE] [--note TEXT]',
    '                  [--conditions "20 Cel, 101.325 kPa"]   of a calorific value per m3',
    'campus factor withdraw ID --reason TEXT',
    '',
    'KIND is grid.co2, grid.residual, gas.ncv, gas.gcv, gas.co2e, heat.co2e, <carrier>.<what> ...; an unknown one is refused with the list of all. R is a grid',
    '(CN-NORTH) or a site. A recorded row comes before the shipped ones; the row of a region before one for everywhere. Nothing is overwritten.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const verb = positionals[0] ?? 'list'
    const does = verb === 'add' ? add : verb === 'preview' ? preview : verb === 'withdraw' ? withdraw : null
    if (does === null && verb !== 'list') throw new UsageError(`"${verb}" is not one of list, preview, add, withdraw`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => (does === null ? list(ctx, api, values, positionals[1]) : does(ctx, api, values, positionals)),
    )
  },
}
