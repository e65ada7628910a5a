/** Frozen baselines of a measure: `campus savings baselines MEASURE`, and `campus savings fit MEASURE --reason TEXT`, which supersedes them. */

import type { BaselinesView } from '../../../figures/api.ts'
import { ask, withApi } from '../../support/api.ts'
import { type CommandContext, UsageError } from '../../support/command.ts'
import { languageOf, type OptionValues, parse, required, SERVICE_FLAGS, text } from '../../support/options.ts'
import { table } from '../../support/table.ts'

const FLAGS = { ...SERVICE_FLAGS, reason: { type: 'string' }, load: { type: 'string' }, lang: { type: 'string' } } as const

export const BASELINES_USAGE = [
  'campus savings baselines MEASURE [--json] [--config FILE]',
  'campus savings fit MEASURE --reason TEXT [--load REGISTER] [--json] [--config FILE]',
  '',
  'baselines shows what is frozen and whether its data moved since; fit learns it again from the data as they are now. The old baseline stays in the log.',
].join('\n')

/** Enough of a hash to compare by eye. */
const SHOWN = 12

function baselinesText({ baselines }: BaselinesView): string {
  const titles = ['load', 'learned from', 'to', 'frozen at', 'hash', 'data', 'superseded']
  const rows = baselines.map(({ load, from, to, frozen, moved, superseded }) => [
    load,
    from.slice(0, 10),
    to.slice(0, 10),
    frozen?.frozen_at ?? '-',
    frozen?.hash.slice(0, SHOWN) ?? '-',
    moved === null ? '-' : moved ? 'moved' : 'as they were',
    superseded.map((s) => `${s.hash.slice(0, SHOWN)} on ${s.superseded_at.slice(0, 10)} by ${s.by}: ${s.reason}`).join('; ') || '-',
  ])
  return table(
    titles.map((title) => ({ title })),
    rows,
  )
}

interface BaselineRequest {
  readonly method: 'GET' | 'POST'
  readonly measure: string
  readonly body?: object
}

async function run(ctx: CommandContext, values: OptionValues, request: BaselineRequest): Promise<number> {
  const view = await withApi(
    () => ctx.connect(text(values, 'config')),
    (api) => ask<BaselinesView>(api, request.method, `/api/v1/savings/${encodeURIComponent(request.measure)}/baselines`, request.body),
  )
  ctx.stdout(values['json'] === true ? `${JSON.stringify(view, null, 2)}\n` : baselinesText(view))
  return 0
}

export async function runBaselines(ctx: CommandContext): Promise<number> {
  const { values, positionals } = parse(ctx.args, { ...SERVICE_FLAGS })
  const [measure] = positionals
  if (measure === undefined) throw new UsageError('which measure? campus savings baselines MEASURE')
  return run(ctx, values, { method: 'GET', measure })
}

/** A measure in place of the options of a fit on files. */
export async function runSupersession(ctx: CommandContext): Promise<number> {
  const { values, positionals } = parse(ctx.args, FLAGS)
  const [measure = '', ...more] = positionals
  if (more.length > 0) throw new UsageError(`"${more.join(' ')}" is too much; one measure at a time`)
  const [reason, load, lang] = [required(values, 'reason'), text(values, 'load'), languageOf(values)]
  const body = { reason, ...(load === null ? {} : { load }), ...(lang === null ? {} : { lang }) }
  return run(ctx, values, { method: 'POST', measure, body })
}
