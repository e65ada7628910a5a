import { describe, expect, it } from 'vitest'
import { createServer, ROUTES } from '../../../../src/adapters/http/server.ts'
import { PERMISSIONS_OF_ROLE, policyOf } from '../../../../src/access/policies.ts'
import { ROLE_NAMES } from '../../../../src/domain/index.ts'
import { type DocumentedRoute, documentedRoutes } from './documented-routes.ts'
import { type Ask, LOCAL, rig } from './rig.ts'

const code = (payload: string): string => (JSON.parse(payload) as { code: string }).code

/** Routes for which somebody has to be known. The live stream of a permitted role would not end, live.test.ts opens it. */
const closedRoutes = async (): Promise<DocumentedRoute[]> =>
  (await documentedRoutes()).filter((r) => r.permission !== 'public' && r.path !== '/api/v1/live')

describe('access over HTTP', () => {
  it('fails the start when a route declares no permission, naming it', async () => {
    const { parts } = await rig()
    const app = createServer(parts, new AbortController().signal, [...ROUTES, (a) => void a.get('/api/v1/secret', async () => 1)])
    await expect(app.ready()).rejects.toThrow('route GET /api/v1/secret declares no permission')
  })

  it('answers nothing without a token but the few public addresses', async () => {
    const { ask } = await rig()
    const open = ['/livez', '/readyz', '/openapi.json', '/docs', '/docs/style.css', '/']
    for (const url of open) expect([url, (await ask('GET', url, { token: null })).statusCode]).toEqual([url, 200])
    for (const { method, url } of (await documentedRoutes()).filter((r) => r.permission !== 'public')) {
      const answer = await ask(method, url, { token: null })
      expect([method, url, answer.statusCode, code(answer.payload)]).toEqual([method, url, 401, 'unauthenticated'])
    }
  })

  it('declares as public only health, documents, login and session', async () => {
    const open = (await documentedRoutes()).filter((r) => r.permission === 'public').map((r) => `${r.method} ${r.path}`)
    expect(open.toSorted()).toEqual([
      'DELETE /api/v1/session',
      'GET /api/v1/session/ways',
      'GET /livez',
      'GET /login',
      'GET /readyz',
      'POST /api/v1/session',
      'POST /api/v1/session/invitation',
      'POST /api/v1/session/password',
    ])
  })

  it.each<[string, 'GET' | 'POST', string, Ask]>([
    ['an unknown address', 'GET', '/api/v1/nothing', {}],
    ['an unknown address outside the API', 'GET', '/wp-admin', {}],
    ['an unknown point', 'GET', '/api/v1/points/none', {}],
    ['a query that is not valid', 'GET', '/api/v1/points/none/series?step=2m', {}],
    ['a body that is not valid', 'POST', '/api/v1/import', { body: { nonsense: true } }],
    ['a body that is too large', 'POST', '/api/v1/rollup', { body: { from: 'x'.repeat(100_000) } }],
    ['an address that cannot be decoded', 'GET', '/api/v1/points/%zz', {}],
  ])('answers 401 to %s before looking at it', async (_what, method, url, ask) => {
    const { ask: send, api } = await rig()
    const answer = await send(method, url, { token: null, ...ask })
    expect([answer.statusCode, code(answer.payload), answer.headers['www-authenticate'], api.calls]).toEqual([
      401,
      'unauthenticated',
      'Bearer realm="campus-energy"',
      [],
    ])
  })

  it('refuses a wrong token even where anybody may look', async () => {
    const { ask } = await rig({ anonymousViewer: true })
    expect((await ask('GET', '/api/v1/campus', { token: 'cse_wrong' })).statusCode).toBe(401)
    expect((await ask('GET', '/api/v1/campus', { token: null, headers: { authorization: `Basic ${LOCAL}` } })).statusCode).toBe(401)
  })

  it('lets anybody at this machine look in the demo, but not change', async () => {
    const { ask } = await rig({ anonymousViewer: true })
    expect((await ask('GET', '/api/v1/points', { token: null })).statusCode).toBe(200)
    const answer = await ask('POST', '/api/v1/rebuild', { token: null, body: {} })
    expect([answer.statusCode, code(answer.payload)]).toEqual([403, 'forbidden'])
  })

  it('gives no anonymous look to a page that had its own name resolve to this machine', async () => {
    const { ask } = await rig({ anonymousViewer: true })
    expect((await ask('GET', '/api/v1/points', { token: null, headers: { host: 'evil.example:3000' } })).statusCode).toBe(401)
    expect((await ask('GET', '/api/v1/points', { token: null, headers: { host: '127.0.0.1:3000' } })).statusCode).toBe(200)
  })

  it.each(ROLE_NAMES)('lets a %s through to exactly the routes whose permission the role holds', async (role) => {
    const { ask, tokenOf } = await rig()
    const token = await tokenOf(role)
    for (const { method, url, permission, hasBody } of await closedRoutes()) {
      const { statusCode } = await ask(method, url, { token, ...(hasBody ? { body: {} } : {}) })
      const permitted = PERMISSIONS_OF_ROLE[role].some((p) => p === permission)
      expect([role, method, url, statusCode === 403]).toEqual([role, method, url, !permitted])
    }
  })

  it('takes the permission of a route from the policy of the use case that it names', async () => {
    const { parts } = await rig()
    const app = createServer(parts, new AbortController().signal)
    const named: string[] = []
    app.addHook('onRoute', ({ url, config }) => {
      if (config?.useCase === undefined) return
      named.push(url)
      expect([url, config.permission]).toEqual([url, policyOf(config.useCase).permission])
    })
    await app.ready()
    expect(named.length).toBeGreaterThan(30)
  })

  it('closes every route to a token of one site unless the route answers for that site alone', async () => {
    const { ask, tokenOf, siteAware } = await rig()
    const token = await tokenOf('admin', 'shops')
    const aware = await siteAware()
    for (const { method, url, path, hasBody } of await closedRoutes()) {
      const answer = await ask(method, url, { token, ...(hasBody ? { body: {} } : {}) })
      const outOfScope = answer.statusCode === 403 && code(answer.payload) === 'out-of-scope'
      expect([method, path, outOfScope]).toEqual([method, path, !aware.has(path)])
    }
  })

  it('shows a token of one site that site only', async () => {
    const { ask, tokenOf } = await rig()
    const token = await tokenOf('viewer', 'shops')
    const points = (await ask('GET', '/api/v1/points', { token })).json<{ points: { id: string }[] }>().points
    expect(points.map((p) => p.id)).toEqual(['shops/mall/main/energy'])
    expect((await ask('GET', '/api/v1/campus', { token })).json<{ sites: { id: string }[] }>().sites.map((s) => s.id)).toEqual(['shops'])
    for (const url of ['/api/v1/points/park%2Fblock-a%2Fmain%2Fenergy', '/api/v1/points/park%2Fblock-a%2Fmain%2Fenergy/series']) {
      expect(code((await ask('GET', url, { token })).payload)).toBe('unknown-point')
    }
    expect((await ask('GET', '/api/v1/points/shops%2Fmall%2Fmain%2Fenergy/series', { token })).statusCode).toBe(200)
  })

  it('revokes a token at once', async () => {
    const { ask, access } = await rig()
    const { token, id } = await access.create({ role: 'viewer', site: null, expires: null, by: 'test' })
    expect((await ask('GET', '/api/v1/campus', { token })).statusCode).toBe(200)
    expect((await ask('DELETE', `/api/v1/tokens/${id}`)).json()).toEqual({ revoked: id })
    expect((await ask('GET', '/api/v1/campus', { token })).statusCode).toBe(401)
    expect(code((await ask('DELETE', '/api/v1/tokens/none')).payload)).toBe('unknown-token')
  })
})

describe('browser sessions', () => {
  const cookieOf = (answer: { cookies: { name: string; value: string }[] }): string => `campus_session=${answer.cookies[0]?.value ?? ''}`

  it('begin with a token and end when asked', async () => {
    const { ask, tokenOf } = await rig()
    const token = await tokenOf('admin')
    const login = await ask('POST', '/api/v1/session', { token: null, body: { token } })
    expect([login.statusCode, login.json()]).toEqual([200, { role: 'admin', site: null, via: 'session' }])
    expect(login.cookies[0]).toMatchObject({ name: 'campus_session', httpOnly: true, sameSite: 'Lax', path: '/' })
    const cookie = cookieOf(login)
    expect((await ask('GET', '/api/v1/session', { token: null, headers: { cookie } })).json()).toMatchObject({
      role: 'admin',
      via: 'session',
    })
    await ask('DELETE', '/api/v1/session', { token: null, headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    expect((await ask('GET', '/api/v1/session', { token: null, headers: { cookie } })).statusCode).toBe(401)
  })

  it('change nothing for a page of another site', async () => {
    const { ask, api } = await rig()
    const cookie = cookieOf(await ask('POST', '/api/v1/session', { token: null, body: { token: LOCAL } }))
    const send = async (headers: Record<string, string>) =>
      (await ask('POST', '/api/v1/rebuild', { token: null, body: {}, headers: { cookie, host: 'campus.example', ...headers } })).statusCode
    expect(await send({})).toBe(403)
    expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await send({ origin: 'https://evil.example' })).toBe(403)
    expect(await send({ origin: 'null' })).toBe(403)
    expect(api.calls).toEqual([])
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await send({ origin: 'http://campus.example' })).toBe(200)
  })

  it('open by the one-time link, once', async () => {
    const { ask, access } = await rig()
    const url = `/login?code=${access.loginCode()}`
    expect((await ask('HEAD', url, { token: null })).statusCode).toBe(401)
    const answer = await ask('GET', url, { token: null })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/'])
    expect((await ask('GET', '/api/v1/session', { token: null, headers: { cookie: cookieOf(answer) } })).json()).toMatchObject({
      role: 'admin',
    })
    expect(code((await ask('GET', url, { token: null })).payload)).toBe('login-failed')
  })

  it('are refused for a while to whoever fails ten times with a credential, never to the right one', async () => {
    const { ask, clock, events } = await rig()
    const login = (token: string) => ask('POST', '/api/v1/session', { token: null, body: { token } })
    for (let i = 0; i < 10; i++) expect((await login('wrong')).statusCode).toBe(401)
    const limited = await login('wrong')
    expect([limited.statusCode, limited.headers['retry-after']]).toEqual([429, '60'])
    expect((await login(LOCAL)).statusCode).toBe(200)
    expect((await login(`cse_000000000000_${'x'.repeat(43)}`)).statusCode).toBe(401)
    await clock.advance(60_000)
    expect((await login('wrong')).statusCode).toBe(401)
    expect(events.of('login-failed').length).toBeGreaterThan(10)
  })

  it('of one principal end no session of another, however many it opens', async () => {
    const { ask, tokenOf } = await rig()
    const login = async (token: string) => cookieOf(await ask('POST', '/api/v1/session', { token: null, body: { token } }))
    const admin = await login(LOCAL)
    const viewer = await tokenOf('viewer')
    const first = await login(viewer)
    for (let i = 0; i < 100; i++) await login(viewer)
    const statusOf = async (cookie: string) => (await ask('GET', '/api/v1/session', { token: null, headers: { cookie } })).statusCode
    expect([await statusOf(admin), await statusOf(first)]).toEqual([200, 401])
  })

  it('end with the next login of the same browser', async () => {
    const { ask } = await rig()
    const planted = cookieOf(await ask('POST', '/api/v1/session', { token: null, body: { token: LOCAL } }))
    await ask('POST', '/api/v1/session', {
      token: null,
      body: { token: LOCAL },
      headers: { cookie: planted, 'sec-fetch-site': 'same-origin' },
    })
    expect((await ask('GET', '/api/v1/session', { token: null, headers: { cookie: planted } })).statusCode).toBe(401)
  })
})

describe('behind a reverse proxy', () => {
  const PROXY = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'campus.example' }

  it('that is trusted the cookie is __Host- and Secure, and the client is who the proxy says', async () => {
    const { ask, events } = await rig({ trustedProxies: ['127.0.0.1'] })
    const login = await ask('POST', '/api/v1/session', { token: null, body: { token: LOCAL }, headers: PROXY })
    expect(login.cookies[0]).toMatchObject({ name: '__Host-campus_session', secure: true, httpOnly: true, path: '/' })
    expect(login.cookies[0]).not.toHaveProperty('domain')
    expect(login.headers['strict-transport-security']).toBe('max-age=31536000')
    expect(events.of('login').at(-1)?.fields).toMatchObject({ address: '203.0.113.9' })
    const cookie = `__Host-campus_session=${login.cookies[0]?.value ?? ''}`
    expect((await ask('GET', '/api/v1/session', { token: null, headers: { ...PROXY, cookie } })).statusCode).toBe(200)
    const plain = cookie.replace('__Host-', '')
    expect((await ask('GET', '/api/v1/session', { token: null, headers: { ...PROXY, cookie: plain } })).statusCode).toBe(401)
  })

  it('that is not trusted its headers change nothing', async () => {
    const { ask, events } = await rig()
    const login = await ask('POST', '/api/v1/session', { token: null, body: { token: LOCAL }, headers: PROXY })
    expect(login.cookies[0]).toMatchObject({ name: 'campus_session' })
    expect(login.headers['strict-transport-security']).toBeUndefined()
    expect(events.of('login').at(-1)?.fields).toMatchObject({ address: '127.0.0.1' })
  })

  it('nobody is the anonymous viewer of the demo, whatever host the proxy passes on', async () => {
    const { ask } = await rig({ anonymousViewer: true })
    const status = async (headers: Record<string, string>) => (await ask('GET', '/api/v1/campus', { token: null, headers })).statusCode
    expect(await status({ host: 'localhost:3000' })).toBe(200)
    for (const more of [
      PROXY,
      { forwarded: 'for=203.0.113.9' },
      { via: '1.1 proxy' },
      { 'x-real-ip': '203.0.113.9' },
      { referer: 'https://campus.example/' },
    ])
      expect(await status({ host: 'localhost:3000', ...(more as Record<string, string>) })).toBe(401)
  })
})

describe('the edge against bad input', () => {
  it.each([
    ['a tab before the subtype', 'application/json\ta'],
    ['trailing garbage', 'application/json garbage'],
    ['a leading space', ' application/json'],
    ['plain text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
  ])('reads no body whose content type has %s', async (_what, type) => {
    const { ask, api } = await rig()
    const answer = await ask('POST', '/api/v1/rebuild', { body: '{"verify":"not checked"}', headers: { 'content-type': type } })
    expect([400, 415]).toContain(answer.statusCode)
    expect(api.calls).toEqual([])
  })

  it('refuses what is not described instead of stripping or converting it', async () => {
    const { ask, api } = await rig()
    const json = { 'content-type': 'application/json' }
    const extra = await ask('POST', '/api/v1/rebuild', { body: { verify: true, more: 1 } })
    expect([extra.statusCode, extra.json<{ errors: unknown }>().errors]).toEqual([
      400,
      [{ path: 'body', message: 'must NOT have additional properties: "more"' }],
    ])
    expect((await ask('POST', '/api/v1/drained', { body: { seq: '5' } })).statusCode).toBe(400)
    expect((await ask('POST', '/api/v1/rebuild', { body: { verify: 'true' } })).statusCode).toBe(400)
    expect((await ask('GET', '/api/v1/dead-letters?limit=5&evil=1')).statusCode).toBe(400)
    expect((await ask('GET', '/api/v1/dead-letters?limit=5000')).statusCode).toBe(400)
    expect((await ask('POST', '/api/v1/rebuild', { body: '{"__proto__": {"verify": true}}', headers: json })).statusCode).toBe(400)
    expect((await ask('POST', '/api/v1/rebuild', { body: '{"verify": tru', headers: json })).statusCode).toBe(400)
    expect(api.calls).toEqual([])
    expect((await ask('GET', '/api/v1/dead-letters?limit=5')).statusCode).toBe(200)
    expect(api.calls).toEqual(['dead-letters {"limit":5}'])
  })

  it('refuses a body that names a key twice, in whatever spelling', async () => {
    const { ask, api } = await rig()
    const json = { 'content-type': 'application/json' }
    for (const body of [
      '{"role":"viewer","role":"admin"}',
      '{"role":"viewer","r\\u006fle":"admin"}',
      '{"role" : "viewer", "role" :"admin"}',
    ]) {
      const answer = await ask('POST', '/api/v1/tokens', { body, headers: json })
      expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([400, 'the key "role" stands twice in one object'])
    }
    expect(api.calls).toEqual([])
  })

  it('takes bodies up to 64 KiB, and 1 MiB of readings', async () => {
    const { ask } = await rig()
    const large = await ask('POST', '/api/v1/rollup', { body: { from: 'x'.repeat(70_000) } })
    expect([large.statusCode, code(large.payload)]).toEqual([413, 'too-large'])
    const rows = Array.from({ length: 1000 }, (_, i) => [1_600_000_000_000 + i, 0.123456789012345 * i])
    expect(Buffer.byteLength(JSON.stringify(rows))).toBeLessThan(65_536)
    const padded = `{"point":"park/block-a/main/energy","rows":${JSON.stringify(rows)}${' '.repeat(100_000)}}`
    expect((await ask('POST', '/api/v1/import', { body: padded, headers: { 'content-type': 'application/json' } })).json()).toEqual({
      accepted: 1000,
      seq: 12,
      import: 'import-1',
    })
  })

  it('refuses an unknown property of every body, and an unknown key of every query, before the use case runs', async () => {
    const { ask, api } = await rig()
    for (const { method, url, path, hasBody, hasQuery } of await documentedRoutes()) {
      if (hasBody) expect([path, (await ask(method, url, { body: { nonsense: 1 } })).statusCode]).toEqual([path, 400])
      if (!hasQuery) continue
      const query = `${url}${url.includes('?') ? '&' : '?'}nonsense=1`
      expect([path, (await ask(method, query, hasBody ? { body: {} } : {})).statusCode]).toEqual([path, 400])
    }
    expect(api.calls).toEqual([])
  })

  it('sends the headers that keep a page to itself with every answer, refusals too', async () => {
    const { ask } = await rig()
    const pages = ['/', '/docs', '/openapi.json', '/nothing'].map((url) => ({ method: 'GET' as const, url, hasBody: false }))
    for (const { method, url, hasBody } of [...pages, ...(await closedRoutes())]) {
      const { headers } = await ask(method, url, hasBody ? { body: {} } : {})
      expect([url, headers['content-security-policy']]).toEqual([
        url,
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'self'",
      ])
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('says nothing of a fault of its own but that there was one, and tells the log', async () => {
    const { ask, events } = await rig({
      answers: {
        monitoring: {
          now: async () => {
            throw new Error('secret detail')
          },
        },
      },
    })
    const answer = await ask('GET', '/api/v1/now')
    expect([answer.statusCode, answer.json()]).toEqual([
      500,
      { type: 'about:blank', title: 'a fault of the service', status: 500, code: 'internal' },
    ])
    expect(events.of('request-failed')[0]?.detail).toContain('secret detail')
  })
})
