/** People and their sessions as administrators see and change them; everybody sees and ends his own sessions. */

import { holds } from '../../access/authorize.ts'
import type { Access } from '../../access/access.ts'
import { userName } from '../../access/users.ts'
import type { Campus, Principal } from '../../domain/index.ts'
import type { Refusal } from '../refusal.ts'
import type { AdministrationApi } from './api.ts'

type UserActions = Pick<AdministrationApi, 'users' | 'inviteUser' | 'disableUser' | 'resetUser' | 'resetFactor' | 'changeRole'>

const unknownUser = (name: string): Refusal => ({ refused: 'unknown-user', detail: `no user "${name}"` })

export function userActions({ users, factors }: Pick<Access, 'users' | 'factors'>, campus: () => Campus): UserActions {
  const unknownSite = (site: string | null): Refusal | null => {
    const sites = campus().sites.map((s) => s.id)
    if (site === null || sites.includes(site)) return null
    return { refused: 'invalid-request', detail: `no site "${site}" in the campus file; there are: ${sites.join(', ')}` }
  }
  const userNamed = (name: string) => users.list().find((user) => user.name === userName(name)) ?? unknownUser(name)
  return {
    users: async () => users.list(),
    async inviteUser({ principal }, { name, role, site }) {
      const refusal = unknownSite(site)
      if (refusal !== null) return refusal
      const invitation = await users.invite({ name, role, site, by: principal.key })
      const detail = `a user has the name "${userName(name)}": reset gives him a new code, or choose another name`
      return invitation ?? { refused: 'refused', detail }
    },
    async disableUser({ principal }, name) {
      await users.disable(name, principal.key)
      return userNamed(name)
    },
    resetUser: async ({ principal }, name) => (await users.reset(name, principal.key)) ?? unknownUser(name),
    async resetFactor({ principal }, name) {
      const user = userNamed(name)
      if ('refused' in user) return user
      const removed = await factors.remove(user.name, principal.key)
      return removed ? userNamed(name) : { refused: 'refused', detail: `"${user.name}" has no second factor` }
    },
    changeRole: async ({ principal }, { name, role, site }) =>
      unknownSite(site) ?? (await users.changeRole(name, { role, site, by: principal.key })) ?? unknownUser(name),
  }
}

type SessionActions = Pick<AdministrationApi, 'sessions' | 'endSession'>

export function sessionActions(access: Pick<Access, 'sessions' | 'endSession'>): SessionActions {
  const visibleTo = (principal: Principal) =>
    access.sessions().filter((session) => session.principal === principal.key || holds(principal, 'admin'))
  return {
    sessions: async ({ principal }) => visibleTo(principal),
    async endSession({ principal }, id) {
      const found = visibleTo(principal).some((session) => session.id === id)
      if (!found) return { refused: 'unknown-session', detail: `no session "${id}"` }
      access.endSession(id)
      return { ended: id }
    },
  }
}
