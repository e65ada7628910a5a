import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { roleOfClaim } from '../../../../access/federation.ts'
import { MINUTE } from '../../../../domain/index.ts'
import type { IdentityClaims, LoginFlow } from '../../../../ports/index.ts'
import { Problem } from '../../problems.ts'
import type { Route, RouteParts } from '../../route-parts.ts'
import { answers, nullable } from '../../schemas.ts'
import { createLogins } from './logins.ts'

export const SignInWaysSchema = Type.Object({
  provider: nullable(Type.Object({ name: Type.String(), path: Type.String({ description: 'of the link that begins a login there' }) })),
})

const CallbackQuery = Type.Object({}, { additionalProperties: Type.Union([Type.String({ maxLength: 4000 }), Type.Array(Type.String())]) })
const COOKIE = 'campus_login'
const PATH = '/login/oidc'
const FLOW_TTL = 10 * MINUTE
const MOST_FLOWS = 1000

interface Flows {
  open(flow: LoginFlow): string
  /** Once. */
  take(id: string): LoginFlow | null
}

function createFlows({ clock }: Pick<RouteParts, 'clock'>): Flows {
  const flows = new Map<string, { readonly flow: LoginFlow; readonly until: number }>()
  return {
    open(flow) {
      for (const [id, { until }] of flows) if (flows.size >= MOST_FLOWS || clock.monotonic() >= until) flows.delete(id)
      const id = randomBytes(24).toString('base64url')
      flows.set(id, { flow, until: clock.monotonic() + FLOW_TTL })
      return id
    },
    take(id) {
      const row = flows.get(id)
      flows.delete(id)
      return row !== undefined && clock.monotonic() < row.until ? row.flow : null
    },
  }
}

export const signInWayRoutes: Route = (app, { identityProvider }) => {
  const tags = ['access']
  app.get(
    '/api/v1/session/ways',
    {
      config: { permission: 'public' },
      schema: { summary: 'How people sign in beside passwords', tags, response: answers(SignInWaysSchema) },
    },
    async () => ({ provider: identityProvider === null ? null : { name: identityProvider.name, path: PATH } }),
  )
}

/** The flow waits in this process; a cookie ties it to the browser that began it, so that nobody is signed in with the login of another. */
export const oidcRoutes: Route = (app, { access, events, logins, loginLog, clock, identityProvider }) => {
  const tags = ['access']
  const logs = createLogins({ access, events, logins, loginLog })
  const flows = createFlows({ clock })
  if (identityProvider === null) return
  const { roles } = identityProvider
  const setFlow = (request: FastifyRequest, reply: FastifyReply, id: string): void =>
    void reply.setCookie(COOKIE, id, {
      path: PATH,
      httpOnly: true,
      sameSite: 'lax',
      secure: request.protocol === 'https',
      maxAge: FLOW_TTL / 1000,
    })
  const personOf = (request: FastifyRequest, { issuer, subject, name, role: claim }: IdentityClaims) => {
    const role = roleOfClaim(claim, roles)
    if (name === null) return logs.fail(request, 'oidc', 'the provider names no user: choose another user_claim in the campus file')
    if (role === null) return logs.fail(request, `oidc ${name.slice(0, 80)}`, 'none of your groups has a role here; ask the administrator')
    return { issuer, subject, name, role }
  }
  app.get(
    PATH,
    {
      config: { permission: 'public' },
      exposeHeadRoute: false,
      schema: { summary: 'Sign in at the OpenID provider', tags, response: { 303: Type.Null() } },
    },
    async (request, reply) => {
      const { url, flow } = await identityProvider.begin()
      setFlow(request, reply, flows.open(flow))
      return reply.redirect(url, 303)
    },
  )
  app.get(
    `${PATH}/callback`,
    {
      config: { permission: 'public' },
      exposeHeadRoute: false,
      schema: { summary: 'The answer of the OpenID provider', tags, querystring: CallbackQuery, response: { 303: Type.Null() } },
    },
    async (request, reply) => {
      const flow = flows.take(request.cookies[COOKIE] ?? '')
      void reply.clearCookie(COOKIE, { path: PATH })
      if (flow === null) return logs.fail(request, 'oidc', 'this login began in another browser, or more than ten minutes ago: begin again')
      const claims = await identityProvider.finish(flow, new URLSearchParams(request.url.split('?')[1] ?? ''))
      if ('fault' in claims) return logs.fail(request, 'oidc', `the provider did not confirm the login: ${claims.fault}`)
      const opened = await access.openFederated(personOf(request, claims))
      if ('fault' in opened) throw new Problem('forbidden', opened.fault)
      logs.begin(request, reply, opened.session)
      return reply.redirect('/', 303)
    },
  )
}
