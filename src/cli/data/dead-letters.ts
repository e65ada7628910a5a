import type { DeadLetterPage, DeadLetterSummary } from '../../ports/index.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text, type OptionValues } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = { ...SERVICE_FLAGS, reason: { type: 'string' }, limit: { type: 'string' }, all: { type: 'boolean' } } as const
const COLUMNS = [{ title: 'id' }, { title: 'received' }, { title: 'reason' }, { title: 'topic' }, { title: 'detail' }]

interface Letter extends DeadLetterSummary {
  readonly payload: string
  readonly encoding: string
  readonly retain: boolean
}

function listPath(values: OptionValues, limit: number, before?: string): string {
  const parameters = new URLSearchParams({ limit: String(limit) })
  const reason = text(values, 'reason')
  if (reason !== null) parameters.set('reason', reason)
  if (before !== undefined) parameters.set('before', before)
  return `/api/v1/dead-letters?${parameters}`
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const limit = Number(text(values, 'limit') ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) throw new UsageError(`--limit takes 1 to 500, not "${text(values, 'limit')}"`)
  const page = await ask<DeadLetterPage>(api, 'GET', listPath(values, limit))
  if (values['json']) ctx.stdout(`${JSON.stringify(page)}\n`)
  else if (page.total === 0 && text(values, 'reason') !== null) ctx.stderr(`no dead letters with the reason "${text(values, 'reason')}"\n`)
  else if (page.total === 0) ctx.stderr('no dead letters: every message so far was understood\n')
  else {
    ctx.stdout(
      table(
        COLUMNS,
        page.items.map((i) => [i.id, String(i.at), i.reason, i.topic, i.detail]),
      ),
    )
    ctx.stderr(`${page.items.length} of ${page.total} dead letters, newest first; \`campus dead-letters show ID\` shows one\n`)
  }
  return 0
}

async function show(ctx: CommandContext, api: ApiClient, ids: readonly string[]): Promise<number> {
  for (const id of ids) ctx.stdout(`${JSON.stringify(await readLetter(api, id), null, 2)}\n`)
  return 0
}

function readLetter(api: ApiClient, id: string): Promise<Letter> {
  return ask<Letter>(api, 'GET', `/api/v1/dead-letters/${encodeURIComponent(id)}`)
}

/** NDJSON in the input form of `campus decode`. */
async function exportLetters(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  for (let before: string | undefined; ; ) {
    const page = await ask<DeadLetterPage>(api, 'GET', listPath(values, 200, before))
    for (const item of page.items) {
      const { topic, payload, encoding, retain, at, reason, detail } = await readLetter(api, item.id)
      ctx.stdout(`${JSON.stringify({ topic, payload, encoding, retain, received_at: at, reason, detail })}\n`)
    }
    before = page.items.at(-1)?.id
    if (page.items.length < 200 || before === undefined) return 0
  }
}

async function runAction(
  ctx: CommandContext,
  api: ApiClient,
  action: 'replay' | 'drop',
  choice: { ids: readonly string[]; values: OptionValues },
): Promise<number> {
  const reason = text(choice.values, 'reason')
  if (choice.ids.length === 0 && !choice.values['all'] && reason === null)
    throw new UsageError(`which ones? name ids, --reason CODE or --all`)
  const body = { ids: choice.ids.length > 0 ? choice.ids : 'all', ...(reason === null ? {} : { reason }) }
  const done = await ask<{ replayed?: number; dropped?: number }>(api, 'POST', `/api/v1/dead-letters/${action}`, body)
  const n = done.replayed ?? done.dropped ?? 0
  if (choice.values['json']) ctx.stdout(`${JSON.stringify(done)}\n`)
  else ctx.stdout(`${n} dead letter${n === 1 ? '' : 's'} ${action === 'replay' ? 'replayed' : 'dropped'}\n`)
  return 0
}

export const deadLettersCommand: Command = {
  name: 'dead-letters',
  summary: 'list, show, replay, drop and export unusable messages',
  usage: [
    'campus dead-letters list [--reason CODE] [--limit N] [--json]',
    'campus dead-letters show ID ...',
    'campus dead-letters replay (ID ... | --reason CODE | --all)',
    'campus dead-letters drop (ID ... | --reason CODE | --all)',
    'campus dead-letters export [--reason CODE]    NDJSON, as `campus decode` reads it',
    '',
    'Every form takes --config FILE.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [verb = 'list', ...ids] = positionals
    return withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        if (verb === 'list') return list(ctx, api, values)
        if (verb === 'show') return show(ctx, api, ids)
        if (verb === 'export') return exportLetters(ctx, api, values)
        if (verb === 'replay' || verb === 'drop') return runAction(ctx, api, verb, { ids, values })
        throw new UsageError(`"${verb}" is not one of list, show, replay, drop, export`)
      },
    )
  },
}
