import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { USER_NAME, userName } from '../../../../access/users.ts'
import { Problem } from '../../problems.ts'
import type { Route } from '../../route-parts.ts'
import { answers, strict } from '../../schemas.ts'
import { CODE } from './account.ts'
import { createLogins, SessionSchema, sessionView } from './logins.ts'

const NAME = Type.String({ pattern: USER_NAME })
const PASSWORD = Type.String({ minLength: 1, maxLength: 400 })
const PasswordBody = Type.Object({ name: NAME, password: PASSWORD, code: Type.Optional(CODE) }, strict)
const InvitationBody = Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }), password: PASSWORD }, strict)
const WRONG = 'the name or the password is not valid'
const WRONG_CODE = 'this code is not valid, or has been used: wait for the next one'
const PASSWORD_SET = 'the password is set: sign in with it and a code of the second factor'
const OVER = 'this invitation has been used or is too old; ask for a new one'

/** Both take time to compute: an address has few of them at once, and none while it is locked out. */
export const passwordRoutes: Route = (app, { access, events, logins, loginLog, heavy }) => {
  const tags = ['access']
  const logs = createLogins({ access, events, logins, loginLog })
  const failCode = (request: FastifyRequest, name: string): never => {
    const closed = Math.ceil(access.factors.closedFor(name) / 1000)
    if (closed === 0) return logs.fail(request, `user ${name}`, WRONG_CODE)
    throw new Problem('too-many-requests', 'too many wrong codes of the second factor', { retryAfter: closed })
  }
  app.post(
    '/api/v1/session/password',
    {
      config: { permission: 'public' },
      schema: { summary: 'A session cookie for name and password', tags, body: PasswordBody, response: answers(SessionSchema) },
    },
    async (request, reply) => {
      const { name } = request.body
      const credential = `user ${userName(name)}`
      logins.demandOpen(request.ip, credential)
      const login = await heavy.run(`login ${request.ip}`, () => access.signIn(request.body))
      if ('refused' in login && login.refused === 'code-missing') throw new Problem('factor-needed')
      if ('refused' in login && login.refused === 'code-wrong') return failCode(request, userName(name))
      const principal = 'session' in login ? access.session(login.session) : null
      if (principal === null || 'refused' in login) return logs.fail(request, credential, WRONG)
      logs.begin(request, reply, login.session)
      return sessionView(principal)
    },
  )
  app.post(
    '/api/v1/session/invitation',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Set the password of an invitation; begins a session',
        tags,
        body: InvitationBody,
        response: answers(SessionSchema),
      },
    },
    async (request, reply) => {
      const { code, password } = request.body
      logins.demandOpen(request.ip, 'invitation')
      const accepted = await heavy.run(`login ${request.ip}`, () => access.acceptInvitation(code, password))
      if (accepted !== null && 'fault' in accepted) throw new Problem('invalid-request', accepted.fault)
      if (accepted !== null && 'refused' in accepted) throw new Problem('factor-needed', PASSWORD_SET)
      const principal = accepted === null ? null : access.session(accepted.session)
      if (accepted === null || principal === null) return logs.fail(request, 'invitation', OVER)
      logs.begin(request, reply, accepted.session)
      return sessionView(principal)
    },
  )
}
