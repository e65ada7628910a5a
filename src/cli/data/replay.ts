import { DAY, formatIn, type Instant, instant, parseInstant } from '../../domain/index.ts'
import type { CampusView } from '../../views/types.ts'
import { ask, withApi } from '../support/api.ts'
import { awaitStored } from '../support/await-stored.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { parse, required, SERVICE_FLAGS, text } from '../support/options.ts'
import { progressBar } from '../support/progress-bar.ts'
import { table } from '../support/table.ts'

interface ArchiveView {
  readonly days: number
  readonly cap_bytes: number
  readonly parts: number
  readonly bytes: number
  readonly first_received: string | null
  readonly last_received: string | null
  readonly whole: boolean
  readonly bytes_per_day: number | null
  readonly days_that_fit: number | null
  readonly free_disk_bytes: number
  readonly evicted: number
}

interface Step {
  readonly messages: number
  readonly replayed: number
  readonly next: number | null
  readonly until: number
  readonly seq: number
  readonly parts_left: number
}

interface ReplayRequest {
  readonly source: string | null
  readonly from: string
  readonly to: string
}

const FLAGS = {
  ...SERVICE_FLAGS,
  source: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'remove-first': { type: 'boolean' },
} as const
const MIB = 1024 * 1024
const size = (bytes: number): string => (bytes < 10 * MIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${Math.round(bytes / MIB)} MiB`)

/** Replays part by part: the messages of one part are stored before the next is read, so the journal stays small. */
async function replayAll(ctx: CommandContext, api: ApiClient, request: ReplayRequest): Promise<{ messages: number; replayed: number }> {
  const sum = { messages: 0, replayed: 0 }
  let bar: ReturnType<typeof progressBar> | null = null
  let [after, until, done]: [number | null, number | null, number] = [0, null, 0]
  while (after !== null) {
    const step: Step = await ask<Step>(api, 'POST', '/api/v1/replay', { ...request, after, until })
    await awaitStored(ctx, api, { seq: step.seq, rolled: step.next === null })
    bar ??= progressBar(ctx, 'replay', step.parts_left + 1)
    bar.update(++done)
    sum.messages += step.messages
    sum.replayed += step.replayed
    after = step.next
    until = step.until
  }
  bar?.stop()
  return sum
}

/** Times of the command line, with the offset of the campus zone. */
function spanOf(from: string, to: string, zone: string): { from: Instant; to: Instant } {
  const at = (flag: string, value: string): Instant => {
    const time = parseInstant(value, zone)
    if (time === null)
      throw new UsageError(`--${flag}: "${value}" is no time; write 2026-03-02T08:00:00+08:00, or 2026-03-02 for a day's start`)
    return time
  }
  const span = { from: at('from', from), to: at('to', to) }
  if (span.to <= span.from) throw new UsageError(`--to "${to}" is not after --from "${from}"`)
  return span
}

export const replayCommand: Command = {
  name: 'replay',
  summary: 'decode archived raw messages again after a mapping is corrected',
  usage: [
    'campus replay --from T --to T [--source ID] [--remove-first] [--config FILE] [--json]',
    '',
    'Messages of the source that were received from FROM up to TO, and later ones that carry a value of that span, are decoded with the',
    'campus file as it is now. A new value replaces the one at the same point and time; totals are computed again. Without --source: all.',
    'T is RFC 3339 with offset, or a date in the campus zone. Doing it twice changes nothing more.',
    '',
    '  --remove-first   remove what stands at the points of the source in the span, and decode all of the span again: for values that were',
    '                   stored under a wrong time or at a wrong point; the span has to hold those times too. Refused when the archive does',
    '                   not reach back that far.',
    '',
    '`campus archive` says how far back messages are kept (campus file: archive.days, archive.max_bytes).',
  ].join('\n'),
  async run(ctx) {
    const { values } = parse(ctx.args, FLAGS)
    const [from, to] = [required(values, 'from'), required(values, 'to')]
    const removing = values['remove-first'] === true
    return withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        const { timezone: zone } = await ask<CampusView>(api, 'GET', '/api/v1/campus')
        const { first_received: first, whole } = await ask<ArchiveView>(api, 'GET', '/api/v1/archive')
        const span = spanOf(from, to, zone)
        const spanTexts = (a: Instant, b: Instant): { from: string; to: string } => ({ from: formatIn(zone, a), to: formatIn(zone, b) })
        const request: ReplayRequest = { source: text(values, 'source'), ...spanTexts(span.from, span.to) }
        if (!whole && first !== null && (parseInstant(first, zone) ?? span.from) > span.from)
          ctx.stderr(`the archive begins at ${first}: what was received before is not there any more\n`)
        if (removing) await ask(api, 'POST', '/api/v1/replay/clear', request)
        const done = await replayAll(ctx, api, removing ? { ...request, source: null } : request)
        // Readings that were removed may reach into the buckets beside the span.
        if (removing) await ask(api, 'POST', '/api/v1/rollup', spanTexts(instant(span.from - DAY), instant(span.to + DAY)))
        if (values['json'] === true) ctx.stdout(`${JSON.stringify(done)}\n`)
        else ctx.stdout(`${done.replayed} of ${done.messages} messages decoded again; totals are computed\n`)
        return 0
      },
    )
  },
}

export const archiveCommand: Command = {
  name: 'archive',
  summary: 'show how far back raw messages reach and how many days fit',
  usage: 'campus archive [--config FILE] [--json]\n\n`campus replay` decodes what is in it again.',
  async run(ctx) {
    const { values } = parse(ctx.args, SERVICE_FLAGS)
    const view = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<ArchiveView>(api, 'GET', '/api/v1/archive'),
    )
    if (values['json'] === true) ctx.stdout(`${JSON.stringify(view)}\n`)
    else ctx.stdout(table([{ title: 'raw messages' }, { title: '' }], rowsOf(view)))
    if (view.days === 0) ctx.stderr('nothing is kept: archive.days is 0\n')
    else if (view.parts === 0) ctx.stderr('the archive is empty: a part of the journal enters it when it is full and stored\n')
    else if (view.days_that_fit !== null && view.days_that_fit < view.days)
      ctx.stderr(`there is room for ${view.days_that_fit} of ${view.days} days: raise archive.max_bytes, or free the disk\n`)
    return 0
  },
}

function rowsOf(view: ArchiveView): string[][] {
  return [
    ['kept for', `${view.days} days, at most ${size(view.cap_bytes)}`],
    ['received from', view.first_received ?? '-'],
    ['received to', view.last_received ?? '-'],
    ['on disk', `${size(view.bytes)} in ${view.parts} files`],
    ['a day takes', view.bytes_per_day === null ? 'not known yet' : size(view.bytes_per_day)],
    ['room for', view.days_that_fit === null ? 'not known yet' : `${view.days_that_fit} days`],
    ['free on the disk', size(view.free_disk_bytes)],
    ['made room early', `${view.evicted} files since the start`],
  ]
}
