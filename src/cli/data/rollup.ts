import type { RebuildResult } from '../../views/types.ts'
import { ask, withApi } from '../support/api.ts'
import { type Command, UsageError } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'

export const rollupCommand: Command = {
  name: 'rollup',
  summary: 'compute the buckets that are due, or a span again from raw readings',
  usage:
    'campus rollup [--from T --to T] [--config FILE] [--json]\n\nWithout a span: everything written since the last rollup. T is RFC 3339 with offset, or a date in the campus zone; FROM inclusive, TO exclusive.',
  async run(ctx) {
    const { values } = parse(ctx.args, { ...SERVICE_FLAGS, from: { type: 'string' }, to: { type: 'string' } })
    const from = text(values, 'from')
    const to = text(values, 'to')
    if ((from === null) !== (to === null)) throw new UsageError('--from and --to go together')
    const done = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<RebuildResult>(api, 'POST', '/api/v1/rollup', from === null ? {} : { from, to }),
    )
    ctx.stdout(values['json'] ? `${JSON.stringify(done)}\n` : `${done.buckets} buckets of ${done.points} points computed\n`)
    return 0
  },
}

export const rebuildCommand: Command = {
  name: 'rebuild',
  summary: 'recompute every bucket from raw readings, or compare them with --verify',
  usage:
    'campus rebuild [--verify] [--config FILE] [--json]\n\nWith --verify nothing is written: exit 1 when a bucket differs from what raw readings give.',
  async run(ctx) {
    const { values } = parse(ctx.args, { ...SERVICE_FLAGS, verify: { type: 'boolean' } })
    const verify = values['verify'] === true
    ctx.stderr(verify ? 'recomputing every bucket to compare ...\n' : 'recomputing every bucket ...\n')
    const done = await withApi(
      () => ctx.connect(text(values, 'config')),
      (api) => ask<RebuildResult>(api, 'POST', '/api/v1/rebuild', { verify }),
    )
    if (values['json']) ctx.stdout(`${JSON.stringify(done)}\n`)
    else ctx.stdout(`${done.buckets} buckets of ${done.points} points ${verify ? `compared, ${done.different} differ` : 'rebuilt'}\n`)
    return verify && done.different > 0 ? 1 : 0
  },
}
