/** Users folded from the record log: the last record of each says what holds. */

import { type Instant, instant, iso, type RoleName } from '../domain/index.ts'
import { createProjection } from '../kernel/index.ts'
import { type Clock, DAMAGE_STREAM, type Records, type StateRecord } from '../ports/index.ts'
import type { PasswordHash } from './passwords.ts'

export interface UserInfo {
  readonly name: string
  readonly role: RoleName
  readonly site: string | null
  /** `invited`: no password is set, the code waits for its user. */
  readonly state: 'invited' | 'active' | 'disabled'
  /** Records that are older than damage to their file are not believed; a reset ends it. */
  readonly suspended: boolean
  readonly created_at: string
  /** Of the code that waits; null without one. */
  readonly invitation_expires_at: string | null
  /** A second factor is set up. */
  readonly factor: boolean
}

export type UserRecord =
  | ({ readonly type: 'invited'; readonly role: RoleName; readonly site: string | null } & CodeRecord)
  | ({ readonly type: 'reset' } & CodeRecord)
  | { readonly type: 'accepted'; readonly password: PasswordHash }
  | { readonly type: 'disabled'; readonly by: string }
  | { readonly type: 'password-changed'; readonly password: PasswordHash }
  | { readonly type: 'role-changed'; readonly role: RoleName; readonly site: string | null; readonly by: string }
  | FactorRecord

type FactorRecord =
  | { readonly type: 'factor-set'; readonly secret: string; readonly step: number; readonly recovery: readonly string[] }
  | { readonly type: 'factor-used'; readonly step: number }
  | { readonly type: 'recovery-used'; readonly hash: string }
  | { readonly type: 'factor-removed'; readonly by: string }

/** The second factor of a user. */
export interface FactorRow {
  /** Base32. Whoever checks codes needs it as it is. */
  readonly secret: string
  /** Time step of the last code that was used: no code of it or of one before works again. */
  readonly lastStep: number
  /** Hashes of the recovery codes that are left, hex. */
  readonly recovery: readonly string[]
}

/** A one-time code by its SHA-256, hex. */
export interface CodeRecord {
  readonly code: string
  readonly until: number
  readonly by: string
}

export interface UserRow extends Pick<UserInfo, 'name' | 'role' | 'site' | 'state' | 'created_at'> {
  /** Sequence of the last record that admits or excludes him: only these end a suspension. */
  readonly seq: number
  readonly code: { readonly hash: string; readonly until: Instant } | null
  readonly password: PasswordHash | null
  readonly factor: FactorRow | null
}

const STREAM = 'user'

export interface UserLog {
  /** By name as `userName` writes it. */
  row(name: string): UserRow | undefined
  rows(): readonly UserRow[]
  /** Resolves to the user behind the record. */
  append(name: string, record: UserRecord): Promise<UserRow>
  isSuspended(row: UserRow): boolean
  infoOf(row: UserRow): UserInfo
}

function apply(users: Map<string, UserRow>, { seq, id, at, body }: StateRecord): void {
  const record = body as UserRecord
  const row = users.get(id)
  if (record.type === 'invited') {
    const { role, site } = record
    const nothing = { password: null, factor: null }
    users.set(id, { seq, name: id, role, site, state: 'invited', created_at: iso(at), code: codeOf(record), ...nothing })
  } else if (row !== undefined) users.set(id, { ...row, ...changeOf(row, record, seq) })
}

const codeOf = ({ code, until }: CodeRecord): UserRow['code'] => ({ hash: code, until: instant(until) })

function changeOf(row: UserRow, record: Exclude<UserRecord, { type: 'invited' }>, seq: number): Partial<UserRow> {
  const { type } = record
  if (type === 'reset') return { seq, state: 'invited', code: codeOf(record), password: null }
  if (type === 'accepted') return { seq, state: 'active', code: null, password: record.password }
  if (type === 'disabled') return { seq, state: 'disabled', code: null, password: null }
  if (type === 'password-changed') return { password: record.password }
  if (type === 'role-changed') return { role: record.role, site: record.site }
  return { factor: factorAfter(row.factor, record) }
}

function factorAfter(factor: FactorRow | null, record: FactorRecord): FactorRow | null {
  if (record.type === 'factor-set') return { secret: record.secret, lastStep: record.step, recovery: record.recovery }
  if (record.type === 'factor-removed' || factor === null) return null
  if (record.type === 'factor-used') return { ...factor, lastStep: record.step }
  return { ...factor, recovery: factor.recovery.filter((hash) => hash !== record.hash) }
}

export async function createUserLog(records: Records, clock: Pick<Clock, 'now'>): Promise<UserLog> {
  const users = new Map<string, UserRow>()
  const log = createProjection(records, STREAM, (record) => apply(users, record))
  await log.refresh()
  // A record that says "disabled" may be among the damaged ones: no user whose last record is older than the damage is believed.
  const damagedUpTo = (await records.read(DAMAGE_STREAM)).reduce((most, { seq }) => Math.max(most, seq), 0)
  const isSuspended = ({ seq }: UserRow): boolean => seq < damagedUpTo
  return {
    row: (name) => users.get(name),
    rows: () => [...users.values()],
    isSuspended,
    async append(name, record) {
      await records.append(STREAM, name, clock.now(), record)
      await log.refresh()
      const row = users.get(name)
      if (row === undefined) throw new Error(`the user "${name}" was not recorded`)
      return row
    },
    infoOf(row) {
      const { name, role, site, state, created_at, code } = row
      const invitation_expires_at = code === null ? null : iso(code.until)
      return { name, role, site, state, suspended: isSuspended(row), created_at, invitation_expires_at, factor: row.factor !== null }
    },
  }
}
