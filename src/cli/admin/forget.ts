import type { ForgottenDevice } from '../../app/administration/forget.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, CommandError, UsageError } from '../support/command.ts'
import { parse, SERVICE_FLAGS, text } from '../support/options.ts'

const FLAGS = { ...SERVICE_FLAGS, yes: { type: 'boolean' }, reason: { type: 'string' } } as const

export const forgetCommand: Command = {
  name: 'forget',
  summary: 'remove what a device tells of people: readings of occupancy and raw messages',
  usage: [
    'campus forget DEVICE --yes [--reason TEXT] [--json] [--config FILE]',
    '',
    'Removes readings and buckets of occupancy that the device delivered, and overwrites all its raw messages in the archive. Without --yes it',
    'names the points and changes nothing. It cannot be undone, and no replay brings it back.',
    'Energy totals stay. Closed periods stay too: their evidence holds its inputs, and `campus verify` goes on to hold.',
    'A record tells who removed how much, when and why. Backups that were made before still hold everything: remove them as well.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [device] = positionals
    if (device === undefined || positionals.length > 1) throw new UsageError('name one device')
    const reason = text(values, 'reason')
    const body = { device, ...(reason === null ? {} : { reason }) }
    const forget = (api: ApiClient, preview: boolean): Promise<ForgottenDevice> => ask(api, 'POST', '/api/v1/forget', { ...body, preview })
    return withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        const { points } = await forget(api, true)
        if (values['yes'] !== true)
          throw new CommandError(
            `readings of ${points.length === 0 ? 'no point of occupancy' : points.join(', ')} and all raw messages of "${device}" would be removed for good: add --yes`,
          )
        const done = await forget(api, false)
        if (values['json'] === true) ctx.stdout(`${JSON.stringify(done)}\n`)
        else ctx.stdout(`${device}: ${done.readings} readings removed, ${done.messages} raw messages overwritten\n`)
        if (done.open > 0) ctx.stderr(`${done.open} raw messages are still in the journal: run it again once they are archived\n`)
        ctx.stderr('backups that were made before still hold everything: remove them as well\n')
        return 0
      },
    )
  },
}
