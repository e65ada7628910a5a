import { ROLE_NAMES } from '../../domain/index.ts'
import type { UserInfo } from '../../access/user-log.ts'
import { ask, withApi } from '../support/api.ts'
import { type ApiClient, type Command, type CommandContext, UsageError } from '../support/command.ts'
import { type OptionValues, parse, required, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

interface InvitationAnswer extends UserInfo {
  readonly code: string
  readonly path: string
}

const FLAGS = { ...SERVICE_FLAGS, role: { type: 'string' }, site: { type: 'string' } } as const
const VERBS = ['list', 'invite', 'disable', 'reset']
const COLUMNS = ['name', 'role', 'site', 'state', 'created', 'invitation until'].map((title) => ({ title }))

function rowOf({ name, role, site, state, suspended, created_at, invitation_expires_at }: UserInfo): string[] {
  const shown = suspended ? 'suspended: state.log is damaged, reset the user' : state
  return [name, role, site ?? 'all', shown, created_at, invitation_expires_at ?? '']
}

function printInvitation(ctx: CommandContext, api: ApiClient, invitation: InvitationAnswer, json: boolean): void {
  const { name, path, code, invitation_expires_at } = invitation
  if (json) return ctx.stdout(`${JSON.stringify(invitation)}\n`)
  ctx.stdout(`${api.url ?? ''}${path}\n`)
  ctx.stderr(`${name} opens this link once, until ${invitation_expires_at}, and sets a password; the code is ${code}\n`)
}

async function list(ctx: CommandContext, api: ApiClient, json: boolean): Promise<void> {
  const { users } = await ask<{ users: UserInfo[] }>(api, 'GET', '/api/v1/users')
  if (json) ctx.stdout(`${JSON.stringify({ users })}\n`)
  else if (users.length === 0) ctx.stderr('no users yet: `campus user invite NAME --role viewer` invites one\n')
  else ctx.stdout(table(COLUMNS, users.map(rowOf)))
}

async function invite(ctx: CommandContext, api: ApiClient, name: string, values: OptionValues): Promise<void> {
  const role = required(values, 'role')
  if (!ROLE_NAMES.some((r) => r === role)) throw new UsageError(`--role: "${role}" is not one of ${ROLE_NAMES.join(', ')}`)
  const site = text(values, 'site')
  const body = { name, role, ...(site === null ? {} : { site }) }
  printInvitation(ctx, api, await ask<InvitationAnswer>(api, 'POST', '/api/v1/users', body), values['json'] === true)
}

async function reset(ctx: CommandContext, api: ApiClient, name: string, json: boolean): Promise<void> {
  printInvitation(ctx, api, await ask<InvitationAnswer>(api, 'POST', `/api/v1/users/${encodeURIComponent(name)}/reset`, {}), json)
}

async function disable(ctx: CommandContext, api: ApiClient, name: string, json: boolean): Promise<void> {
  const path = `/api/v1/users/${encodeURIComponent(name)}/disable`
  const user = await ask<UserInfo>(api, 'POST', path, {})
  ctx.stdout(json ? `${JSON.stringify(user)}\n` : `user ${user.name} is disabled, the sessions have ended\n`)
}

export const userCommand: Command = {
  name: 'user',
  summary: 'invite, list and disable people, and give one a new password',
  usage: [
    `campus user invite NAME --role ${ROLE_NAMES.join('|')} [--site ID] [--json]`,
    'campus user list [--json]',
    'campus user disable NAME',
    'campus user reset NAME [--json]',
    '',
    'invite and reset print a link that works once within seven days: whoever opens it sets the password. Tokens are for programs.',
    'Every form takes --config FILE.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [verb = 'list', name] = positionals
    const json = values['json'] === true
    if (!VERBS.includes(verb)) throw new UsageError(`"${verb}" is not one of ${VERBS.join(', ')}`)
    return withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        if (verb === 'list') await list(ctx, api, json)
        else if (name === undefined) throw new UsageError('which user? `campus user list` shows the names')
        else if (verb === 'invite') await invite(ctx, api, name, values)
        else if (verb === 'reset') await reset(ctx, api, name, json)
        else await disable(ctx, api, name, json)
        return 0
      },
    )
  },
}
