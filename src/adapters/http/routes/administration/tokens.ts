import { Type } from 'typebox'
import { instant, ROLE_NAMES } from '../../../../domain/index.ts'
import { Problem } from '../../problems.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'
import { durationOf } from '../../times.ts'

const RoleSchema = Type.Union(ROLE_NAMES.map((role) => Type.Literal(role)))
const info = {
  id: Type.String(),
  name: nullable(Type.String()),
  role: RoleSchema,
  site: nullable(Type.String()),
  created_at: Time,
  expires_at: nullable(Time),
  revoked: Type.Boolean(),
  suspended: Type.Boolean({ description: 'records that are older than damage to state.log are not believed' }),
  last_used_at: nullable(Time),
}
export const TokensSchema = Type.Object({ tokens: Type.Array(Type.Object(info)) })
export const CreatedSchema = Type.Object({ ...info, token: Type.String({ description: 'shown here only' }) })
const TokenBody = Type.Object(
  {
    role: RoleSchema,
    name: Type.Optional(Type.String({ maxLength: 100, description: 'what it is for' })),
    site: Type.Optional(Type.String({ maxLength: 200 })),
    expires: Type.Optional(Type.String({ description: '90d, 12h, 1y or never; default: 1y' })),
  },
  strict,
)

const DEFAULT_EXPIRY = '1y'

export const tokenRoutes: Route = (app, { administration, clock, events }) => {
  const tags = ['access']
  app.get(
    '/api/v1/tokens',
    {
      config: permit('administration.tokens'),
      schema: { summary: 'Access tokens, without their secrets', tags, response: answers(TokensSchema) },
    },
    async (request) => ({ tokens: await administration.tokens(contextOf(request, clock)) }),
  )
  app.post(
    '/api/v1/tokens',
    {
      config: permit('administration.createToken'),
      schema: { summary: 'A new access token', tags, body: TokenBody, response: answers(CreatedSchema) },
    },
    async (request) => {
      const { role, name = null, site = null, expires = DEFAULT_EXPIRY } = request.body
      const ms = expires === 'never' ? null : durationOf(expires)
      if (expires !== 'never' && ms === null)
        throw new Problem('invalid-request', `"${expires}" is no duration; write 90d, 12h, 1y or never`)
      const context = contextOf(request, clock)
      const token = { role, name, site, expires: ms === null ? null : instant(clock.now() + ms) }
      const created = resultOf(await administration.createToken(context, token))
      const fields = { id: created.id, role, principal: context.principal.key, address: request.ip }
      events.emit({ code: 'token-created', level: 'info', detail: 'an access token was created', fields })
      return created
    },
  )
  app.delete(
    '/api/v1/tokens/:id',
    {
      config: permit('administration.revokeToken'),
      schema: {
        summary: 'Revoke a token, its sessions too',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 100 }) }, strict),
        response: answers(Type.Object({ revoked: Type.String() })),
      },
    },
    async (request) => {
      const context = contextOf(request, clock)
      const result = resultOf(await administration.revokeToken(context, request.params.id))
      const fields = { id: result.revoked, principal: context.principal.key, address: request.ip }
      events.emit({ code: 'token-revoked', level: 'info', detail: 'a token was revoked', fields })
      return result
    },
  )
}
