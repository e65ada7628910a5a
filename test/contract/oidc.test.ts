/** Logins at a real OpenID provider, over real HTTP between it and the service. */

import { afterEach, describe, expect, it } from 'vitest'
import { createIdentityProvider, type OidcOptions } from '../../src/adapters/oidc/oidc.ts'
import { rig } from '../unit/adapters/http/rig.ts'
import { type OidcProvider, startOidcProvider } from '../support/process/oidc-provider.ts'
import { createMemoryRecords } from '../support/fakes/memory-records.ts'
import { createAccess } from '../../src/access/access.ts'
import { createHandClock } from '../support/fakes/clock.ts'

const PAGE = 'http://127.0.0.1:9'

describe('a login at an OpenID provider', () => {
  let provider: OidcProvider | null = null
  afterEach(async () => {
    await provider?.stop()
    provider = null
  })

  async function setUp(change: Partial<OidcOptions> = {}) {
    const started = (provider = await startOidcProvider(PAGE))
    const { issuer, clientId, clientSecret } = started
    const names = { name: 'University', scope: 'openid profile', userClaim: 'preferred_username', roleClaim: 'groups' }
    const roles = [
      ['admins', 'admin'],
      ['energy', 'operator'],
    ] as const
    const clock = createHandClock()
    const access = await createAccess({ records: createMemoryRecords(), clock, localToken: 'local_0123456789abcdef' })
    const identityProvider = createIdentityProvider({ issuer, clientId, clientSecret, page: PAGE, ...names, roles, ...change })
    const logins: string[] = []
    const loginLog = {
      accepted: (attempt: { principal: string }) => void logins.push(`accepted ${attempt.principal}`),
      refused: (attempt: { principal: string }) => void logins.push(`refused ${attempt.principal}`),
    }
    const server = await rig({ access, clock, identityProvider, loginLog })
    const begin = async () => {
      const answer = await server.ask('GET', '/login/oidc', { token: null })
      return {
        status: answer.statusCode,
        cookie: String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '',
        url: answer.headers.location ?? '',
      }
    }
    const finish = (callback: URL, cookie: string) =>
      server.ask('GET', `${callback.pathname}${callback.search}`, { token: null, headers: { cookie } })
    const login = async () => {
      const { cookie, url } = await begin()
      return finish(await started.signIn(url), cookie)
    }
    return { ...server, provider: started, logins, begin, finish, login }
  }

  it('begins with PKCE, state and nonce, and gives a session with the role of the first group that has one', async () => {
    const { provider: at, begin, finish, ask, logins } = await setUp()
    at.account = { sub: '7', preferred_username: 'Anna', groups: ['staff', 'energy', 'admins'] }
    expect((await ask('GET', '/api/v1/session/ways', { token: null })).json()).toEqual({
      provider: { name: 'University', path: '/login/oidc' },
    })
    const { cookie, url } = await begin()
    const query = new URL(url).searchParams
    expect([query.get('code_challenge_method'), query.get('response_type'), query.has('state'), query.has('nonce')]).toEqual([
      'S256',
      'code',
      true,
      true,
    ])
    const answer = await finish(await at.signIn(url), cookie)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/'])
    const session = answer.cookies.find(({ name }) => name === 'campus_session')
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    const who = await ask('GET', '/api/v1/session', { token: null, headers: { cookie: `campus_session=${session?.value ?? ''}` } })
    expect(who.json()).toMatchObject({ role: 'admin', via: 'session' })
    expect(logins).toEqual(['accepted oidc anna'])
  })

  it('is refused to whoever has none of the groups, and to whoever has no name', async () => {
    const { provider: at, login } = await setUp()
    at.account = { sub: '8', preferred_username: 'ben', groups: ['staff'] }
    expect([(await login()).statusCode, (await login()).body]).toEqual([401, expect.stringContaining('none of your groups')])
    at.account = { sub: '9', groups: ['admins'] }
    expect((await login()).body).toContain('names no user')
  })

  it('is refused in another browser, a second time, and with an altered state or code', async () => {
    const { provider: at, begin, finish } = await setUp()
    at.account = { sub: '7', preferred_username: 'anna', groups: ['energy'] }
    const first = await begin()
    const callback = await at.signIn(first.url)
    expect((await finish(callback, '')).statusCode).toBe(401)
    expect((await finish(callback, first.cookie)).statusCode).toBe(303)
    expect((await finish(callback, first.cookie)).statusCode).toBe(401)
    for (const altered of ['state', 'code', 'iss']) {
      const { cookie, url } = await begin()
      const back = await at.signIn(url)
      back.searchParams.set(altered, 'x'.repeat(43))
      expect([altered, (await finish(back, cookie)).statusCode]).toEqual([altered, 401])
    }
    const [one, other] = [await begin(), await begin()]
    expect((await finish(await at.signIn(one.url), other.cookie)).statusCode).toBe(401)
  })

  it('keeps a name with the account that had it first', async () => {
    const { provider: at, login } = await setUp()
    at.account = { sub: '7', preferred_username: 'anna', groups: ['energy'] }
    expect((await login()).statusCode).toBe(303)
    at.account = { sub: '70', preferred_username: 'ANNA', groups: ['energy'] }
    const answer = await login()
    expect([answer.statusCode, answer.body]).toEqual([403, expect.stringContaining('belongs to another account')])
  })

  it('is refused when the secret of the client is wrong, and is unavailable while the provider is away', async () => {
    const { provider: at, login, begin } = await setUp({ clientSecret: 'wrong' })
    at.account = { sub: '7', preferred_username: 'anna', groups: ['energy'] }
    expect((await login()).statusCode).toBe(401)
    await at.stop()
    const later = await setUp({ issuer: at.issuer })
    expect([(await later.begin()).status, (await begin()).status]).toEqual([503, 303])
  })

  it('is not offered without settings', async () => {
    const { ask } = await rig()
    expect((await ask('GET', '/api/v1/session/ways', { token: null })).json()).toEqual({ provider: null })
    expect(createIdentityProvider(null)).toBeNull()
  })
})
