/** Authentication: bearer tokens, browser sessions, the one-time login link, and the commands of this machine. */

import { randomBytes } from 'node:crypto'
import { DAY, HOUR, type Instant, instant, MINUTE, type Principal, type RoleName } from '../domain/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import { createFactors } from './factor/factors.ts'
import { createFederation, type FederatedPerson } from './federation.ts'
import type { Passwords } from './passwords.ts'
import { createPeople, type People } from './people.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createTokens, hasHash, sha256, type Tokens } from './tokens.ts'
import { createUserLog } from './user-log.ts'
import { createUsers, userOf } from './users.ts'

export interface Access extends Pick<Tokens, 'create' | 'list' | 'revoke'>, People {
  /** The principal of a request, or null for nobody. Where there is an Authorization header it decides alone: a session beside a wrong token does not count. */
  identify(credentials: Credentials): Principal | null
  /** Who holds this bearer token, or null. */
  authenticate(token: string): Principal | null
  /** A cookie value for whoever holds the token, or null. */
  openSession(token: string): string | null
  session(cookie: string): Principal | null
  closeSession(cookie: string): void
  /** From now on users of these roles need a second factor; asked at each request, so that a changed campus file is in force at once. */
  demandFactor(demands: (role: RoleName) => boolean): void
  /** A session for a person whom an identity provider names, or why not. */
  openFederated(person: FederatedPerson): Promise<{ readonly session: string } | { readonly fault: string }>
  /** A new one-time code, valid for a day, that opens an admin session. */
  loginCode(): string
  redeem(code: string): string | null
  /** Whether the principal is still admitted: long answers check it again. A revoked token ends its sessions too. */
  isValid(principal: Principal): boolean
}

/** What a request presents of itself. */
export interface Credentials {
  /** The Authorization header. */
  readonly authorization: string | null
  /** Cookie value of a browser session. */
  readonly session: string | null
  /** Address of somebody who may read without a token, or null. */
  readonly visitor: string | null
}

const CODE_TTL = DAY
/** Sessions are held in memory: after a restart the token is needed again. */
const SESSION = { idleMs: 30 * MINUTE, absoluteMs: 12 * HOUR }
const BY_TOKEN = 'token:'
const BEARER = 'Bearer '

/** Admin token of this process, for commands on this machine. */
export const createLocalToken = (): string => `local_${randomBytes(32).toString('hex')}`

export interface AccessParts {
  readonly records: Records
  readonly clock: Clock
  readonly localToken: string
  /** Cheaper ones in tests. */
  readonly passwords?: Passwords
}

export async function createAccess({ records, clock, localToken, passwords }: AccessParts): Promise<Access> {
  const tokens = await createTokens(records, clock)
  const userLog = await createUserLog(records, clock)
  const users = createUsers(userLog, clock, passwords)
  const factors = createFactors(userLog, clock)
  const sessions = createSessions(clock, SESSION)
  const people = createPeople({ users, factors, sessions })
  const federation = await createFederation(records, clock)
  let demandsFactor = (_role: RoleName): boolean => false
  const links = createAdminLinks(clock, sessions)
  const local = sha256(localToken)

  const authenticate = (token: string): Principal | null =>
    hasHash(token, local) ? { key: 'local', role: 'admin', site: null, via: 'local' } : tokens.find(token)
  const session = (cookie: string): Principal | null => {
    const principal = sessions.find(cookie)
    return principal !== null && isValid(principal) ? withDemand(principal) : null
  }
  /** Without the factor that the role needs nothing is open but setting it up. */
  const withDemand = (principal: Principal): Principal => {
    const user = userOf(principal)
    return user !== null && demandsFactor(principal.role) && !factors.isActive(user)
      ? { ...principal, pending: 'second-factor' }
      : principal
  }
  const isValid = (principal: Principal): boolean => {
    const user = userOf(principal)
    if (user !== null) return users.isLive(user)
    return !principal.key.startsWith(BY_TOKEN) || tokens.isLive(principal.key.slice(BY_TOKEN.length))
  }

  return {
    create: (request) => tokens.create(request),
    list: () => tokens.list(),
    revoke: (id, by) => tokens.revoke(id, by),
    identify({ authorization, session: cookie, visitor }) {
      if (authorization !== null) return authorization.startsWith(BEARER) ? authenticate(authorization.slice(BEARER.length)) : null
      const principal = cookie === null ? null : session(cookie)
      if (principal !== null) return principal
      return visitor === null ? null : { key: `anonymous:${visitor}`, role: 'viewer', site: null, via: 'anonymous' }
    },
    authenticate,
    isValid,
    openSession(token) {
      const principal = authenticate(token)
      return principal === null ? null : sessions.open({ ...principal, via: 'session' })
    },
    session,
    demandFactor(demands) {
      demandsFactor = demands
    },
    async openFederated(person) {
      const bound = await federation.bind(person)
      return 'fault' in bound ? bound : { session: sessions.open(bound) }
    },
    closeSession: (cookie) => sessions.close(cookie),
    ...people,
    ...links,
  }
}

/** One-time links that open an admin session. */
function createAdminLinks(clock: Clock, sessions: Pick<Sessions, 'open'>): Pick<Access, 'loginCode' | 'redeem'> {
  const codes = new Map<string, Instant>()
  return {
    loginCode() {
      const code = randomBytes(24).toString('base64url')
      codes.set(sha256(code).toString('hex'), instant(clock.now() + CODE_TTL))
      return code
    },
    redeem(code) {
      const key = sha256(code).toString('hex')
      const until = codes.get(key)
      codes.delete(key)
      return until !== undefined && clock.now() < until
        ? sessions.open({ key: 'admin-link', role: 'admin', site: null, via: 'session' })
        : null
    },
  }
}
