import { describe, expect, it } from 'vitest'
import { createAccess } from '../../../../src/access/access.ts'
import { createPasswords } from '../../../../src/access/passwords.ts'
import { sessionActions, userActions } from '../../../../src/app/administration/users.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'
import { CAMPUS, LOCAL, rig as serverRig } from './rig.ts'

const PASSWORD = 'correct horse battery'

async function rig() {
  const clock = createHandClock()
  const passwords = createPasswords({ n: 16, r: 8, p: 1 })
  const access = await createAccess({ records: createMemoryRecords(), clock, localToken: LOCAL, passwords })
  const actions = { ...userActions(access, () => CAMPUS), ...sessionActions(access) }
  const logins: string[] = []
  const loginLog = {
    accepted: ({ principal }: { principal: string }) => void logins.push(`accepted ${principal}`),
    refused: ({ principal }: { principal: string }) => void logins.push(`refused ${principal}`),
  }
  const server = await serverRig({ access, clock, loginLog, answers: { administration: actions } })
  const join = async (name: string, role: string): Promise<string> => {
    const invited = await server.ask('POST', '/api/v1/users', { body: { name, role } })
    const { code } = invited.json<{ code: string }>()
    const answer = await server.ask('POST', '/api/v1/session/invitation', { token: null, body: { code, password: PASSWORD } })
    return String(answer.headers['set-cookie']).split(';')[0] ?? ''
  }
  return { ...server, clock, logins, join }
}

const page = (cookie: string) => ({ token: null, headers: { cookie, 'sec-fetch-site': 'same-origin' } })

describe('people', () => {
  it('are invited with a link that no server sees, and sign in with name and password', async () => {
    const { ask, logins, join } = await rig()
    const cookie = await join('Anna', 'preparer')
    expect((await ask('GET', '/api/v1/session', page(cookie))).json()).toEqual({
      role: 'preparer',
      site: null,
      via: 'session',
      name: 'anna',
    })
    const signedIn = await ask('POST', '/api/v1/session/password', { token: null, body: { name: 'anna', password: PASSWORD } })
    expect(signedIn.statusCode).toBe(200)
    const wrong = await ask('POST', '/api/v1/session/password', { token: null, body: { name: 'anna', password: 'x' } })
    expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([401, 'login-failed'])
    expect(logins).toEqual(['accepted user anna', 'accepted user anna', 'refused user anna'])
  })

  it('learn what is wrong with a password before the invitation is used', async () => {
    const { ask } = await rig()
    const { code, path } = (await ask('POST', '/api/v1/users', { body: { name: 'ben', role: 'viewer' } })).json<{
      code: string
      path: string
    }>()
    expect(path).toBe(`/#/now?invitation=${code}`)
    const short = await ask('POST', '/api/v1/session/invitation', { token: null, body: { code, password: 'short' } })
    expect([short.statusCode, short.body]).toEqual([400, expect.stringContaining('it needs 12 or more')])
    const good = await ask('POST', '/api/v1/session/invitation', { token: null, body: { code, password: PASSWORD } })
    expect(good.statusCode).toBe(200)
    const again = await ask('POST', '/api/v1/session/invitation', { token: null, body: { code, password: PASSWORD } })
    expect(again.statusCode).toBe(401)
  })

  it('are locked out after ten wrong passwords from one address, the right one included, for a minute', async () => {
    const { ask, clock, join } = await rig()
    await join('anna', 'viewer')
    const attempt = async (password: string): Promise<number> =>
      (await ask('POST', '/api/v1/session/password', { token: null, body: { name: 'anna', password } })).statusCode
    for (let i = 0; i < 10; i++) expect(await attempt(`wrong ${i}`)).toBe(401)
    expect(await attempt(PASSWORD)).toBe(429)
    await clock.advance(60_000)
    expect(await attempt(PASSWORD)).toBe(200)
  })

  it('see and end their own sessions, and an administrator those of all', async () => {
    const { ask, join } = await rig()
    const anna = await join('anna', 'viewer')
    const ben = await join('ben', 'admin')
    const sessionsOf = async (cookie: string): Promise<{ id: string; principal: string }[]> =>
      (await ask('GET', '/api/v1/sessions', page(cookie))).json<{ sessions: { id: string; principal: string }[] }>().sessions
    expect((await sessionsOf(anna)).map((s) => s.principal)).toEqual(['user anna'])
    const all = await sessionsOf(ben)
    expect(all.map((s) => s.principal)).toEqual(['user anna', 'user ben'])
    expect((await ask('DELETE', `/api/v1/sessions/${all[1]?.id}`, page(anna))).statusCode).toBe(404)
    expect((await ask('DELETE', `/api/v1/sessions/${all[0]?.id}`, page(ben))).statusCode).toBe(200)
    expect((await ask('GET', '/api/v1/session', page(anna))).statusCode).toBe(401)
  })

  it('who are disabled are out at once; only an administrator invites', async () => {
    const { ask, join } = await rig()
    const anna = await join('anna', 'approver')
    expect((await ask('POST', '/api/v1/users', { ...page(anna), body: { name: 'x', role: 'admin' } })).statusCode).toBe(403)
    expect((await ask('POST', '/api/v1/users/ANNA/disable')).json()).toMatchObject({ name: 'anna', state: 'disabled' })
    expect((await ask('GET', '/api/v1/session', page(anna))).statusCode).toBe(401)
    expect((await ask('POST', '/api/v1/users/nobody/reset')).json()).toMatchObject({ code: 'unknown-user' })
    expect((await ask('POST', '/api/v1/users', { body: { name: 'anna', role: 'viewer' } })).statusCode).toBe(409)
    expect((await ask('POST', '/api/v1/users', { body: { name: 'carl', role: 'viewer', site: 'mars' } })).statusCode).toBe(400)
  })
})
