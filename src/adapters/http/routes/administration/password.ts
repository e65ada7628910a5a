import { Type } from 'typebox'
import { USER_NAME, userName } from '../../../../access/users.ts'
import { Problem } from '../../problems.ts'
import type { Route } from '../../route-parts.ts'
import { answers, strict } from '../../schemas.ts'
import { createLogins, SessionSchema, sessionView } from './logins.ts'

const NAME = Type.String({ pattern: USER_NAME })
const PASSWORD = Type.String({ minLength: 1, maxLength: 400 })
const PasswordBody = Type.Object({ name: NAME, password: PASSWORD }, strict)
const InvitationBody = Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }), password: PASSWORD }, strict)
const WRONG = 'the name or the password is not valid'
const OVER = 'this invitation has been used or is too old; ask for a new one'

/** Both take time to compute: an address has few of them at once, and none while it is locked out. */
export const passwordRoutes: Route = (app, { access, events, logins, loginLog, heavy }) => {
  const tags = ['access']
  const logs = createLogins({ access, events, logins, loginLog })
  app.post(
    '/api/v1/session/password',
    {
      config: { permission: 'public' },
      schema: { summary: 'A session cookie for name and password', tags, body: PasswordBody, response: answers(SessionSchema) },
    },
    async (request, reply) => {
      const { name, password } = request.body
      const credential = `user ${userName(name)}`
      logins.demandOpen(request.ip, credential)
      const id = await heavy.run(`login ${request.ip}`, () => access.signIn(name, password))
      const principal = id === null ? null : access.session(id)
      if (id === null || principal === null) return logs.fail(request, credential, WRONG)
      logs.begin(request, reply, id)
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
      const principal = accepted === null ? null : access.session(accepted.session)
      if (accepted === null || principal === null) return logs.fail(request, 'invitation', OVER)
      logs.begin(request, reply, accepted.session)
      return sessionView(principal)
    },
  )
}
