import { Type } from 'typebox'
import { type Invitation, USER_NAME } from '../../../../access/users.ts'
import { ROLE_NAMES } from '../../../../domain/index.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route } from '../../route-parts.ts'
import { answers, nullable, strict, Time } from '../../schemas.ts'

const RoleSchema = Type.Union(ROLE_NAMES.map((role) => Type.Literal(role)))
const user = {
  name: Type.String(),
  role: RoleSchema,
  site: nullable(Type.String()),
  state: Type.Union([Type.Literal('invited'), Type.Literal('active'), Type.Literal('disabled')]),
  suspended: Type.Boolean({ description: 'records that are older than damage to state.log are not believed; a reset ends it' }),
  created_at: Time,
  invitation_expires_at: nullable(Time),
  factor: Type.Boolean({ description: 'a second factor is set up' }),
}
export const UserSchema = Type.Object(user)
export const UsersSchema = Type.Object({ users: Type.Array(UserSchema) })
export const InvitationSchema = Type.Object({
  ...user,
  code: Type.String({ description: 'works once, shown here only' }),
  path: Type.String({ description: 'of the page where the user sets a password' }),
})
const UserBody = Type.Object(
  { name: Type.String({ pattern: USER_NAME }), role: RoleSchema, site: Type.Optional(Type.String({ maxLength: 200 })) },
  strict,
)
const RoleBody = Type.Object({ role: RoleSchema, site: Type.Optional(Type.String({ maxLength: 200 })) }, strict)
const NameParams = Type.Object({ name: Type.String({ maxLength: 64 }) }, strict)

/** Behind the hash: a browser sends it to no server. */
const invitationView = (invitation: Invitation) => {
  const { user: info, code } = invitation
  return { ...info, code, path: `/#/now?invitation=${code}` }
}

export const userRoutes: Route = (app, { administration, clock }) => {
  const tags = ['access']
  app.get(
    '/api/v1/users',
    { config: permit('administration.users'), schema: { summary: 'People', tags, response: answers(UsersSchema) } },
    async (request) => ({ users: await administration.users(contextOf(request, clock)) }),
  )
  app.post(
    '/api/v1/users',
    {
      config: permit('administration.inviteUser'),
      schema: { summary: 'Invite a person: a code that works once', tags, body: UserBody, response: answers(InvitationSchema) },
    },
    async (request) => {
      const { name, role, site = null } = request.body
      return invitationView(resultOf(await administration.inviteUser(contextOf(request, clock), { name, role, site })))
    },
  )
  app.post(
    '/api/v1/users/:name/disable',
    {
      config: permit('administration.disableUser'),
      schema: { summary: 'Disable a user and end the sessions', tags, params: NameParams, response: answers(UserSchema) },
    },
    async (request) => resultOf(await administration.disableUser(contextOf(request, clock), request.params.name)),
  )
  app.post(
    '/api/v1/users/:name/reset',
    {
      config: permit('administration.resetUser'),
      schema: { summary: 'A new code in place of the password', tags, params: NameParams, response: answers(InvitationSchema) },
    },
    async (request) => invitationView(resultOf(await administration.resetUser(contextOf(request, clock), request.params.name))),
  )
  app.post(
    '/api/v1/users/:name/reset-factor',
    {
      config: permit('administration.resetFactor'),
      schema: { summary: 'Remove a lost second factor and end the sessions', tags, params: NameParams, response: answers(UserSchema) },
    },
    async (request) => resultOf(await administration.resetFactor(contextOf(request, clock), request.params.name)),
  )
  app.post(
    '/api/v1/users/:name/role',
    {
      config: permit('administration.changeRole'),
      schema: {
        summary: 'Another role or site; ends the sessions',
        tags,
        params: NameParams,
        body: RoleBody,
        response: answers(UserSchema),
      },
    },
    async (request) => {
      const { role, site = null } = request.body
      return resultOf(await administration.changeRole(contextOf(request, clock), { name: request.params.name, role, site }))
    },
  )
}
