import { Type } from 'typebox'
import { ROLE_NAMES } from '../../../../domain/index.ts'
import { listedId } from '../../../../access/sessions.ts'
import { cookieName } from '../../guard.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, strict, Time } from '../../schemas.ts'

export const SessionsSchema = Type.Object({
  sessions: Type.Array(
    Type.Object({
      id: Type.String({ description: 'names the session and opens nothing' }),
      principal: Type.String(),
      role: Type.Union(ROLE_NAMES.map((role) => Type.Literal(role))),
      opened_at: Time,
      used_at: Time,
      current: Type.Boolean({ description: 'the session of this request' }),
    }),
  ),
})

export const openSessionRoutes: Route = (app, { administration, clock }) => {
  const tags = ['access']
  app.get(
    '/api/v1/sessions',
    {
      config: permit('administration.sessions'),
      schema: { summary: 'Sessions of the principal; for an administrator all', tags, response: answers(SessionsSchema) },
    },
    async (request) => {
      const cookie = request.cookies[cookieName(request)]
      const own = cookie === undefined ? null : listedId(cookie)
      const sessions = await administration.sessions(contextOf(request, clock))
      return { sessions: sessions.map((session) => ({ ...session, current: session.id === own })) }
    },
  )
  app.delete(
    '/api/v1/sessions/:id',
    {
      config: permit('administration.endSession'),
      schema: {
        summary: 'End a session',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }, strict),
        response: answers(Type.Object({ ended: Type.String() })),
      },
    },
    async (request) => resultOf(await administration.endSession(contextOf(request, clock), request.params.id)),
  )
}
