import { Type } from 'typebox'
import { cookieName } from '../../guard.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, strict } from '../../schemas.ts'
import { createLogins, SessionSchema, sessionView } from './logins.ts'

const LoginBody = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, strict)
const CodeQuery = Type.Object({ code: Type.String({ minLength: 1, maxLength: 200 }) }, strict)

/** Which credential a failed login tried, without its secret: the id of a token. */
const credentialOf = (token: string): string => /^cse_([0-9a-f]{12})_/.exec(token)?.[1] ?? 'none'

export const sessionRoutes: Route = (app, { access, administration, clock, events, logins, loginLog }) => {
  const tags = ['access']
  const logs = createLogins({ access, events, logins, loginLog })
  app.get(
    '/api/v1/session',
    { config: permit('administration.session'), schema: { summary: 'Who asks', tags, response: answers(SessionSchema) } },
    async (request) => sessionView(await administration.session(contextOf(request, clock))),
  )
  app.post(
    '/api/v1/session',
    {
      config: { permission: 'public' },
      schema: { summary: 'A session cookie for a token', tags, body: LoginBody, response: answers(SessionSchema) },
    },
    async (request, reply) => {
      const id = access.openSession(request.body.token)
      const principal = id === null ? null : access.session(id)
      if (id === null || principal === null) return logs.fail(request, credentialOf(request.body.token))
      logs.begin(request, reply, id)
      return sessionView(principal)
    },
  )
  app.delete(
    '/api/v1/session',
    { config: { permission: 'public' }, schema: { summary: 'End the session', tags, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const name = cookieName(request)
      const id = request.cookies[name]
      if (id !== undefined) access.closeSession(id)
      return (
        reply
          // What was read must not come back from the cache of the browser.
          .header('clear-site-data', '"cache"')
          .clearCookie(name, { path: '/', secure: request.protocol === 'https' })
          .code(204)
          .send()
      )
    },
  )
  // No HEAD route: it would use the code up and show nobody the page.
  app.get(
    '/login',
    {
      config: { permission: 'public' },
      exposeHeadRoute: false,
      schema: { summary: 'The one-time admin link', tags, querystring: CodeQuery, response: { 303: Type.Null() } },
    },
    async (request, reply) => {
      const id = access.redeem(request.query.code)
      if (id === null) return logs.fail(request, 'link', 'this link has been used or is too old; restart the demo for a new one')
      logs.begin(request, reply, id)
      return reply.redirect('/', 303)
    },
  )
}
