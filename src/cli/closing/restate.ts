import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { type OptionValues, parse, periodOf, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'
import type { ClosedRow, PendingAnswer, StatementRow } from './statement-rows.ts'

const FLAGS = { ...SERVICE_FLAGS, accept: { type: 'string' }, reject: { type: 'string' }, reason: { type: 'string' } } as const
const PENDING_COLUMNS = [
  { title: 'figure' },
  { title: 'boundary' },
  { title: 'old', right: true },
  { title: 'new', right: true },
  { title: 'unit' },
  { title: 'cause' },
]
const STATEMENT_COLUMNS = [
  { title: 'period' },
  { title: 'revision', right: true },
  { title: 'closed' },
  { title: 'by' },
  { title: 'hash' },
  { title: 'reason' },
]

const numberText = (value: number | null): string => (value === null ? '-' : String(value))

async function listPending(ctx: CommandContext, api: ApiClient, period: string, json: boolean): Promise<number> {
  const answer = await ask<PendingAnswer>(api, 'GET', `/api/v1/restatements?period=${encodeURIComponent(period)}`)
  const { revision, pending } = answer
  if (json) {
    ctx.stdout(`${JSON.stringify(answer)}\n`)
    return 0
  }
  const rows = pending.map((p) => [p.figure, p.boundary, numberText(p.old), numberText(p.new), p.unit, p.cause])
  if (rows.length > 0) ctx.stdout(table(PENDING_COLUMNS, rows))
  const below = pending.filter((p) => !p.published).length
  const small = below > 0 ? `; ${below} of them below the published digits` : ''
  const [first] = pending
  const next = first === undefined ? 'nothing is pending' : `accept with: campus restate ${period} --accept ${first.id} --reason TEXT`
  ctx.stderr(`${period} is closed, revision ${revision}; ${pending.length} figures would change${small}; ${next}\n`)
  return 0
}

async function acceptPending(ctx: CommandContext, api: ApiClient, id: string, values: OptionValues): Promise<number> {
  const reason = text(values, 'reason')
  if (reason === null || reason.trim() === '') throw new UsageError('--accept needs --reason TEXT: the next revision prints it')
  const closed = await ask<ClosedRow>(api, 'POST', '/api/v1/restatements', { id, reason })
  const { period, revision, hash, evidence, key } = closed
  if (values['json']) ctx.stdout(`${JSON.stringify({ period, revision, hash, evidence, key })}\n`)
  else ctx.stdout(`${period} is restated, revision ${revision}\nhash      ${hash}\nevidence  ${evidence}\nkey       ${key}\n`)
  return 0
}

async function rejectPending(ctx: CommandContext, api: ApiClient, id: string, values: OptionValues): Promise<number> {
  const reason = text(values, 'reason')
  if (reason === null || reason.trim() === '') throw new UsageError('--reject needs --reason TEXT')
  const answer = await ask<PendingAnswer>(api, 'POST', '/api/v1/restatements/rejection', { id, reason })
  if (values['json']) ctx.stdout(`${JSON.stringify(answer)}\n`)
  else ctx.stdout(`${answer.period} stays revision ${answer.revision}\n`)
  return 0
}

export const restateCommand: Command = {
  name: 'restate',
  summary: 'list what would change a closed period, accept it as the next revision, or reject it',
  usage: [
    'campus restate PERIOD [--json] [--config FILE]',
    'campus restate PERIOD --accept ID --reason TEXT [--json] [--token TOKEN] [--config FILE]',
    'campus restate PERIOD --reject ID --reason TEXT [--json] [--token TOKEN] [--config FILE]',
    '',
    'Late readings, corrections, changed entries and factor rows never change a closed report. They are listed here with old',
    'value, new value, cause and the meters behind it. Accepting them needs the role approver, and so does rejecting them: the closed',
    'figures stay, and what moves again is listed again. Earlier revisions print again with `campus report PERIOD --revision N`.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const period = periodOf(positionals[0])
    const [accepted, rejected] = [text(values, 'accept'), text(values, 'reject')]
    if (accepted !== null && rejected !== null) throw new UsageError('either --accept ID or --reject ID')
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => {
        if (rejected !== null) return rejectPending(ctx, api, rejected, values)
        return accepted === null ? listPending(ctx, api, period, values['json'] === true) : acceptPending(ctx, api, accepted, values)
      },
    )
  },
}

export const statementsCommand: Command = {
  name: 'statements',
  summary: 'list closed periods with revision, author, hash and reason',
  usage: 'campus statements [--json] [--config FILE]',
  async run(ctx) {
    const { values } = parse(ctx.args, SERVICE_FLAGS)
    const answer = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<{ statements: StatementRow[] }>(api, 'GET', '/api/v1/statements'),
    )
    const rows = answer.statements.map((s) => [s.period, String(s.revision), s.closed_at, s.closed_by, s.hash.slice(0, 12), s.reason ?? ''])
    if (values['json']) ctx.stdout(`${JSON.stringify(answer)}\n`)
    else if (rows.length === 0) ctx.stderr('no period is closed yet: `campus close PERIOD` closes one\n')
    else ctx.stdout(table(STATEMENT_COLUMNS, rows))
    return 0
  },
}
