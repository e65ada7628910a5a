import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { type OptionValues, parse, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

interface CorrectionRow {
  readonly id: string
  readonly point: string
  readonly from: string
  readonly to: string
  readonly effect: string
  readonly reason: string
  readonly author: string
  readonly withdrawn: { readonly author: string; readonly reason: string } | null
}

interface Move {
  readonly figure: string
  readonly boundary: string
  readonly period: string
  readonly unit: string
  readonly old: number | null
  readonly new: number | null
}

interface Corrected {
  readonly correction: CorrectionRow
  readonly moves: readonly Move[]
}

const FLAGS = {
  ...SERVICE_FLAGS,
  from: { type: 'string' },
  to: { type: 'string' },
  scale: { type: 'string' },
  exclude: { type: 'boolean' },
  register: { type: 'string' },
  estimate: { type: 'string' },
  reason: { type: 'string' },
  preview: { type: 'boolean' },
} as const

const MOVE_COLUMNS = [
  { title: 'period' },
  { title: 'figure' },
  { title: 'boundary' },
  { title: 'old', right: true },
  { title: 'new', right: true },
  { title: 'unit' },
]
const COLUMNS = [
  { title: 'id' },
  { title: 'point' },
  { title: 'from' },
  { title: 'to' },
  { title: 'effect' },
  { title: 'by' },
  { title: 'reason' },
  { title: 'state' },
]

function numberIn(name: string, value: string): number {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) throw new UsageError(`--${name}: "${value}" is no number`)
  return number
}

/** One of the four effects. */
function effectOf(values: OptionValues): object {
  const [scale, register, estimate] = [text(values, 'scale'), text(values, 'register'), text(values, 'estimate')]
  const chosen = [scale !== null, values['exclude'] === true, register !== null, estimate !== null].filter(Boolean).length
  if (chosen !== 1) throw new UsageError('one of --scale K, --exclude, --register T=V, --estimate flat|like-days|sister:POINT')
  if (scale !== null) return { kind: 'scale', factor: numberIn('scale', scale) }
  if (register !== null) {
    const [, at = '', value = ''] = /^(.+)=([^=]+)$/.exec(register) ?? []
    if (at === '') throw new UsageError(`--register: "${register}" is not TIME=VALUE, such as 2026-03-02T08:00=1234.5`)
    return { kind: 'register', at, value: numberIn('register', value) }
  }
  if (estimate === null) return { kind: 'exclude' }
  const [method = '', ...sister] = estimate.split(':')
  if (!['flat', 'like-days', 'sister'].includes(method))
    throw new UsageError(`--estimate: "${estimate}" is not flat, like-days or sister:POINT`)
  if ((method === 'sister') !== sister.length > 0)
    throw new UsageError('--estimate sister:POINT names the meter that stands in, the others name none')
  return { kind: 'estimate', method, ...(method === 'sister' ? { sister: sister.join(':') } : {}) }
}

function printMoves(ctx: CommandContext, moves: readonly Move[]): void {
  const number = (value: number | null): string => (value === null ? '-' : String(value))
  if (moves.length === 0) ctx.stderr('no figure moves\n')
  else
    ctx.stdout(
      table(
        MOVE_COLUMNS,
        moves.map((m) => [m.period, m.figure, m.boundary, number(m.old), number(m.new), m.unit]),
      ),
    )
}

async function correctPoint(ctx: CommandContext, api: ApiClient, point: string, values: OptionValues): Promise<number> {
  const [from, to, reason, preview] = [text(values, 'from'), text(values, 'to'), text(values, 'reason'), values['preview'] === true]
  const effect = effectOf(values)
  if ((from === null || to === null) && text(values, 'register') === null) throw new UsageError('--from T and --to T name the span')
  if (!preview && (reason === null || reason.trim() === '')) throw new UsageError('--reason TEXT is missing: a correction says why')
  const wish = { point, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }), effect }
  if (preview) {
    const { moves } = await ask<{ moves: Move[] }>(api, 'POST', '/api/v1/corrections/preview', wish)
    if (values['json']) ctx.stdout(`${JSON.stringify({ id: null, moves })}\n`)
    else printMoves(ctx, moves)
    return 0
  }
  return printCorrected(ctx, await ask<Corrected>(api, 'POST', '/api/v1/corrections', { ...wish, reason }), values)
}

function printCorrected(ctx: CommandContext, { correction, moves }: Corrected, values: OptionValues): number {
  if (values['json']) {
    ctx.stdout(`${JSON.stringify({ id: correction.id, moves })}\n`)
    return 0
  }
  ctx.stderr(`${correction.id} of ${correction.point}: ${correction.effect}, ${correction.withdrawn === null ? 'in force' : 'undone'}\n`)
  printMoves(ctx, moves)
  return 0
}

async function undo(ctx: CommandContext, api: ApiClient, id: string | undefined, values: OptionValues): Promise<number> {
  const reason = text(values, 'reason')
  if (id === undefined) throw new UsageError('which correction? `campus correct list` shows the ids')
  if (reason === null || reason.trim() === '') throw new UsageError('--reason TEXT is missing: undoing says why')
  return printCorrected(ctx, await ask<Corrected>(api, 'POST', `/api/v1/corrections/${encodeURIComponent(id)}/undo`, { reason }), values)
}

async function list(ctx: CommandContext, api: ApiClient, values: OptionValues): Promise<number> {
  const answer = await ask<{ corrections: CorrectionRow[] }>(api, 'GET', '/api/v1/corrections')
  if (values['json']) ctx.stdout(`${JSON.stringify(answer)}\n`)
  else if (answer.corrections.length === 0) ctx.stderr('no corrections yet: `campus correct --help` says how to make one\n')
  else {
    const stateOf = ({ withdrawn }: CorrectionRow) =>
      withdrawn === null ? 'in force' : `undone by ${withdrawn.author}: ${withdrawn.reason}`
    ctx.stdout(
      table(
        COLUMNS,
        answer.corrections.map((c) => [c.id, c.point, c.from, c.to, c.effect, c.author, c.reason, stateOf(c)]),
      ),
    )
  }
  return 0
}

export const correctCommand: Command = {
  name: 'correct',
  summary: 'correct stored values over a span, with a preview of the figures that move',
  usage: [
    'campus correct POINT --from T --to T --scale K --reason TEXT [--preview]       a wrong CT ratio or unit',
    'campus correct POINT --from T --to T --exclude --reason TEXT [--preview]       values that cannot be',
    'campus correct POINT --register T=V --reason TEXT [--preview]                  what the register read',
    'campus correct POINT --from T --to T --estimate flat|like-days|sister:POINT --reason TEXT [--preview]',
    'campus correct list',
    'campus correct undo ID --reason TEXT',
    '',
    'A correction is a layer over the raw readings, which stay as they are; it can be undone. --preview says which figures move and stores',
    'nothing. In a closed period it becomes a pending restatement, see `campus restate --help`. T is RFC 3339 with offset, or a local date or',
    'time, on whole quarter hours; FROM inclusive, TO exclusive. An estimate is fixed when it is made, and its amounts count as estimated for',
    'ever. Every form takes --json, --token TOKEN and --config FILE.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [subject, id] = positionals
    if (subject === undefined) throw new UsageError('which point? `campus points` lists them')
    return withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        if (subject === 'list') return list(ctx, api, values)
        return subject === 'undo' ? undo(ctx, api, id, values) : correctPoint(ctx, api, subject, values)
      },
    )
  },
}
