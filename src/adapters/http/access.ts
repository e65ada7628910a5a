/**
 * Tokens, sessions and the one-time login code. A token is `cse_<id>_<secret>`; only the SHA-256 of its secret is kept, in the record
 * log, where it is created and revoked by appending. Sessions live in memory: a restart asks for the token again.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { DAY, HOUR, type Instant, instant, iso, MINUTE } from '../../domain/index.ts'
import type { Clock, Records } from '../../ports/index.ts'
import type { Principal, RoleName } from './permissions.ts'
import { createSessions } from './sessions.ts'

export interface TokenInfo {
  readonly id: string
  readonly role: RoleName
  readonly site: string | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly revoked: boolean
}

export interface Access {
  /** The secret is in this answer and nowhere else. */
  create(wish: {
    role: RoleName
    site: string | null
    expires: Instant | null
    by: string
  }): Promise<TokenInfo & { readonly token: string }>
  list(): readonly TokenInfo[]
  /** False when there is no such token. Takes effect at once, for its sessions too. */
  revoke(id: string, by: string): Promise<boolean>
  /** Who holds this bearer token, or null. */
  authenticate(token: string): Principal | null
  /** A cookie value for whoever holds the token, or null. */
  openSession(token: string): string | null
  session(cookie: string): Principal | null
  closeSession(cookie: string): void
  /** A new one-time code, valid for a day, that opens an admin session. */
  loginCode(): string
  redeem(code: string): string | null
  /** Whether this principal would still be let in: long answers ask again. */
  isValid(principal: Principal): boolean
}

interface TokenRow extends TokenInfo {
  readonly hash: string
  readonly expires: Instant | null
}

type TokenRecord =
  | {
      readonly type: 'created'
      readonly hash: string
      readonly role: RoleName
      readonly site: string | null
      readonly expires: number | null
      readonly by: string
    }
  | { readonly type: 'revoked'; readonly by: string }

const STREAM = 'token'
const TOKEN = /^cse_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/
const CODE_TTL = DAY

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

function same(a: string, b: Buffer): boolean {
  return timingSafeEqual(sha256(a), b)
}

async function readTokens(records: Records): Promise<Map<string, TokenRow>> {
  const tokens = new Map<string, TokenRow>()
  for (const { id, at, body } of await records.read(STREAM)) apply(tokens, id, at, body as TokenRecord)
  return tokens
}

function apply(tokens: Map<string, TokenRow>, id: string, at: Instant, record: TokenRecord): void {
  const known = tokens.get(id)
  if (record.type === 'revoked') {
    if (known) tokens.set(id, { ...known, revoked: true })
    return
  }
  const { hash, role, site } = record
  const expires = record.expires === null ? null : instant(record.expires)
  tokens.set(id, { id, role, site, hash, expires, created_at: iso(at), expires_at: expires === null ? null : iso(expires), revoked: false })
}

const infoOf = ({ hash: _hash, expires: _expires, ...info }: TokenRow): TokenInfo => info

export async function createAccess({
  records,
  clock,
  localToken,
}: {
  records: Records
  clock: Clock
  localToken: string
}): Promise<Access> {
  const tokens = await readTokens(records)
  const local = sha256(localToken)
  const codes = new Map<string, Instant>()
  const sessions = createSessions(clock, { idleMs: 30 * MINUTE, absoluteMs: 12 * HOUR })

  const isLive = (row: TokenRow): boolean => !row.revoked && (row.expires === null || clock.now() < row.expires)
  const principalOf = (row: TokenRow): Principal => ({ key: `token:${row.id}`, role: row.role, site: row.site, via: 'token' })

  function authenticate(token: string): Principal | null {
    if (same(token, local)) return { key: 'local', role: 'admin', site: null, via: 'local' }
    const [, id = '', secret = ''] = TOKEN.exec(token) ?? []
    const row = tokens.get(id)
    return row !== undefined && isLive(row) && same(secret, Buffer.from(row.hash, 'hex')) ? principalOf(row) : null
  }

  function isValid(principal: Principal): boolean {
    if (!principal.key.startsWith('token:')) return true
    const row = tokens.get(principal.key.slice('token:'.length))
    return row !== undefined && isLive(row)
  }

  return {
    authenticate,
    isValid,
    list: () => [...tokens.values()].map(infoOf),
    async create({ role, site, expires, by }) {
      const id = randomBytes(6).toString('hex')
      const secret = randomBytes(32).toString('base64url')
      const record: TokenRecord = { type: 'created', hash: sha256(secret).toString('hex'), role, site, expires, by }
      const at = clock.now()
      await records.append(STREAM, id, at, record)
      apply(tokens, id, at, record)
      return {
        id,
        role,
        site,
        created_at: iso(at),
        expires_at: expires === null ? null : iso(expires),
        revoked: false,
        token: `cse_${id}_${secret}`,
      }
    },
    async revoke(id, by) {
      if (!tokens.has(id)) return false
      await records.append(STREAM, id, clock.now(), { type: 'revoked', by } satisfies TokenRecord)
      apply(tokens, id, clock.now(), { type: 'revoked', by })
      return true
    },
    openSession(token) {
      const principal = authenticate(token)
      return principal === null ? null : sessions.open({ ...principal, via: 'session' })
    },
    session(cookie) {
      const principal = sessions.find(cookie)
      return principal !== null && isValid(principal) ? principal : null
    },
    closeSession: (cookie) => sessions.close(cookie),
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
