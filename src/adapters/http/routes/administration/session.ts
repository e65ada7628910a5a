import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Principal } from '../../../../domain/index.ts'
import { COOKIE } from '../../guard.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
import { answers, nullable, strict } from '../../schemas.ts'

const SessionSchema = Type.Object({ role: Type.String(), site: nullable(Type.String()), via: Type.String() })
const LoginBody = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, strict)
const CodeQuery = Type.Object({ code: Type.String({ minLength: 1, maxLength: 200 }) }, strict)

const sessionView = ({ role, site, via }: Principal): Pick<Principal, 'role' | 'site' | 'via'> => ({ role, site, via })

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  void reply.setCookie(COOKIE, value, { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' })
}

export const sessionRoutes: Route = (app, { access, administration, clock, logins }) => {
  const tags = ['access']
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
      logins.check(request.ip)
      const id = access.openSession(request.body.token)
      const principal = id === null ? null : access.session(id)
      if (id === null || principal === null) {
        logins.failed(request.ip)
        throw new Problem('login-failed')
      }
      setCookie(request, reply, id)
      return sessionView(principal)
    },
  )
  app.delete(
    '/api/v1/session',
    { config: { permission: 'public' }, schema: { summary: 'End the session', tags, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const id = request.cookies[COOKIE]
      if (id !== undefined) access.closeSession(id)
      return reply.clearCookie(COOKIE, { path: '/' }).code(204).send()
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
      logins.check(request.ip)
      const id = access.redeem(request.query.code)
      if (id === null) {
        logins.failed(request.ip)
        throw new Problem('login-failed', 'this link has been used or is too old; restart the demo for a new one')
      }
      setCookie(request, reply, id)
      return reply.redirect('/', 303)
    },
  )
}
