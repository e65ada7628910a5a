/** Who asks, and whether they may: decided before anything of the request is validated, looked up or read. */

import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../domain/index.ts'
import type { Events } from '../../ports/index.ts'
import type { Access } from '../../access/access.ts'
import type { HttpApp } from './route-parts.ts'
import { holds, isPermission, type Permission } from '../../access/policies.ts'
import { Problem } from './problems.ts'

export const COOKIE = 'campus_session'

export interface GuardParts {
  readonly access: Access
  readonly events: Events
  /** Loopback demo: whoever sits at this machine may look without a token. */
  readonly anonymousViewer: boolean
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/** Fails the start when a route says nothing about who may call it. */
export function demandPermissions(app: HttpApp): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    const permission: unknown = config?.permission
    if (!isPermission(permission))
      throw new Error(`route ${String(method)} ${url} declares no permission; add config: { permission } to it`)
  })
}

export function guardRequests(app: HttpApp, parts: GuardParts): void {
  app.decorateRequest('principal', null)
  app.addHook('onRequest', async (request) => {
    request.principal = identify(request, parts)
    authorize(request, parts.events)
  })
}

/** The bearer token decides when there is one; else the session cookie; else, in the demo, anybody on this machine. */
export function identify(request: FastifyRequest, { access, anonymousViewer }: GuardParts): Principal | null {
  const { authorization } = request.headers
  if (authorization !== undefined)
    return authorization.startsWith('Bearer ') ? access.authenticate(authorization.slice('Bearer '.length)) : null
  // Absent when an address cannot even be decoded: no hook has run then.
  const cookies: FastifyRequest['cookies'] | undefined = request.cookies
  const cookie = cookies?.[COOKIE]
  const session = cookie === undefined ? null : access.session(cookie)
  if (session !== null) return session
  // The host is looked at because a foreign page may have its own name resolve to this machine.
  const local = anonymousViewer && LOOPBACK.test(request.headers.host ?? '')
  return local ? { key: `anonymous:${request.ip}`, role: 'viewer', site: null, via: 'anonymous' } : null
}

function authorize(request: FastifyRequest, events: Events): void {
  const { principal, routeOptions, method } = request
  const permission: Permission | undefined = routeOptions.config.permission
  if (permission !== 'public' && principal === null) throw new Problem('unauthenticated')
  if (!SAFE.has(method) && !isSameSite(request)) throw new Problem('cross-site')
  if (principal === null || request.is404) return
  if (permission === undefined || !holds(principal, permission)) throw denied(events, principal, request)
  if (principal.site !== null && permission !== 'public' && routeOptions.config.siteAware !== true) throw new Problem('out-of-scope')
}

function denied(events: Events, principal: Principal, { method, routeOptions }: FastifyRequest): Problem {
  const permission = routeOptions.config.permission ?? 'none'
  const detail = `the role "${principal.role}" does not hold the permission "${permission}"`
  events.emit({
    code: 'access-denied',
    level: 'warn',
    reason: permission,
    detail: `${method} ${routeOptions.url ?? ''}: ${detail}`,
    fields: { principal: principal.key },
  })
  return new Problem('forbidden', detail)
}

/** A cookie travels by itself, so a changing request with one must say that it comes from our own page. */
function isSameSite(request: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin, host } = request.headers
  if (typeof site === 'string') return site === 'same-origin'
  if (origin !== undefined) return originHost(origin) === host
  return request.principal?.via !== 'session'
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
