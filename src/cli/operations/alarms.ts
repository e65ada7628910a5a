import type { AlarmView } from '../../views/operations-types.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text, type OptionValues } from '../support/options.ts'
import { table } from '../support/table.ts'

const FLAGS = { ...SERVICE_FLAGS, all: { type: 'boolean' }, note: { type: 'string' } } as const
const COLUMNS = ['id', 'raised', 'state', 'acknowledged', 'what'].map((title) => ({ title }))

function rowOf(alarm: AlarmView): string[] {
  const { id, raised, cleared, acknowledged, sentence } = alarm
  const seen =
    acknowledged === null ? '-' : `${acknowledged.by} at ${acknowledged.at}${acknowledged.note === null ? '' : `: ${acknowledged.note}`}`
  return [id, raised, cleared === null ? 'open' : `over since ${cleared}`, seen, sentence]
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const { alarms } = await ask<{ alarms: AlarmView[] }>(api, 'GET', `/api/v1/alarms${values['all'] === true ? '' : '?state=open'}`)
  if (values['json'] === true) ctx.stdout(`${JSON.stringify({ alarms })}\n`)
  else if (alarms.length === 0)
    ctx.stderr(values['all'] === true ? 'no alarm was ever raised\n' : 'no alarm is open; --all lists those that are over\n')
  else ctx.stdout(table(COLUMNS, alarms.map(rowOf)))
  return 0
}

async function acknowledge(ctx: CommandContext, api: ApiClient, values: OptionValues, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('which alarm? campus alarms acknowledge alarm-7')
  const note = text(values, 'note')
  const path = `/api/v1/alarms/${encodeURIComponent(id)}/acknowledge`
  const { alarm } = await ask<{ alarm: AlarmView }>(api, 'POST', path, note === null ? {} : { note })
  ctx.stdout(values['json'] === true ? `${JSON.stringify({ alarm })}\n` : table(COLUMNS, [rowOf(alarm)]))
  return 0
}

export const alarmsCommand: Command = {
  name: 'alarms',
  summary: 'list and acknowledge alarms',
  usage: [
    'campus alarms [--all] [--json] [--config FILE]',
    'campus alarms acknowledge ID [--note TEXT] [--json] [--config FILE]',
    '',
    'Lists the alarms that are open, with --all every one there ever was. An alarm ends when its cause is gone, whether acknowledged or not.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [action = 'list', id] = positionals
    if (action !== 'list' && action !== 'acknowledge') throw new UsageError(`"${action}" is not list or acknowledge`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => (action === 'list' ? list(ctx, api, values) : acknowledge(ctx, api, values, id)),
    )
  },
}
