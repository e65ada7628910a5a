import { ask, withApi } from '../support/api.ts'
import { type Command, UsageError } from '../support/command.ts'
import { parse, required, SERVICE_FLAGS, text } from '../support/options.ts'
import { table } from '../support/table.ts'

interface TokenRow {
  readonly id: string
  readonly role: string
  readonly site: string | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly revoked: boolean
  readonly name: string | null
  readonly suspended: boolean
  readonly last_used_at: string | null
}

function stateOf({ revoked, suspended, expires_at }: TokenRow, now: number): string {
  if (revoked) return 'revoked'
  if (suspended) return 'suspended: state.log is damaged'
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : 'valid'
}

const FLAGS = {
  ...SERVICE_FLAGS,
  role: { type: 'string' },
  name: { type: 'string' },
  site: { type: 'string' },
  expires: { type: 'string' },
} as const
const ROLES = ['viewer', 'operator', 'preparer', 'approver', 'admin']
const COLUMNS = ['id', 'name', 'role', 'site', 'created', 'expires', 'last used', 'state'].map((title) => ({ title }))

export const tokenCommand: Command = {
  name: 'token',
  summary: 'create, list and revoke access tokens',
  usage: [
    'campus token create --role viewer|operator|preparer|approver|admin [--name TEXT] [--site ID] [--expires 90d]',
    'campus token list [--json]',
    'campus token revoke ID',
    '',
    'A token is printed once, when it is created; only its hash is kept. It expires after a year unless --expires says otherwise (90d, never).',
    'Every form takes --config FILE.',
  ].join('\n'),
  async run(ctx) {
    const { values, positionals } = parse(ctx.args, FLAGS)
    const [verb = 'list', id] = positionals
    return withApi(
      () => ctx.connect(text(values, 'config')),
      async (api) => {
        if (verb === 'create') {
          const role = required(values, 'role')
          if (!ROLES.includes(role)) throw new UsageError(`--role: "${role}" is not one of ${ROLES.join(', ')}`)
          const body = {
            role,
            ...(text(values, 'name') ? { name: text(values, 'name') } : {}),
            ...(text(values, 'site') ? { site: text(values, 'site') } : {}),
            ...(text(values, 'expires') ? { expires: text(values, 'expires') } : {}),
          }
          const created = await ask<{ token: string; id: string }>(api, 'POST', '/api/v1/tokens', body)
          ctx.stdout(values['json'] ? `${JSON.stringify(created)}\n` : `${created.token}\n`)
          return 0
        }
        if (verb === 'revoke') {
          if (!id) throw new UsageError('which token? `campus token list` shows the ids')
          await ask(api, 'DELETE', `/api/v1/tokens/${encodeURIComponent(id)}`)
          ctx.stdout(`token ${id} revoked\n`)
          return 0
        }
        if (verb !== 'list') throw new UsageError(`"${verb}" is not one of create, list, revoke`)
        const { tokens } = await ask<{ tokens: TokenRow[] }>(api, 'GET', '/api/v1/tokens')
        if (values['json']) ctx.stdout(`${JSON.stringify({ tokens })}\n`)
        else if (tokens.length === 0) ctx.stderr('no tokens yet: `campus token create --role viewer` makes one\n')
        else
          ctx.stdout(
            table(
              COLUMNS,
              tokens.map((t) => {
                const dates = [t.created_at, t.expires_at ?? 'never', t.last_used_at ?? 'never']
                return [t.id, t.name ?? '', t.role, t.site ?? 'all', ...dates, stateOf(t, ctx.now?.() ?? 0)]
              }),
            ),
          )
        return 0
      },
    )
  },
}
