import { Type } from 'typebox'
import { instant, ROLE_NAMES } from '../../../../domain/index.ts'
import type { Route } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
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
const Wish = Type.Object(
  {
    role: RoleSchema,
    site: Type.Optional(Type.String({ maxLength: 200 })),
    expires: Type.Optional(Type.String({ description: '90d, 12h, 1y; default: never' })),
  },
  strict,
)

export const tokenRoutes: Route = (app, { api, access, clock }) => {
  const tags = ['access']
  app.get(
    '/api/v1/tokens',
    { config: { permission: 'admin' }, schema: { summary: 'Access tokens, without their secrets', tags, response: answers(TokensSchema) } },
    async () => ({
      tokens: access.list(),
    }),
  )
  app.post(
    '/api/v1/tokens',
    { config: { permission: 'admin' }, schema: { summary: 'A new access token', tags, body: Wish, response: answers(CreatedSchema) } },
    ({ body: { role, site = null, expires }, principal }) => {
      const ms = expires === undefined ? null : durationOf(expires)
      if (expires !== undefined && ms === null) throw new Problem('invalid-request', `"${expires}" is no duration; write 90d, 12h or 1y`)
      const sites = api.campus().sites.map((s) => s.id)
      if (site !== null && !sites.includes(site))
        throw new Problem('invalid-request', `no site "${site}" in the campus file; there are: ${sites.join(', ')}`)
      return access.create({ role, site, expires: ms === null ? null : instant(clock.now() + ms), by: principal?.key ?? '' })
    },
  )
  app.delete(
    '/api/v1/tokens/:id',
    {
      config: { permission: 'admin' },
      schema: {
        summary: 'Revoke a token, its sessions too',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 100 }) }, strict),
        response: answers(Type.Object({ revoked: Type.String() })),
      },
    },
    async ({ params: { id }, principal }) => {
      if (!(await access.revoke(id, principal?.key ?? ''))) throw new Problem('unknown-token', `no token "${id}"`)
      return { revoked: id }
    },
  )
}
