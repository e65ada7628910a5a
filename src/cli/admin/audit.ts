import type { AuditVerdict } from '../../audit/chain.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { type OptionValues, parse, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  limit: { type: 'string' },
  principal: { type: 'string' },
  action: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const
const COLUMNS = ['number', 'time', 'who', 'action', 'outcome', 'what', 'reason', 'from'].map((title) => ({ title }))
const WHAT_CHARS = 60

interface ListedEvent extends AuditEvent {
  readonly sequence: number
}

function rowOf({ sequence, at, principal, action, outcome, detail, reason, address }: ListedEvent): string[] {
  const what = JSON.stringify((detail as { arguments?: unknown } | null)?.arguments ?? detail)
  const short = what.length > WHAT_CHARS ? `${what.slice(0, WHAT_CHARS)}...` : what
  return [`${sequence}`, at, principal, action, outcome, short, reason ?? '', address ?? '']
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const query = new URLSearchParams()
  for (const name of ['limit', 'principal', 'action', 'from', 'to']) {
    const value = text(values, name)
    if (value !== null) query.set(name, value)
  }
  const { events } = await ask<{ events: ListedEvent[] }>(api, 'GET', `/api/v1/audit?${query.toString()}`)
  if (values['json'] === true) ctx.stdout(`${JSON.stringify({ events })}\n`)
  else if (events.length === 0) ctx.stderr('no such event in the audit\n')
  else ctx.stdout(table(COLUMNS, events.map(rowOf)))
  return 0
}

async function verify(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const verdict = await ask<AuditVerdict>(api, 'GET', '/api/v1/audit/verify')
  const { ok, events, head, fault } = verdict
  if (values['json'] === true) ctx.stdout(`${JSON.stringify(verdict)}\n`)
  else if (fault !== null) ctx.stdout(`the audit does not hold: ${fault.detail}\n`)
  else ctx.stdout(`the audit holds: ${events} events${head === null ? '' : `, head ${head.sequence} ${head.hash}`}\n`)
  return ok ? 0 : 1
}

export const auditCommand: Command = {
  name: 'audit',
  summary: 'list who changed what, and check that no event of the audit was changed or removed',
  usage: [
    'campus audit list [--limit N] [--principal KEY] [--action NAME] [--from T] [--to T] [--json] [--config FILE]',
    'campus audit verify [--json] [--config FILE]',
    '',
    'verify reads every event from the disk, checks its chain and compares it with the head in audit.head; exit 1 names the first broken place.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [verb = 'list'] = positionals
    if (verb !== 'list' && verb !== 'verify') throw new UsageError(`"${verb}" is not list or verify`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => (verb === 'list' ? list(ctx, api, values) : verify(ctx, api, values)),
    )
  },
}
