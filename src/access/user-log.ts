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
}

export type UserRecord =
  | ({ readonly type: 'invited'; readonly role: RoleName; readonly site: string | null } & CodeRecord)
  | ({ readonly type: 'reset' } & CodeRecord)
  | { readonly type: 'accepted'; readonly password: PasswordHash }
  | { readonly type: 'disabled'; readonly by: string }

/** A one-time code by its SHA-256, hex. */
export interface CodeRecord {
  readonly code: string
  readonly until: number
  readonly by: string
}

export interface UserRow extends Pick<UserInfo, 'name' | 'role' | 'site' | 'state' | 'created_at'> {
  /** Sequence of its last record. */
  readonly seq: number
  readonly code: { readonly hash: string; readonly until: Instant } | null
  readonly password: PasswordHash | null
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
    users.set(id, { seq, name: id, role, site, state: 'invited', created_at: iso(at), code: codeOf(record), password: null })
  } else if (row !== undefined) users.set(id, { ...row, seq, ...changeOf(record) })
}

const codeOf = ({ code, until }: CodeRecord): UserRow['code'] => ({ hash: code, until: instant(until) })

function changeOf(record: Exclude<UserRecord, { type: 'invited' }>): Pick<UserRow, 'state' | 'code' | 'password'> {
  if (record.type === 'reset') return { state: 'invited', code: codeOf(record), password: null }
  if (record.type === 'accepted') return { state: 'active', code: null, password: record.password }
  return { state: 'disabled', code: null, password: null }
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
      const expires = code === null ? null : iso(code.until)
      return { name, role, site, state, suspended: isSuspended(row), created_at, invitation_expires_at: expires }
    },
  }
}
