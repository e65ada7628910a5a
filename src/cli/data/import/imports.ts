/** `campus import list` and `campus import undo ID`. */

import { ask, withApi } from '../../support/api.ts'
import { awaitStored } from '../../support/await-stored.ts'
import { type ApiClient, type CommandContext, UsageError } from '../../support/command.ts'
import { type OptionValues, parse, SERVICE_FLAGS, text } from '../../support/options.ts'
import { table } from '../../support/table.ts'

interface Kept {
  readonly point: string
  readonly readings: number
  readonly import: string | null
}

interface ImportRow {
  readonly id: string
  readonly file: string | null
  readonly by: string
  readonly opened: string
  readonly state: string
  readonly points: readonly string[]
  readonly readings: number
  readonly replaced: number
  readonly from: string | null
  readonly to: string | null
}

interface Undone {
  readonly import: ImportRow
  readonly restored: number
  readonly removed: number
  readonly kept: readonly Kept[]
  readonly seq: number
}

const COLUMNS = ['id', 'state', 'file', 'by', 'imported', 'points', 'readings', 'replaced', 'from', 'to'].map((title) => ({
  title,
  right: title === 'readings' || title === 'replaced',
}))

/** Runs the verb, or null where the arguments are those of an import. */
export function runImportVerb(ctx: CommandContext): Promise<number> | null {
  const [verb, ...args] = ctx.args
  if (verb !== 'list' && verb !== 'undo') return null
  const { values, positionals } = parse(args, SERVICE_FLAGS)
  const [id] = positionals
  if (verb === 'undo' && id === undefined) throw new UsageError('which import? `campus import list` shows their ids')
  return withApi(
    () => ctx.connect(text(values, 'config')),
    (api) => (verb === 'list' ? list(ctx, api, values) : undo(ctx, api, { id: id ?? '', values })),
  )
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const answer = await ask<{ imports: readonly ImportRow[] }>(api, 'GET', '/api/v1/imports')
  if (values['json'] === true) ctx.stdout(`${JSON.stringify(answer)}\n`)
  else if (answer.imports.length === 0) ctx.stderr('nothing was imported\n')
  else ctx.stdout(table(COLUMNS, answer.imports.map(rowOf)))
  return 0
}

function rowOf({ id, state, file, by, opened, points, readings, replaced, from, to }: ImportRow): string[] {
  const [first = '-'] = points
  const named = points.length > 1 ? `${first} and ${points.length - 1} more` : first
  return [id, state, file ?? '-', by, opened, named, String(readings), String(replaced), from ?? '-', to ?? '-']
}

async function undo(
  ctx: CommandContext,
  api: ApiClient,
  { id, values }: { readonly id: string; readonly values: OptionValues },
): Promise<number> {
  const undone = await ask<Undone>(api, 'POST', `/api/v1/imports/${encodeURIComponent(id)}/undo`)
  await awaitStored(ctx, api, { seq: undone.seq, rolled: true })
  if (values['json'] === true) ctx.stdout(`${JSON.stringify(undone)}\n`)
  else ctx.stdout(`${undoText(undone)}\n`)
  return 0
}

function undoText({ import: { id, file }, restored, removed, kept }: Undone): string {
  const of = file === null ? '' : ` (${file})`
  return [
    `${id}${of} is undone: ${restored} readings came back, ${removed} are removed; totals are computed`,
    ...kept.map(
      (k) =>
        `${k.readings} readings of ${k.point} stay: ${k.import === null ? 'newer readings replaced them' : `${k.import} replaced them; undo it to take them back`}`,
    ),
  ].join('\n')
}
