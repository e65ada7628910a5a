/** Access tokens as administrators see and change them. */

import type { Access } from '../../access/access.ts'
import type { Campus } from '../../domain/index.ts'
import type { AdministrationApi } from './api.ts'

type TokenActions = Pick<AdministrationApi, 'tokens' | 'createToken' | 'revokeToken'>

export function tokenActions(access: Pick<Access, 'list' | 'create' | 'revoke'>, campus: () => Campus): TokenActions {
  return {
    tokens: async () => access.list(),
    async createToken({ principal }, { role, name = null, site, expires }) {
      const sites = campus().sites.map((s) => s.id)
      if (site !== null && !sites.includes(site))
        return { refused: 'invalid-request', detail: `no site "${site}" in the campus file; there are: ${sites.join(', ')}` }
      return access.create({ role, name, site, expires, by: principal.key })
    },
    async revokeToken({ principal }, id) {
      const found = await access.revoke(id, principal.key)
      return found ? { revoked: id } : { refused: 'unknown-token', detail: `no token "${id}"` }
    },
  }
}
