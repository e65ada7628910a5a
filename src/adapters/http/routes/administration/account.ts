import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Refusal } from '../../../../app/refusal.ts'
import { ROLE_NAMES } from '../../../../domain/index.ts'
import { setSessionCookie } from '../../guard.ts'
import { resultOf } from '../../refusals.ts'
import { contextOf } from '../../request-context.ts'
import { permit, type Route, type RouteParts } from '../../route-parts.ts'
import { answers, nullable, strict } from '../../schemas.ts'

const account = {
  principal: Type.String({ description: 'as the audit names him' }),
  name: nullable(Type.String({ description: 'null for tokens and links' })),
  role: Type.Union(ROLE_NAMES.map((role) => Type.Literal(role))),
  site: nullable(Type.String()),
  factor: Type.Boolean({ description: 'a second factor is set up' }),
  factor_required: Type.Boolean({ description: 'the campus file demands one of the role' }),
  recovery_left: Type.Integer({ description: 'recovery codes that are not used' }),
}
export const AccountSchema = Type.Object(account)
export const EnrolmentSchema = Type.Object({
  secret: Type.String({ description: 'Base32, shown here only' }),
  uri: Type.String({ description: 'otpauth: address for a QR code, drawn by the page itself' }),
})
export const EnrolledSchema = Type.Object({
  ...account,
  recovery_codes: Type.Array(Type.String(), { description: 'each works once in place of a code; shown here only' }),
})

const PASSWORD = Type.String({ minLength: 1, maxLength: 400 })
export const CODE = Type.String({ minLength: 6, maxLength: 40, description: 'six digits of the authenticator, or a recovery code' })
const PasswordBody = Type.Object({ current_password: PASSWORD, new_password: PASSWORD }, strict)
const ProofBody = Type.Object({ password: PASSWORD, code: Type.Optional(CODE) }, strict)
const CodeBody = Type.Object({ code: CODE }, strict)

/** Runs a change that a password proves: as a login it is slow on purpose, and ten failures close it for a minute. */
function prover({ heavy, logins }: Pick<RouteParts, 'heavy' | 'logins'>) {
  return async <T extends object>(request: FastifyRequest, work: () => Promise<T | Refusal>): Promise<T> => {
    const credential = request.principal?.key ?? 'none'
    logins.demandOpen(request.ip, credential)
    const result = await heavy.run(`login ${request.ip}`, work)
    if ('refused' in result && result.refused === 'wrong-credential') logins.failed(request.ip, credential)
    return resultOf(result)
  }
}

export const accountRoutes: Route = (app, { access, administration, clock, heavy, logins }) => {
  const tags = ['access']
  const prove = prover({ heavy, logins })
  app.get(
    '/api/v1/account',
    {
      config: permit('administration.account'),
      schema: { summary: 'The account of whoever asks', tags, response: answers(AccountSchema) },
    },
    async (request) => administration.account(contextOf(request, clock)),
  )
  app.post(
    '/api/v1/account/password',
    {
      config: permit('administration.changePassword'),
      schema: { summary: 'Change the own password; ends all other sessions', tags, body: PasswordBody, response: answers(AccountSchema) },
    },
    async (request, reply) => {
      const context = contextOf(request, clock)
      const changed = await prove(request, () => administration.changePassword(context, request.body))
      setSessionCookie(request, reply, access.openFor(context.principal))
      return changed
    },
  )
}

export const secondFactorRoutes: Route = (app, { access, administration, clock, heavy, logins }) => {
  const tags = ['access']
  const prove = prover({ heavy, logins })
  app.post(
    '/api/v1/account/factor',
    {
      config: permit('administration.beginFactor'),
      schema: {
        summary: 'Begin a second factor: a secret for an authenticator',
        tags,
        body: ProofBody,
        response: answers(EnrolmentSchema),
      },
    },
    async (request) => prove(request, () => administration.beginFactor(contextOf(request, clock), request.body)),
  )
  app.post(
    '/api/v1/account/factor/confirm',
    {
      config: permit('administration.confirmFactor'),
      schema: {
        summary: 'Put the second factor in force with its first code; ends all other sessions',
        tags,
        body: CodeBody,
        response: answers(EnrolledSchema),
      },
    },
    async (request, reply) => {
      const context = contextOf(request, clock)
      const enrolled = await prove(request, () => administration.confirmFactor(context, request.body))
      setSessionCookie(request, reply, access.openFor(context.principal))
      return enrolled
    },
  )
  app.post(
    '/api/v1/account/factor/remove',
    {
      config: permit('administration.removeFactor'),
      schema: { summary: 'Remove the second factor', tags, body: ProofBody, response: answers(AccountSchema) },
    },
    async (request, reply) => {
      const context = contextOf(request, clock)
      const removed = await prove(request, () => administration.removeFactor(context, request.body))
      setSessionCookie(request, reply, access.openFor(context.principal))
      return removed
    },
  )
}
