/** Every route of /openapi.json, for every role, without a site, for the site of the data, and for another one. */

import { describe, expect, it } from 'vitest'
import { PERMISSIONS_OF_ROLE } from '../../../../src/access/policies.ts'
import { ROLE_NAMES, type RoleName } from '../../../../src/domain/index.ts'
import { type DocumentedRoute, documentedRoutes } from './documented-routes.ts'
import { CAMPUS, rig } from './rig.ts'

/** The live stream of a permitted role does not end: live.test.ts opens it. */
const STREAM = '/api/v1/live'
const SITES = [null, 'park', 'shops'] as const

/** What the OpenAPI document says becomes of a request. */
function expected({ permission, sites }: DocumentedRoute, role: RoleName, site: string | null): 'forbidden' | 'out-of-scope' | 'answered' {
  if (!PERMISSIONS_OF_ROLE[role].some((held) => held === permission)) return 'forbidden'
  return site !== null && permission !== 'public' && sites === 'all' ? 'out-of-scope' : 'answered'
}

describe.each(ROLE_NAMES)('every route of the OpenAPI document, for the role %s', (role) => {
  it.each(SITES)('of the site %s, is open or closed as the document says', async (site) => {
    const server = await rig()
    const token = await server.tokenOf(role, site)
    const routes = (await documentedRoutes(server)).filter(({ path }) => path !== STREAM)
    expect(routes.length).toBeGreaterThan(90)
    const foreign = CAMPUS.points.map((point) => point.id).filter((id) => site !== null && !id.startsWith(`${site}/`))
    for (const route of routes) {
      const { method, url, path, hasBody } = route
      const answer = await server.ask(method, url, { token, ...(hasBody ? { body: {} } : {}) })
      const code = answer.statusCode === 403 ? answer.json<{ code: string }>().code : 'answered'
      expect([method, path, code, answer.statusCode === 401 && route.permission !== 'public']).toEqual([
        method,
        path,
        expected(route, role, site),
        false,
      ])
      if (answer.statusCode === 200) expect([path, foreign.filter((id) => answer.payload.includes(id))]).toEqual([path, []])
    }
  })
})

describe('the OpenAPI document', () => {
  it('states a permission and a scope for every route', async () => {
    for (const { method, path, permission, sites } of await documentedRoutes())
      expect([method, path, permission, sites]).toEqual([method, path, expect.any(String), expect.stringMatching(/^(own|all)$/)])
  })
})
