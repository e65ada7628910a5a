/** People and the sessions that browsers hold: signing in, an invitation accepted, and who is out at once. */

import type { SessionInfo, Sessions } from './sessions.ts'
import { keyOfUser, type Users } from './users.ts'

export interface People {
  /** Sessions that are open, the oldest first. */
  sessions(): readonly SessionInfo[]
  /** Ends a session by the id of the list. False when there is none. */
  endSession(id: string): boolean
  /** People; what disables or resets one ends his sessions. */
  readonly users: Omit<Users, 'find' | 'accept' | 'isLive'>
  /** A cookie value for the user with this password, or null. */
  signIn(name: string, password: string): Promise<string | null>
  /** Sets the password of an invited user: a session; null when the code is not valid; or why the password is refused. */
  acceptInvitation(code: string, password: string): Promise<{ readonly session: string } | { readonly fault: string } | null>
}

export function createPeople(users: Users, sessions: Sessions): People {
  const endSessions = (name: string): void => sessions.endOf(keyOfUser(name))
  return {
    sessions: () => sessions.list(),
    endSession: (id) => sessions.end(id),
    users: {
      list: () => users.list(),
      invite: (request) => users.invite(request),
      async disable(name, by) {
        const found = await users.disable(name, by)
        endSessions(name)
        return found
      },
      async reset(name, by) {
        const invitation = await users.reset(name, by)
        endSessions(name)
        return invitation
      },
    },
    async signIn(name, password) {
      const principal = await users.find(name, password)
      return principal === null ? null : sessions.open(principal)
    },
    async acceptInvitation(code, password) {
      const accepted = await users.accept(code, password)
      if (typeof accepted === 'string') return { fault: accepted }
      return accepted === null ? null : { session: sessions.open(accepted) }
    },
  }
}
