import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Principal } from '../../../../domain/index.ts'
import { cookieName } from '../../guard.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route, type RouteParts } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
import { answers, nullable, strict } from '../../schemas.ts'

const SessionSchema = Type.Object({ role: Type.String(), site: nullable(Type.String()), via: Type.String() })
const LoginBody = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, strict)
const CodeQuery = Type.Object({ code: Type.String({ minLength: 1, maxLength: 200 }) }, strict)

const sessionView = ({ role, site, via }: Principal): Pick<Principal, 'role' | 'site' | 'via'> => ({ role, site, via })

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  void reply.setCookie(cookieName(request), value, { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' })
}

/** Which credential a failed login tried, without its secret: the id of a token. */
const credentialOf = (token: string): string => /^cse_([0-9a-f]{12})_/.exec(token)?.[1] ?? 'none'

type LoginParts = Pick<RouteParts, 'access' | 'events' | 'logins' | 'loginLog'>

interface LoginOutcomes {
  fail(request: FastifyRequest, credential: string, detail?: string): never
  begin(request: FastifyRequest, reply: FastifyReply, id: string): void
}

function createLogins({ access, events, logins, loginLog }: LoginParts): LoginOutcomes {
  return {
    fail(request, credential, detail) {
      const fields = { address: request.ip, credential }
      events.emit({ code: 'login-failed', level: 'warn', detail: `a login from ${request.ip} failed`, fields })
      loginLog.refused({ principal: credential, address: request.ip, request: request.id })
      logins.failed(request.ip, credential)
      throw new Problem('login-failed', detail)
    },
    /** A login ends the session that the browser had: nobody else can have given it one to use. */
    begin(request, reply, id) {
      const former = request.cookies[cookieName(request)]
      if (former !== undefined) access.closeSession(former)
      setCookie(request, reply, id)
      const principal = access.session(id)?.key ?? ''
      const fields = { address: request.ip, principal }
      loginLog.accepted({ ...fields, request: request.id })
      events.emit({ code: 'login', level: 'info', detail: `a session begins from ${request.ip}`, fields })
    },
  }
}

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
      return reply
        .clearCookie(name, { path: '/', secure: request.protocol === 'https' })
        .code(204)
        .send()
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
