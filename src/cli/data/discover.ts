import type { Discovery } from '../../views/types.ts'
import { ask, withApi } from '../support/api.ts'
import type { Command } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

const COLUMNS = [
  { title: 'source' },
  { title: 'device' },
  { title: 'field' },
  { title: 'last value', right: true },
  { title: 'seen', right: true },
  { title: 'suggestion' },
]

export const discoverCommand: Command = {
  name: 'discover',
  summary: 'list the fields of devices that have no point, with a suggestion for each',
  usage:
    'campus discover [--config FILE] [--json]\n\nSuggestions are never applied by themselves: put the rows you want under `points:` of the campus file.',
  async run(ctx) {
    const { values } = parse(ctx.args, SERVICE_FLAGS)
    const { discoveries } = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<{ discoveries: Discovery[] }>(api, 'GET', '/api/v1/discoveries'),
    )
    if (values['json']) ctx.stdout(`${JSON.stringify({ discoveries })}\n`)
    else if (discoveries.length === 0)
      ctx.stderr('nothing unmapped since the service started; devices are seen while it runs, and are forgotten when it stops\n')
    else ctx.stdout(table(COLUMNS, discoveries.map(rowOf)))
    return 0
  },
}

function rowOf(d: Discovery): string[] {
  const s = d.suggestion
  return [
    d.source,
    d.device,
    d.field,
    d.last_value,
    String(d.count),
    s ? `${s.quantity} ${s.unit} ${s.kind} (${s.confidence}: ${s.because})` : '-',
  ]
}
