import { describe, expect, it } from 'vitest'
import { createAccess } from '../../../../src/access/access.ts'
import { fromBase32 } from '../../../../src/access/factor/base32.ts'
import { hotp, STEP_MS, stepOf } from '../../../../src/access/factor/totp.ts'
import { createPasswords } from '../../../../src/access/passwords.ts'
import { accountActions } from '../../../../src/app/administration/account.ts'
import { sessionActions, userActions } from '../../../../src/app/administration/users.ts'
import type { RoleName } from '../../../../src/domain/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'
import { CAMPUS, LOCAL, rig as serverRig } from './rig.ts'

const PASSWORD = 'correct horse battery'
const NEXT = 'a longer pass phrase of mine'

async function rig(demanded: readonly RoleName[] = []) {
  const clock = createHandClock()
  const passwords = createPasswords({ n: 16, r: 8, p: 1 })
  const access = await createAccess({ records: createMemoryRecords(), clock, localToken: LOCAL, passwords })
  const demandsFactor = (role: RoleName): boolean => demanded.includes(role)
  access.demandFactor(demandsFactor)
  const administration = {
    ...userActions(access, () => CAMPUS),
    ...sessionActions(access),
    ...accountActions({ access, campus: () => CAMPUS, demandsFactor }),
  }
  const server = await serverRig({ access, clock, answers: { administration } })
  let cookie = ''
  /** As the browser of one person: it keeps the cookie that it was sent last. */
  const send = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const answer = await server.ask(method, url, { token: null, headers, ...(body === undefined ? {} : { body }) })
    const [set] = String(answer.headers['set-cookie'] ?? '').split(';')
    if (set !== undefined && set !== '') cookie = set
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  const join = async (role: RoleName): Promise<void> => {
    const invited = await server.ask('POST', '/api/v1/users', { body: { name: 'anna', role } })
    await send('POST', '/api/v1/session/invitation', { code: invited.json<{ code: string }>().code, password: PASSWORD })
  }
  const code = (secret: unknown): string => hotp(fromBase32(String(secret)) ?? new Uint8Array(), stepOf(clock.now()))
  const enrol = async () => {
    const begun = await send('POST', '/api/v1/account/factor', { password: PASSWORD })
    const confirmed = await send('POST', '/api/v1/account/factor/confirm', { code: code(begun.body['secret']) })
    return { begun, confirmed }
  }
  return { ...server, clock, send, join, code, enrol, cookie: () => cookie }
}

describe('the own account', () => {
  it('changes its password with the current one, and only the browser that did stays signed in', async () => {
    const { send, join, ask, cookie } = await rig()
    await join('viewer')
    const other = cookie()
    await send('POST', '/api/v1/session/password', { name: 'anna', password: PASSWORD })
    const wrong = await send('POST', '/api/v1/account/password', { current_password: 'not it', new_password: NEXT })
    expect([wrong.status, wrong.body['errors']]).toEqual([403, [{ path: 'body/current_password', message: 'this is not your password' }]])
    const short = await send('POST', '/api/v1/account/password', { current_password: PASSWORD, new_password: 'short' })
    expect([short.status, JSON.stringify(short.body)]).toEqual([400, expect.stringContaining('12 or more')])
    expect((await send('POST', '/api/v1/account/password', { current_password: PASSWORD, new_password: NEXT })).status).toBe(200)
    expect((await send('GET', '/api/v1/account')).body).toMatchObject({ name: 'anna', factor: false })
    expect((await ask('GET', '/api/v1/account', { token: null, headers: { cookie: other } })).statusCode).toBe(401)
    expect((await send('POST', '/api/v1/session/password', { name: 'anna', password: PASSWORD })).status).toBe(401)
    expect((await send('POST', '/api/v1/session/password', { name: 'anna', password: NEXT })).status).toBe(200)
  })

  it('locks whoever tries passwords on an open page out, as a login does', async () => {
    const { send, join } = await rig()
    await join('viewer')
    const attempt = () => send('POST', '/api/v1/account/password', { current_password: 'not it', new_password: NEXT })
    for (let i = 0; i < 10; i++) expect((await attempt()).status).toBe(403)
    expect((await attempt()).status).toBe(429)
    expect((await send('POST', '/api/v1/session/password', { name: 'anna', password: PASSWORD })).status).toBe(429)
  })

  it('sets up a second factor with the password and a first code, and signs in with both from then on', async () => {
    const { send, join, enrol, code, clock } = await rig()
    await join('viewer')
    expect((await send('POST', '/api/v1/account/factor', { password: 'not it' })).status).toBe(403)
    const { begun, confirmed } = await enrol()
    expect(begun.body['uri']).toMatch(/^otpauth:\/\/totp\/test:anna\?secret=/)
    expect(confirmed.body).toMatchObject({ factor: true, recovery_left: 8 })
    await clock.advance(STEP_MS)
    const login = (more: object) => send('POST', '/api/v1/session/password', { name: 'anna', password: PASSWORD, ...more })
    expect((await login({})).body).toMatchObject({ code: 'factor-needed', status: 401 })
    expect((await login({ code: '000000' })).body).toMatchObject({ code: 'login-failed' })
    expect((await login({ code: code(begun.body['secret']) })).status).toBe(200)
    const again = await send('POST', '/api/v1/account/factor', { password: PASSWORD })
    expect(JSON.stringify(again.body['errors'])).toContain('a code of the present second factor')
    const recovery = (confirmed.body['recovery_codes'] as string[])[0]
    expect((await send('POST', '/api/v1/account/factor/remove', { password: PASSWORD, code: recovery })).body).toMatchObject({
      factor: false,
    })
  })

  it('counts wrong codes with wrong passwords: ten of both lock the user out', async () => {
    const { send, join, enrol } = await rig()
    await join('viewer')
    await enrol()
    const login = async (password: string, code?: string) =>
      (await send('POST', '/api/v1/session/password', { name: 'anna', password, ...(code === undefined ? {} : { code }) })).status
    for (let i = 0; i < 5; i++) expect([await login('wrong'), await login(PASSWORD, '000000')]).toEqual([401, 401])
    expect(await login(PASSWORD, '000000')).toBe(429)
  })

  it('is all that is open to a role that needs a second factor and has none', async () => {
    const { send, join, enrol } = await rig(['approver'])
    await join('approver')
    expect((await send('GET', '/api/v1/session')).body).toMatchObject({ pending: 'second-factor' })
    expect((await send('GET', '/api/v1/points')).status).toBe(403)
    expect((await send('GET', '/api/v1/account')).body).toMatchObject({ factor: false, factor_required: true })
    const { confirmed } = await enrol()
    expect((await send('GET', '/api/v1/points')).status).toBe(200)
    const [recovery] = confirmed.body['recovery_codes'] as string[]
    expect((await send('POST', '/api/v1/account/factor/remove', { password: PASSWORD, code: recovery })).status).toBe(409)
  })

  it('whose phone is lost signs in with the password again once an administrator resets the factor', async () => {
    const { send, join, enrol, ask } = await rig()
    await join('viewer')
    await enrol()
    expect((await ask('POST', '/api/v1/users/anna/reset-factor')).json()).toMatchObject({ name: 'anna', factor: false })
    expect((await ask('POST', '/api/v1/users/anna/reset-factor')).statusCode).toBe(409)
    expect((await send('POST', '/api/v1/session/password', { name: 'anna', password: PASSWORD })).status).toBe(200)
  })

  it('whose role changes is signed out and has the new role with the next login', async () => {
    const { send, join, ask } = await rig()
    await join('viewer')
    expect((await ask('POST', '/api/v1/users/Anna/role', { body: { role: 'operator', site: 'mars' } })).statusCode).toBe(400)
    expect((await ask('POST', '/api/v1/users/Anna/role', { body: { role: 'operator', site: 'shops' } })).json()).toMatchObject({
      role: 'operator',
      site: 'shops',
    })
    expect((await send('GET', '/api/v1/account')).status).toBe(401)
    expect((await send('POST', '/api/v1/session/password', { name: 'anna', password: PASSWORD })).body).toMatchObject({ role: 'operator' })
  })

  it('of a token has neither password nor second factor to change', async () => {
    const { ask } = await rig()
    const answer = await ask('POST', '/api/v1/account/password', { body: { current_password: 'x', new_password: NEXT } })
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([409, expect.stringContaining('sign in with a name')])
  })
})
