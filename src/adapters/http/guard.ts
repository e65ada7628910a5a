/** Authentication and authorization of a request, before anything of it is validated, looked up or read. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../../domain/index.ts'
import type { Events } from '../../ports/index.ts'
import type { Access } from '../../access/access.ts'
import type { HttpApp } from './route-parts.ts'
import { refusalOf } from '../../access/authorize.ts'
import { isPermission } from '../../access/policies.ts'
import { Problem, problemOf } from './problems.ts'

const COOKIE = 'campus_session'

/** Over TLS the browser itself guarantees that only this host has set the cookie, and never over plain HTTP. */
export const cookieName = ({ protocol }: Pick<FastifyRequest, 'protocol'>): string => (protocol === 'https' ? `__Host-${COOKIE}` : COOKIE)

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  void reply.setCookie(cookieName(request), value, { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' })
}

export interface GuardParts {
  readonly access: Access
  readonly events: Events
  /** Loopback demo: a request from this machine without a token is that of a viewer. */
  readonly anonymousViewer: boolean
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/** Fails the start when a route declares no permission. */
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

/** Translates headers and cookies for `access`, which decides. */
export function identify(request: FastifyRequest, { access, anonymousViewer }: GuardParts): Principal | null {
  const { authorization, host = '' } = request.headers
  // Absent when an address cannot even be decoded: no hook has run then.
  const cookies: FastifyRequest['cookies'] | undefined = request.cookies
  return access.identify({
    authorization: authorization ?? null,
    session: cookies?.[cookieName(request)] ?? null,
    // The host is checked because a foreign page may have its own name resolve to this machine.
    visitor: anonymousViewer && LOOPBACK.test(host) && !isForwarded(request) ? request.ip : null,
  })
}

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/** Whether a proxy passes the request on: then it may come from any machine, whatever its host says. Browsers speak HTTP 1.1, proxies often 1.0. */
function isForwarded({ headers, raw }: FastifyRequest): boolean {
  if (raw.httpVersion === '1.0' || FORWARDING.some((name) => headers[name] !== undefined)) return true
  const page = headers.origin ?? headers.referer
  return page !== undefined && !LOOPBACK.test(originHost(page) ?? '')
}

function authorize(request: FastifyRequest, events: Events): void {
  const { principal, routeOptions, method } = request
  const { permission, siteAware } = routeOptions.config
  if (permission !== 'public' && principal === null) {
    if (request.headers.authorization !== undefined) reportUnknown(events, request)
    throw new Problem('unauthenticated')
  }
  if (!SAFE.has(method) && !isSameSite(request)) throw new Problem('cross-site')
  if (principal === null || request.is404) return
  if (permission === undefined) throw new Problem('forbidden')
  const refusal = refusalOf(principal, { permission, sites: siteAware === true ? 'own' : 'all' })
  if (refusal === null) return
  if (refusal.code === 'forbidden') reportDenied(events, refusal.message, request)
  throw problemOf(refusal)
}

/** A request with a token that is wrong, revoked or over. */
function reportUnknown(events: Events, { method, routeOptions, ip }: FastifyRequest): void {
  const detail = `${method} ${routeOptions.url ?? ''} from ${ip} with a token that is not valid`
  events.emit({ code: 'login-failed', level: 'warn', reason: 'token', detail, fields: { address: ip } })
}

function reportDenied(events: Events, why: string, { method, principal, routeOptions, ip }: FastifyRequest): void {
  events.emit({
    code: 'access-denied',
    level: 'warn',
    reason: routeOptions.config.permission ?? 'none',
    detail: `${method} ${routeOptions.url ?? ''}: ${why}`,
    fields: { principal: principal?.key ?? '', address: ip },
  })
}

/** Browsers send a cookie along with requests of foreign pages: a changing request with one has to come from the page of the service. */
function isSameSite(request: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin } = request.headers
  if (typeof site === 'string') return site === 'same-origin'
  if (origin !== undefined) return originHost(origin) === request.host
  return request.principal?.via !== 'session'
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
