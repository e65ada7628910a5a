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
  role: RoleSchema,
  site: nullable(Type.String()),
  created_at: Time,
  expires_at: nullable(Time),
  revoked: Type.Boolean(),
}
export const TokensSchema = Type.Object({ tokens: Type.Array(Type.Object(info)) })
export const CreatedSchema = Type.Object({ ...info, token: Type.String({ description: 'shown here only' }) })
const TokenBody = Type.Object(
  {
    role: RoleSchema,
    site: Type.Optional(Type.String({ maxLength: 200 })),
    expires: Type.Optional(Type.String({ description: '90d, 12h, 1y; default: never' })),
  },
  strict,
)

export const tokenRoutes: Route = (app, { administration, clock }) => {
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
      const { role, site = null, expires } = request.body
      const ms = expires === undefined ? null : durationOf(expires)
      if (expires !== undefined && ms === null) throw new Problem('invalid-request', `"${expires}" is no duration; write 90d, 12h or 1y`)
      const token = { role, site, expires: ms === null ? null : instant(clock.now() + ms) }
      return resultOf(await administration.createToken(contextOf(request, clock), token))
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
    async (request) => resultOf(await administration.revokeToken(contextOf(request, clock), request.params.id)),
  )
}
