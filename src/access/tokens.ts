/** Tokens are `cse_<id>_<secret>`. The record log holds the SHA-256 of the secret alone; creating and revoking append to it. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { DAY, type Instant, instant, iso, type Principal, type RoleName } from '../domain/index.ts'
import { createProjection } from '../kernel/index.ts'
import { type Clock, DAMAGE_STREAM, type Records, type StateRecord } from '../ports/index.ts'

export interface TokenInfo {
  readonly id: string
  /** What it is for, in the words of whoever created it. */
  readonly name: string | null
  readonly role: RoleName
  readonly site: string | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly revoked: boolean
  /** Records that are older than damage to their file are not believed. */
  readonly suspended: boolean
  /** To the day. */
  readonly last_used_at: string | null
}

export interface TokenRequest {
  readonly name?: string | null
  readonly role: RoleName
  readonly site: string | null
  readonly expires: Instant | null
  /** Key of the principal who creates it. */
  readonly by: string
}

export interface Tokens {
  /** The secret is in this answer and nowhere else. */
  create(request: TokenRequest): Promise<TokenInfo & { readonly token: string }>
  list(): readonly TokenInfo[]
  /** False when there is no such token. */
  revoke(id: string, by: string): Promise<boolean>
  /** The principal of a token that is neither revoked nor expired. */
  find(token: string): Principal | null
  isLive(id: string): boolean
}

type TokenRecord =
  | {
      readonly type: 'created'
      readonly name?: string | null
      readonly hash: string
      readonly role: RoleName
      readonly site: string | null
      readonly expires: number | null
      readonly by: string
    }
  | { readonly type: 'revoked'; readonly by: string }
  | { readonly type: 'used' }

interface TokenRow extends TokenInfo {
  /** Sequence of the record that created it. */
  readonly seq: number
  readonly hash: string
  readonly expires: Instant | null
}

const STREAM = 'token'
const TOKEN = /^cse_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether the text has this hash, in constant time. */
export function hasHash(text: string, hash: Buffer): boolean {
  return timingSafeEqual(sha256(text), hash)
}

function apply(tokens: Map<string, TokenRow>, { seq, id, at, body }: StateRecord): void {
  const record = body as TokenRecord
  const row = tokens.get(id)
  if (record.type !== 'created') {
    if (row) tokens.set(id, record.type === 'revoked' ? { ...row, revoked: true } : { ...row, last_used_at: iso(at) })
    return
  }
  const { hash, role, site, name = null } = record
  const expires = record.expires === null ? null : instant(record.expires)
  const dates = { expires, created_at: iso(at), expires_at: expires === null ? null : iso(expires), last_used_at: null }
  tokens.set(id, { seq, id, name, role, site, hash, ...dates, revoked: false, suspended: false })
}

function infoOf({ seq: _seq, hash: _hash, expires: _expires, ...info }: TokenRow): TokenInfo {
  return info
}

/** A token that is used is recorded once a day. */
const USE_RECORDED_MS = DAY

export async function createTokens(records: Records, clock: Clock): Promise<Tokens> {
  const tokens = new Map<string, TokenRow>()
  const log = createProjection(records, STREAM, (record) => apply(tokens, record))
  await log.refresh()
  // A record that says "revoked" may be among the damaged ones: no token that is older than the damage is believed.
  const damagedUpTo = (await records.read(DAMAGE_STREAM)).reduce((most, { seq }) => Math.max(most, seq), 0)
  const isSuspended = ({ seq }: TokenRow): boolean => seq < damagedUpTo
  const usedAt = new Map<string, number>()
  const noteUse = ({ id, last_used_at: recorded }: TokenRow): void => {
    const last = usedAt.get(id) ?? (recorded === null ? -Infinity : Date.parse(recorded))
    if (clock.now() - last < USE_RECORDED_MS) return
    usedAt.set(id, clock.now())
    // A record that cannot be written refuses nobody: the next use writes it.
    append(id, { type: 'used' }).catch(() => usedAt.delete(id))
  }
  const append = async (id: string, record: TokenRecord): Promise<void> => {
    await records.append(STREAM, id, clock.now(), record)
    await log.refresh()
  }
  const liveRow = (id: string): TokenRow | null => {
    const row = tokens.get(id)
    return row === undefined || row.revoked || isSuspended(row) || (row.expires !== null && clock.now() >= row.expires) ? null : row
  }
  return {
    list: () => [...tokens.values()].map((row) => ({ ...infoOf(row), suspended: isSuspended(row) })),
    isLive: (id) => liveRow(id) !== null,
    async create({ name = null, role, site, expires, by }) {
      const id = randomBytes(6).toString('hex')
      const secret = randomBytes(32).toString('base64url')
      await append(id, { type: 'created', hash: sha256(secret).toString('hex'), name, role, site, expires, by })
      const row = tokens.get(id)
      if (row === undefined) throw new Error(`the token "${id}" was not recorded`)
      return { ...infoOf(row), token: `cse_${id}_${secret}` }
    },
    async revoke(id, by) {
      if (!tokens.has(id)) return false
      await append(id, { type: 'revoked', by })
      return true
    },
    find(token) {
      const [, id = '', secret = ''] = TOKEN.exec(token) ?? []
      const row = liveRow(id)
      if (row === null || !hasHash(secret, Buffer.from(row.hash, 'hex'))) return null
      noteUse(row)
      return { key: `token:${row.id}`, role: row.role, site: row.site, via: 'token' }
    },
  }
}
