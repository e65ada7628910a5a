/** How a login begins a session or is refused, whatever it presents: a token, a link, a password or an invitation. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { userOf } from '../../../../access/users.ts'
import type { Principal } from '../../../../domain/index.ts'
import { cookieName, setSessionCookie } from '../../guard.ts'
import type { RouteParts } from '../../route-parts.ts'
import { Problem } from '../../problems.ts'
import { nullable } from '../../schemas.ts'

export const SessionSchema = Type.Object({
  role: Type.String(),
  site: nullable(Type.String()),
  via: Type.String(),
  name: Type.Optional(Type.String({ description: 'of the user; absent for tokens and links' })),
  pending: Type.Optional(Type.Literal('second-factor', { description: 'nothing but the own account is open until it is set up' })),
})

export function sessionView(principal: Principal): Pick<Principal, 'role' | 'site' | 'via' | 'pending'> & { readonly name?: string } {
  const { role, site, via, pending } = principal
  const name = userOf(principal)
  return { role, site, via, ...(name === null ? {} : { name }), ...(pending === undefined ? {} : { pending }) }
}

type LoginParts = Pick<RouteParts, 'access' | 'events' | 'logins' | 'loginLog'>

export interface LoginOutcomes {
  fail(request: FastifyRequest, credential: string, detail?: string): never
  begin(request: FastifyRequest, reply: FastifyReply, id: string): void
}

export function createLogins({ access, events, logins, loginLog }: LoginParts): LoginOutcomes {
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
      setSessionCookie(request, reply, id)
      const principal = access.session(id)?.key ?? ''
      const fields = { address: request.ip, principal }
      loginLog.accepted({ ...fields, request: request.id })
      events.emit({ code: 'login', level: 'info', detail: `a session begins from ${request.ip}`, fields })
    },
  }
}
