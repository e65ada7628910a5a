import type { FindingsView, FindingView } from '../../views/findings-types.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text, type OptionValues } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  all: { type: 'boolean' },
  to: { type: 'string' },
  status: { type: 'string' },
  owner: { type: 'string' },
  note: { type: 'string' },
} as const
const COLUMNS = ['id', 'amount', '90 %', 'money', 'hours', 'status', 'owner'].map((title) => ({ title }))

const figure = (value: number): string => Number(value.toPrecision(3)).toString()

function rowOf({ id, unit, amount, low, high, money, currency, minutes, status, owner }: FindingView): string[] {
  const size = unit === null ? '-' : `${figure(amount)} ${unit}`
  const band = unit === null ? '-' : `${figure(low)} to ${figure(high)}`
  return [id, size, band, money === null ? '-' : `${figure(money)} ${currency ?? ''}`, figure(minutes / 60), status, owner ?? '-']
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const to = text(values, 'to')
  const query = new URLSearchParams({ ...(to === null ? {} : { to }), ...(values['all'] === true ? { all: 'true' } : {}) })
  const view = await ask<FindingsView>(api, 'GET', `/api/v1/findings?${query.toString()}`)
  if (values['json'] === true) {
    ctx.stdout(`${JSON.stringify(view)}\n`)
    return 0
  }
  for (const { rule, missing } of view.silent) ctx.stderr(`${rule} is not judged: the campus file lacks ${missing.join(', ')}\n`)
  if (view.findings.length === 0)
    ctx.stderr(`nothing was found from ${view.from} to ${view.to}; ${view.computed.length} of 7 days are computed\n`)
  else ctx.stdout(table(COLUMNS, view.findings.map(rowOf)))
  if (view.total > view.findings.length) ctx.stderr(`${view.total - view.findings.length} more: --all lists them\n`)
  return 0
}

function changeOf(values: OptionValues): Record<string, unknown> {
  const [status, owner, note] = [text(values, 'status'), text(values, 'owner'), text(values, 'note')]
  if (status !== null) return { status, ...(note === null ? {} : { note }) }
  if (owner !== null) return { owner }
  if (note !== null) return { comment: note }
  throw new UsageError('what changes? --status done, --owner NAME or --note TEXT')
}

async function set(ctx: CommandContext, api: ApiClient, values: OptionValues, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('which finding? campus findings set lights-nobody:park/block-a/2/east --status done')
  const { finding } = await ask<{ finding: FindingView }>(api, 'POST', `/api/v1/findings/${encodeURIComponent(id)}`, changeOf(values))
  ctx.stdout(values['json'] === true ? `${JSON.stringify({ finding })}\n` : table(COLUMNS, [rowOf(finding)]))
  return 0
}

export const findingsCommand: Command = {
  name: 'findings',
  summary: 'list what was wasted in a week, and record what is done about it',
  usage: [
    'campus findings [--to DAY] [--all] [--json] [--config FILE]',
    'campus findings set ID [--status open|planned|done|dismissed] [--owner NAME] [--note TEXT] [--json] [--config FILE]',
    '',
    'Lists the ten biggest findings of the seven days up to the newest that is computed, or up to DAY. What is done is held against the four weeks before.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [action = 'list', id] = positionals
    if (action !== 'list' && action !== 'set') throw new UsageError(`"${action}" is not list or set`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => (action === 'list' ? list(ctx, api, values) : set(ctx, api, values, id)),
    )
  },
}
