/** People: each is invited by an administrator, sets a password with a one-time code, and may be disabled. The record log holds hashes alone. */

import { randomBytes } from 'node:crypto'
import { DAY, type Principal } from '../domain/index.ts'
import { createSerialQueue } from '../kernel/index.ts'
import type { Clock } from '../ports/index.ts'
import { createPasswords, passwordFault, type Passwords } from './passwords.ts'
import { sha256 } from './tokens.ts'
import type { CodeRecord, UserInfo, UserLog, UserRecord, UserRow } from './user-log.ts'

export interface Invitation {
  readonly user: UserInfo
  /** Works once. It is in this answer and nowhere else. */
  readonly code: string
}

export interface Users {
  /** Null when a user has this name. */
  invite(request: Pick<UserInfo, 'name' | 'role' | 'site'> & { readonly by: string }): Promise<Invitation | null>
  list(): readonly UserInfo[]
  /** False when there is no such user. */
  disable(name: string, by: string): Promise<boolean>
  /** A new code in place of the password; a disabled user may use it. Null when there is no such user. */
  reset(name: string, by: string): Promise<Invitation | null>
  /** Sets the password of whoever was invited with the code. Null: the code is used, too old or wrong; a text: why the password is refused. */
  accept(code: string, password: string): Promise<Principal | string | null>
  /** The principal of an active user with this password. An unknown name takes as long as a wrong password. */
  find(name: string, password: string): Promise<Principal | null>
  /** Null: the password is changed. `wrong`: the current one is not right; a text: why the next one is refused. */
  changePassword(name: string, change: PasswordChange): Promise<PasswordRefusal | null>
  /** Null when there is no such user. */
  changeRole(name: string, change: RoleChange): Promise<UserInfo | null>
  isLive(name: string): boolean
}

export interface PasswordChange {
  readonly current: string
  readonly next: string
}

export type PasswordRefusal = 'wrong' | { readonly fault: string }

export interface RoleChange extends Pick<UserInfo, 'role' | 'site'> {
  readonly by: string
}

const INVITATION_TTL = 7 * DAY
const BY_USER = 'user '

/** Names of users: letters and digits of any script, and . _ @ - between them. */
export const USER_NAME = '^[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}$'

/** Upper and lower case are one name. */
export const userName = (name: string): string => name.normalize('NFKC').toLowerCase()

/** Name of the user that a principal is, or null for others. */
export const userOf = ({ key }: Pick<Principal, 'key'>): string | null => (key.startsWith(BY_USER) ? key.slice(BY_USER.length) : null)
export const keyOfUser = (name: string): string => `${BY_USER}${userName(name)}`

export function createUsers(log: UserLog, clock: Clock, passwords: Passwords = createPasswords()): Users {
  // One after another: a code works once, and a name is given once.
  const { run: inTurn } = createSerialQueue()

  async function invitation(name: string, record: (code: CodeRecord) => UserRecord, by: string): Promise<Invitation> {
    const code = randomBytes(24).toString('base64url')
    const kept = { code: sha256(code).toString('hex'), until: clock.now() + INVITATION_TTL, by }
    return { user: log.infoOf(await log.append(name, record(kept))), code }
  }
  const isUsable = (row: UserRow): boolean => row.state === 'active' && !log.isSuspended(row)
  const principalOf = ({ name, role, site }: UserRow): Principal => ({ key: keyOfUser(name), role, site, via: 'session' })
  const invitedBy = (code: string): UserRow | undefined => {
    const hash = sha256(code).toString('hex')
    return log.rows().find((row) => row.code !== null && row.code.hash === hash && clock.now() < row.code.until && !log.isSuspended(row))
  }
  async function accept(code: string, password: string): Promise<Principal | string | null> {
    const row = invitedBy(code)
    if (row === undefined) return null
    const fault = passwordFault(password, row.name)
    if (fault !== null) return fault
    return principalOf(await log.append(row.name, { type: 'accepted', password: await passwords.hash(password) }))
  }

  const checks = createPasswordChecks({ log, isUsable, passwords })

  return {
    list: () => log.rows().map((row) => log.infoOf(row)),
    isLive(name) {
      const row = log.row(userName(name))
      return row !== undefined && isUsable(row)
    },
    invite: ({ name: wanted, role, site, by }) =>
      inTurn(async () => {
        const name = userName(wanted)
        return log.row(name) !== undefined ? null : invitation(name, (code) => ({ type: 'invited', role, site, ...code }), by)
      }),
    disable: (name, by) =>
      inTurn(async () => {
        const row = log.row(userName(name))
        if (row !== undefined) await log.append(row.name, { type: 'disabled', by })
        return row !== undefined
      }),
    reset: (name, by) =>
      inTurn(async () => {
        const row = log.row(userName(name))
        return row === undefined ? null : invitation(row.name, (code) => ({ type: 'reset', ...code }), by)
      }),
    accept: (code, password) => inTurn(() => accept(code, password)),
    async find(name, password) {
      const row = await checks.find(name, password)
      return row === null ? null : principalOf(row)
    },
    changePassword: (name, change) => inTurn(() => checks.changePassword(name, change)),
    changeRole: (name, { role, site, by }) =>
      inTurn(async () => {
        const row = log.row(userName(name))
        return row === undefined ? null : log.infoOf(await log.append(row.name, { type: 'role-changed', role, site, by }))
      }),
  }
}

interface PasswordChecks {
  /** The active user with this password. An unknown name takes as long as a wrong password. */
  find(name: string, password: string): Promise<UserRow | null>
  changePassword(name: string, change: PasswordChange): Promise<PasswordRefusal | null>
}

interface PasswordParts {
  readonly log: UserLog
  readonly isUsable: (row: UserRow) => boolean
  readonly passwords: Passwords
}

function createPasswordChecks({ log, isUsable, passwords }: PasswordParts): PasswordChecks {
  async function find(name: string, password: string): Promise<UserRow | null> {
    const before = log.row(userName(name))
    const usable = before !== undefined && isUsable(before) ? before : null
    if (!(await passwords.matches(password, usable?.password ?? null)) || usable === null) return null
    // Somebody may have disabled the user meanwhile.
    const after = log.row(usable.name)
    return after !== undefined && isUsable(after) && after.password === usable.password ? after : null
  }
  async function changePassword(name: string, { current, next }: PasswordChange): Promise<PasswordRefusal | null> {
    const row = await find(name, current)
    if (row === null) return 'wrong'
    const fault = current === next ? 'the new password is the current one: choose another' : passwordFault(next, row.name)
    if (fault !== null) return { fault }
    await log.append(row.name, { type: 'password-changed', password: await passwords.hash(next) })
    return null
  }
  return { find, changePassword }
}
