import { describe, expect, it } from 'vitest'
import { createAccess } from '../../../src/access/access.ts'
import { holds } from '../../../src/access/authorize.ts'
import { PERMISSIONS } from '../../../src/access/policies.ts'
import { durationOf } from '../../../src/adapters/http/times.ts'
import { DAY, HOUR, instant, MINUTE, ROLE_NAMES } from '../../../src/domain/index.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

async function rig() {
  const clock = createHandClock()
  const records = createMemoryRecords()
  return { clock, records, access: await createAccess({ records, clock, localToken: 'local_x' }) }
}

const viewer = { role: 'viewer', site: null, expires: null, by: 'test' } as const

describe('access', () => {
  it('knows a token by its secret, and nobody by anything else', async () => {
    const { access } = await rig()
    const { token, id } = await access.create(viewer)
    expect(token).toMatch(/^cse_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/)
    expect(access.authenticate(token)).toEqual({ key: `token:${id}`, role: 'viewer', site: null, via: 'token' })
    for (const wrong of ['', 'cse_', token.slice(0, -1), `${token}x`, token.replace(id, '000000000000'), 'local_', '__proto__'])
      expect(access.authenticate(wrong)).toBeNull()
  })

  it('keeps no secret in the record log', async () => {
    const { access, records } = await rig()
    const { token } = await access.create(viewer)
    const secret = token.split('_').slice(2).join('_')
    expect(secret.length).toBeGreaterThan(40)
    expect(JSON.stringify(await records.read('token'))).not.toContain(secret)
  })

  it('knows its tokens again after a restart, the revoked ones too', async () => {
    const { access, records, clock } = await rig()
    const kept = await access.create(viewer)
    const revoked = await access.create({ ...viewer, role: 'admin' })
    await access.revoke(revoked.id, 'test')
    const again = await createAccess({ records, clock, localToken: 'local_y' })
    expect(again.authenticate(kept.token)?.role).toBe('viewer')
    expect(again.authenticate(revoked.token)).toBeNull()
    expect(again.list().map((t) => [t.id, t.revoked])).toEqual([
      [kept.id, false],
      [revoked.id, true],
    ])
  })

  it('lets an expired token in no more', async () => {
    const { access, clock } = await rig()
    const { token } = await access.create({ ...viewer, expires: instant(clock.now() + HOUR) })
    expect(access.authenticate(token)).not.toBeNull()
    await clock.advance(HOUR)
    expect(access.authenticate(token)).toBeNull()
  })

  it('ends a session with the token it came from', async () => {
    const { access } = await rig()
    const { token, id } = await access.create(viewer)
    const cookie = access.openSession(token) ?? ''
    const principal = access.session(cookie)
    expect(principal).toMatchObject({ role: 'viewer', via: 'session' })
    await access.revoke(id, 'test')
    expect(access.session(cookie)).toBeNull()
    expect(principal !== null && access.isValid(principal)).toBe(false)
  })

  it('ends a session that idles for half an hour, and any after twelve hours', async () => {
    const { access, clock } = await rig()
    const idle = access.openSession('local_x') ?? ''
    await clock.advance(30 * MINUTE)
    expect(access.session(idle)).toBeNull()
    const busy = access.openSession('local_x') ?? ''
    for (let i = 0; i < 35; i++) {
      await clock.advance(20 * MINUTE)
      expect(access.session(busy)).not.toBeNull()
    }
    await clock.advance(20 * MINUTE)
    expect(access.session(busy)).toBeNull()
  })

  it('takes a login code once, and not after a day', async () => {
    const { access, clock } = await rig()
    const code = access.loginCode()
    const cookie = access.redeem(code)
    expect(access.session(cookie ?? '')?.role).toBe('admin')
    expect(access.redeem(code)).toBeNull()
    const late = access.loginCode()
    await clock.advance(DAY)
    expect(access.redeem(late)).toBeNull()
  })

  it('gives each role its permissions and no more', () => {
    const table = Object.fromEntries(ROLE_NAMES.map((role) => [role, PERMISSIONS.filter((p) => holds({ role }, p))]))
    expect(table).toEqual({
      viewer: ['public', 'account', 'read'],
      operator: ['public', 'account', 'read', 'operate'],
      preparer: ['public', 'account', 'read', 'prepare'],
      approver: ['public', 'account', 'read', 'approve'],
      admin: [...PERMISSIONS],
    })
  })

  it.each([
    ['90d', 90 * DAY],
    ['12h', 12 * HOUR],
    ['1y', 365 * DAY],
    ['0d', null],
    ['d', null],
    ['1.5d', null],
    ['-1d', null],
    ['90 days', null],
  ])('reads the duration %s as %s', (text, expected) => {
    expect(durationOf(text)).toBe(expected)
  })
})
