import { withApi } from '../support/api.ts'
import type { Command } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'

interface Ready {
  readonly ready: boolean
  readonly reasons: readonly string[]
  readonly degraded: readonly string[]
}

export const healthCommand: Command = {
  name: 'health',
  summary: 'test whether the running service is ready; exit with 1 when it is not',
  usage: 'campus health [--config FILE] [--json]',
  async run(ctx) {
    const { values } = parse(ctx.args, SERVICE_FLAGS)
    const answer = await withApi(
      () => ctx.connectRunning(text(values, 'config')),
      (api) => api.request('GET', '/readyz'),
    )
    const ready = answer.body as Ready
    if (values['json']) ctx.stdout(`${JSON.stringify(ready)}\n`)
    else
      ctx.stdout(
        ready.ready
          ? `ready${ready.degraded.length > 0 ? `, but: ${ready.degraded.join('; ')}` : ''}\n`
          : `not ready: ${ready.reasons.join('; ')}\n`,
      )
    return ready.ready ? 0 : 1
  },
}
