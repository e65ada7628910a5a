import { STEPS } from '../../domain/index.ts'
import type { BucketsView } from '../../views/points/series-types.ts'
import type { PointView } from '../../views/points/point-types.ts'
import { ask, withApi } from '../support/api.ts'
import { type Command, UsageError } from '../support/command.ts'
import { parse, required, SERVICE_FLAGS, text } from '../support/options.ts'
import { progressBar } from '../support/progress-bar.ts'

const FLAGS = { ...SERVICE_FLAGS, from: { type: 'string' }, to: { type: 'string' }, step: { type: 'string' } } as const

export const exportCommand: Command = {
  name: 'export',
  summary: 'export buckets as NDJSON with exact totals, coverage and closing readings',
  usage: [
    'campus export --from T --to T [--step 15m|1h|1d|1M|1y] [--config FILE] [PREFIX]',
    '',
    'One line per bucket, points in the order of their ids, times ascending: two stores with the same readings give the same bytes.',
    "A register's `total` and `closing.value` are integers of `base_unit`; divide by `base_per_unit` for `unit`.",
    'T is RFC 3339 with offset, or a date in the campus zone; FROM inclusive, TO exclusive. PREFIX: points whose id begins with it.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const step = text(values, 'step') ?? '15m'
    if (!STEPS.some((s) => s === step)) throw new UsageError(`--step: "${step}" is not one of ${STEPS.join(', ')}`)
    const query = new URLSearchParams({ from: required(values, 'from'), to: required(values, 'to'), step }).toString()
    let rows = 0
    await withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        const all = (await ask<{ points: PointView[] }>(api, 'GET', '/api/v1/points')).points.map((p) => p.id)
        const points = all.filter((id) => id.startsWith(positionals[0] ?? '')).sort((a, b) => (a < b ? -1 : 1))
        const bar = progressBar(ctx, 'export', points.length)
        for (const [done, id] of points.entries()) {
          const { buckets, ...about } = await ask<BucketsView>(api, 'GET', `/api/v1/points/${encodeURIComponent(id)}/buckets?${query}`)
          const { point, quantity, unit, base_unit, base_per_unit } = about
          const lines = buckets.map((b) => `${JSON.stringify({ point, step, ...b, quantity, unit, base_unit, base_per_unit })}\n`)
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
