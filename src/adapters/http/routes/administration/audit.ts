import { Type } from 'typebox'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'
import { timeOf } from '../../times.ts'

const HeadSchema = Type.Object({ sequence: Type.Integer(), hash: Type.String({ description: 'SHA-256, hex' }) })
export const AuditSchema = Type.Object({
  events: Type.Array(
    Type.Object({
      sequence: Type.Integer(),
      at: Time,
      principal: Type.String(),
      action: Type.String({ description: 'a use case, `login` or `login-refused`' }),
      outcome: Type.Union([Type.Literal('done'), Type.Literal('refused'), Type.Literal('failed')]),
      detail: Type.Unknown({ description: 'what was asked for and what came of it, shortened, without secrets' }),
      reason: nullable(Type.String()),
      request: Type.String(),
      address: nullable(Type.String()),
      hash: Type.String(),
    }),
  ),
})
export const AuditVerdictSchema = Type.Object({
  ok: Type.Boolean(),
  events: Type.Integer(),
  head: nullable(HeadSchema),
  fault: nullable(Type.Object({ sequence: Type.Integer({ description: 'of the first broken place' }), detail: Type.String() })),
})
const AuditQuerySchema = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    before: Type.Optional(Type.Integer({ minimum: 1, description: 'events with a lower sequence' })),
    principal: Type.Optional(Type.String({ maxLength: 200, description: 'name of who did it, or a part of it' })),
    action: Type.Optional(Type.String({ maxLength: 100, description: 'begins with this' })),
    from: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339, or a day of the campus' })),
    to: Type.Optional(Type.String({ maxLength: 40, description: 'before this' })),
  },
  strict,
)
const DEFAULT_LIMIT = 100

export const auditRoutes: Route = (app, { administration, clock, status }) => {
  const tags = ['access']
  app.get(
    '/api/v1/audit',
    {
      config: permit('administration.audit'),
      schema: { summary: 'Who changed what, the newest first', tags, querystring: AuditQuerySchema, response: answers(AuditSchema) },
    },
    async (request) => {
      const { from, to, ...query } = request.query
      const zone = status.timezone()
      const span = {
        ...(from === undefined ? {} : { from: timeOf('querystring/from', from, zone) }),
        ...(to === undefined ? {} : { to: timeOf('querystring/to', to, zone) }),
      }
      const entries = await administration.audit(contextOf(request, clock), { limit: DEFAULT_LIMIT, ...query, ...span })
      return { events: entries.map(({ sequence, hash, event }) => ({ sequence, ...event, hash })) }
    },
  )
  app.get(
    '/api/v1/audit/verify',
    {
      config: permit('administration.verifyAudit'),
      schema: { summary: 'Whether every event is there and unchanged', tags, response: answers(AuditVerdictSchema) },
    },
    async (request) => administration.verifyAudit(contextOf(request, clock)),
  )
}
