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
const VERBS = ['list', 'invite', 'disable', 'reset', 'reset-factor', 'role']
const COLUMNS = ['name', 'role', 'site', 'state', 'second factor', 'created', 'invitation until'].map((title) => ({ title }))

function rowOf({ name, role, site, state, suspended, factor, created_at, invitation_expires_at }: UserInfo): string[] {
  const shown = suspended ? 'suspended: state.log is damaged, reset the user' : state
  return [name, role, site ?? 'all', shown, factor ? 'yes' : 'no', created_at, invitation_expires_at ?? '']
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

function roleAndSite(values: OptionValues): { readonly role: string; readonly site?: string } {
  const role = required(values, 'role')
  if (!ROLE_NAMES.some((r) => r === role)) throw new UsageError(`--role: "${role}" is not one of ${ROLE_NAMES.join(', ')}`)
  const site = text(values, 'site')
  return { role, ...(site === null ? {} : { site }) }
}

async function invite(ctx: CommandContext, api: ApiClient, name: string, values: OptionValues): Promise<void> {
  const body = { name, ...roleAndSite(values) }
  printInvitation(ctx, api, await ask<InvitationAnswer>(api, 'POST', '/api/v1/users', body), values['json'] === true)
}

async function reset(ctx: CommandContext, api: ApiClient, name: string, json: boolean): Promise<void> {
  printInvitation(ctx, api, await ask<InvitationAnswer>(api, 'POST', `/api/v1/users/${encodeURIComponent(name)}/reset`, {}), json)
}

/** Changes that answer with the user, and what they did. */
const CHANGES: Readonly<Record<string, (user: UserInfo) => string>> = {
  disable: ({ name }) => `user ${name} is disabled, the sessions have ended`,
  'reset-factor': ({ name }) => `user ${name} signs in with the password alone and sets up a new second factor; the sessions have ended`,
  role: ({ name, role, site }) =>
    `user ${name} has the role ${role} for ${site ?? 'all sites'} from the next login on; the sessions have ended`,
}

interface UserChange {
  readonly name: string
  readonly verb: string
  readonly body: object
  readonly json: boolean
}

async function change(ctx: CommandContext, api: ApiClient, { name, verb, body, json }: UserChange): Promise<void> {
  const user = await ask<UserInfo>(api, 'POST', `/api/v1/users/${encodeURIComponent(name)}/${verb}`, body)
  ctx.stdout(json ? `${JSON.stringify(user)}\n` : `${CHANGES[verb]?.(user) ?? user.name}\n`)
}

export const userCommand: Command = {
  name: 'user',
  summary: 'invite, list and disable people, give one another role, a new password or a new second factor',
  usage: [
    `campus user invite NAME --role ${ROLE_NAMES.join('|')} [--site ID] [--json]`,
    'campus user list [--json]',
    'campus user disable NAME',
    'campus user reset NAME [--json]',
    'campus user reset-factor NAME [--json]',
    `campus user role NAME --role ${ROLE_NAMES.join('|')} [--site ID] [--json]`,
    '',
    'invite and reset print a link that works once within seven days: whoever opens it sets the password. Tokens are for programs.',
    'reset-factor removes the second factor of somebody who lost phone and recovery codes.',
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
        else await change(ctx, api, { name, verb, body: verb === 'role' ? roleAndSite(values) : {}, json })
        return 0
      },
    )
  },
}
