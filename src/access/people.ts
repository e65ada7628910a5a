/** People and the sessions that browsers hold: signing in, an invitation accepted, a second factor, and who is out at once. */

import type { Principal } from '../domain/index.ts'
import type { Factors } from './factor/factors.ts'
import type { SessionInfo, Sessions } from './sessions.ts'
import { keyOfUser, type PasswordChange, type PasswordRefusal, userName, userOf, type Users } from './users.ts'

export interface People {
  /** Sessions that are open, the oldest first. */
  sessions(): readonly SessionInfo[]
  /** Ends a session by the id of the list. False when there is none. */
  endSession(id: string): boolean
  /** People; what disables or resets one, or gives him another role, ends his sessions. */
  readonly users: Omit<Users, 'find' | 'accept' | 'isLive' | 'changePassword'>
  readonly factors: Pick<Factors, 'isActive' | 'recoveryLeft' | 'begin' | 'closedFor' | 'remove'> & FactorChanges
  /** A session for the user with this password and, where one is set up, this code of the second factor. */
  signIn(login: Login): Promise<SignIn>
  /** Whether this is the password of the user and, where a factor is set up, the code a valid one; it is used up. */
  prove(login: Login): Promise<Proof>
  /** Ends all sessions of the user where it succeeds. */
  changePassword(name: string, change: PasswordChange): Promise<PasswordRefusal | null>
  /** Sets the password of an invited user; null when the code is not valid; or why the password is refused. */
  acceptInvitation(code: string, password: string): Promise<Accepted | null>
  /** A session for a principal that has just proved who he is. */
  openFor(principal: Principal): string
}

export interface FactorChanges {
  /** Ends all sessions of the user where it succeeds: they began without the factor. */
  confirm(name: string, code: string): Promise<readonly string[] | null>
}

export interface Login {
  readonly name: string
  readonly password: string
  /** Of the authenticator, or a recovery code. */
  readonly code?: string | undefined
}

/** `code-missing`: the password is right. */
export type Proof = 'right' | 'wrong' | 'code-missing' | 'code-wrong'

export type SignIn = { readonly session: string } | { readonly refused: Exclude<Proof, 'right'> }

/** `code-missing`: the password is set, and the user signs in with it and a code of his second factor. */
export type Accepted = { readonly session: string } | { readonly fault: string } | { readonly refused: 'code-missing' }

export interface PeopleParts {
  readonly users: Users
  readonly factors: Factors
  readonly sessions: Sessions
}

export function createPeople({ users, factors, sessions }: PeopleParts): People {
  const endSessions = (name: string): void => sessions.endOf(keyOfUser(name))
  const endedBy = <T>(name: string, result: T): T => {
    endSessions(name)
    return result
  }
  async function prove({ name: wanted, password, code }: Login): Promise<{ readonly proof: Proof; readonly principal: Principal | null }> {
    const principal = await users.find(wanted, password)
    const name = userName(wanted)
    if (principal === null) return { proof: 'wrong', principal }
    if (!factors.isActive(name)) return { proof: 'right', principal }
    if (code === undefined) return { proof: 'code-missing', principal }
    return { proof: (await factors.use(name, code)) ? 'right' : 'code-wrong', principal }
  }
  return {
    sessions: () => sessions.list(),
    endSession: (id) => sessions.end(id),
    users: {
      list: () => users.list(),
      invite: (request) => users.invite(request),
      disable: async (name, by) => endedBy(name, await users.disable(name, by)),
      reset: async (name, by) => endedBy(name, await users.reset(name, by)),
      changeRole: async (name, change) => endedBy(name, await users.changeRole(name, change)),
    },
    factors: {
      ...factors,
      async confirm(name, code) {
        const codes = await factors.confirm(name, code)
        return codes === null ? null : endedBy(name, codes)
      },
      remove: async (name, by) => endedBy(name, await factors.remove(name, by)),
    },
    prove: async (login) => (await prove(login)).proof,
    async signIn(login) {
      const { proof, principal } = await prove(login)
      if (principal === null) return { refused: 'wrong' }
      return proof === 'right' ? { session: sessions.open(principal) } : { refused: proof }
    },
    async changePassword(name, change) {
      const refusal = await users.changePassword(name, change)
      return refusal ?? endedBy(name, null)
    },
    async acceptInvitation(code, password) {
      const accepted = await users.accept(code, password)
      if (accepted === null) return null
      if (typeof accepted === 'string') return { fault: accepted }
      const name = userOf(accepted)
      return name !== null && factors.isActive(name) ? { refused: 'code-missing' } : { session: sessions.open(accepted) }
    },
    // What the former session lacked is asked again at each request.
    openFor: ({ key, role, site }) => sessions.open({ key, role, site, via: 'session' }),
  }
}
