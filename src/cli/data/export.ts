import { trueDigits } from '../../kernel/index.ts'
import { STEPS } from '../../domain/index.ts'
import type { BucketsView } from '../../views/points/series-types.ts'
import type { PointView } from '../../views/points/point-types.ts'
import { ask, withApi } from '../support/api.ts'
import { type Command, UsageError } from '../support/command.ts'
import { parse, required, SERVICE_FLAGS, text } from '../support/options.ts'
import { progressBar } from '../support/progress-bar.ts'

const FLAGS = {
  ...SERVICE_FLAGS,
  from: { type: 'string' },
  to: { type: 'string' },
  step: { type: 'string' },
  point: { type: 'string' },
  prefix: { type: 'string' },
} as const

/** Of a gauge its mean over the time that is covered; nothing for a register. */
function meanOf({ base_unit: base, unit }: BucketsView, b: BucketsView['buckets'][number]): { mean?: number | null } {
  if (base !== `${unit}*ms`) return {}
  const covered = b.measured_ms + b.coarse_ms + b.bridged_ms + b.estimated_ms
  return { mean: covered > 0 ? trueDigits(b.total / covered) : null }
}

export const exportCommand: Command = {
  name: 'export',
  summary: 'export buckets as NDJSON with exact totals, coverage and closing readings',
  usage: [
    'campus export --from T --to T [--step 15m|1h|1d|1M|1y] [--config FILE] [--point ID | --prefix P]',
    '',
    'One line per bucket, points in the order of their ids, times ascending: two stores with the same readings give the same bytes.',
    "A register's `total` and `closing.value` are integers of `base_unit`; divide by `base_per_unit` for `unit`.",
    'T is RFC 3339 with offset, or a date in the campus zone; FROM inclusive, TO exclusive. P: points whose id begins with it.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const step = text(values, 'step') ?? '15m'
    if (!STEPS.some((s) => s === step)) throw new UsageError(`--step: "${step}" is not one of ${STEPS.join(', ')}`)
    const [only, prefix] = [text(values, 'point'), text(values, 'prefix') ?? positionals[0] ?? '']
    const query = new URLSearchParams({ from: required(values, 'from'), to: required(values, 'to'), step }).toString()
    let rows = 0
    await withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        const all = (await ask<{ points: PointView[] }>(api, 'GET', '/api/v1/points')).points.map((p) => p.id)
        const points = all.filter((id) => (only === null ? id.startsWith(prefix) : id === only)).sort((a, b) => (a < b ? -1 : 1))
        if (only !== null && points.length === 0) throw new UsageError(`--point: there is no point "${only}" in the campus file`)
        const bar = progressBar(ctx, 'export', points.length)
        for (const [done, id] of points.entries()) {
          const view = await ask<BucketsView>(api, 'GET', `/api/v1/points/${encodeURIComponent(id)}/buckets?${query}`)
          const { buckets, ...about } = view
          const { point, quantity, unit, base_unit, base_per_unit } = about
          const lines = buckets.map(
            (b) => `${JSON.stringify({ point, step, ...b, ...meanOf(view, b), quantity, unit, base_unit, base_per_unit })}\n`,
          )
          ctx.stdout(lines.join(''))
          rows += lines.length
          bar.update(done + 1)
        }
        bar.stop()
      },
    )
    ctx.stderr(`${rows} buckets\n`)
    return 0
  },
}
