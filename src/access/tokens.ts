/** Tokens are `cse_<id>_<secret>`. The record log holds the SHA-256 of the secret alone; creating and revoking append to it. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Instant, instant, iso, type Principal, type RoleName } from '../domain/index.ts'
import { createProjection } from '../kernel/index.ts'
import { type Clock, DAMAGE_STREAM, type Records, type StateRecord } from '../ports/index.ts'

export interface TokenInfo {
  readonly id: string
  readonly role: RoleName
  readonly site: string | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly revoked: boolean
}

export interface TokenRequest {
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
      readonly hash: string
      readonly role: RoleName
      readonly site: string | null
      readonly expires: number | null
      readonly by: string
    }
  | { readonly type: 'revoked'; readonly by: string }

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
  if (record.type === 'revoked') {
    if (row) tokens.set(id, { ...row, revoked: true })
    return
  }
  const { hash, role, site } = record
  const expires = record.expires === null ? null : instant(record.expires)
  tokens.set(id, { seq, id, role, site, hash, expires, created_at: iso(at), expires_at: expires === null ? null : iso(expires), revoked: false })
}

const infoOf = ({ id, role, site, created_at, expires_at, revoked }: TokenRow): TokenInfo => ({
  id,
  role,
  site,
  created_at,
  expires_at,
  revoked,
})

export async function createTokens(records: Records, clock: Clock): Promise<Tokens> {
  const tokens = new Map<string, TokenRow>()
  const log = createProjection(records, STREAM, (record) => apply(tokens, record))
  await log.refresh()
  // A record that says "revoked" may be among the damaged ones: no token that is older than the damage is believed.
  const damagedUpTo = (await records.read(DAMAGE_STREAM)).reduce((most, { seq }) => Math.max(most, seq), 0)
  const append = async (id: string, record: TokenRecord): Promise<void> => {
    await records.append(STREAM, id, clock.now(), record)
    await log.refresh()
  }
  const liveRow = (id: string): TokenRow | null => {
    const row = tokens.get(id)
    return row === undefined || row.revoked || row.seq < damagedUpTo || (row.expires !== null && clock.now() >= row.expires) ? null : row
  }
  return {
    list: () => [...tokens.values()].map(infoOf),
    isLive: (id) => liveRow(id) !== null,
    async create({ role, site, expires, by }) {
      const id = randomBytes(6).toString('hex')
      const secret = randomBytes(32).toString('base64url')
      await append(id, { type: 'created', hash: sha256(secret).toString('hex'), role, site, expires, by })
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
      return { key: `token:${row.id}`, role: row.role, site: row.site, via: 'token' }
    },
  }
}
