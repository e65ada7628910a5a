import { describe, expect, it } from 'vitest'
import { createAccess } from '../../../../src/access/access.ts'
import { fromBase32 } from '../../../../src/access/factor/base32.ts'
import { hotp, STEP_MS, stepOf } from '../../../../src/access/factor/totp.ts'
import { createPasswords } from '../../../../src/access/passwords.ts'
import { MINUTE, type Instant } from '../../../../src/domain/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'

const PASSWORD = 'correct horse battery'
const codeAt = (secret: Uint8Array, at: Instant): string => hotp(secret, stepOf(at))

async function rig(records = createMemoryRecords()) {
  const clock = createHandClock()
  const passwords = createPasswords({ n: 16, r: 8, p: 1 })
  const access = await createAccess({ records, clock, localToken: 'local_x', passwords })
  const signIn = async (code?: string): Promise<string> => {
    const answer = await access.signIn({ name: 'Anna', password: PASSWORD, code })
    return 'session' in answer ? 'in' : answer.refused
  }
  return { access, clock, records, signIn }
}

async function enrolled() {
  const parts = await rig()
  const { access, clock } = parts
  const invitation = await access.users.invite({ name: 'anna', role: 'approver', site: null, by: 'local' })
  await access.acceptInvitation(invitation?.code ?? '', PASSWORD)
  const secret = access.factors.begin('anna')
  const recovery = (await access.factors.confirm('anna', codeAt(secret, clock.now()))) ?? []
  return { ...parts, secret, recovery, now: () => codeAt(secret, clock.now()) }
}

describe('a second factor', () => {
  it('is asked for after the right password alone, and each of its codes works once', async () => {
    const { access, clock, signIn, now } = await enrolled()
    expect(await access.signIn({ name: 'anna', password: 'wrong' })).toEqual({ refused: 'wrong' })
    expect(await signIn()).toBe('code-missing')
    expect(await signIn(now())).toBe('code-wrong')
    await clock.advance(STEP_MS)
    expect(await Promise.all([signIn(now()), signIn(now())])).toEqual(['in', 'code-wrong'])
    await clock.advance(STEP_MS)
    expect(await signIn(now())).toBe('in')
  })

  it('knows its used codes again after a restart', async () => {
    const { records, clock, signIn, now } = await enrolled()
    await clock.advance(STEP_MS)
    const code = now()
    expect(await signIn(code)).toBe('in')
    const again = await rig(records)
    await again.clock.advance(STEP_MS)
    expect(await again.signIn(code)).toBe('code-wrong')
  })

  it('is in force only with its first code, within ten minutes', async () => {
    const { access, clock } = await enrolled()
    const secret = access.factors.begin('anna')
    await clock.advance(10 * MINUTE)
    expect(await access.factors.confirm('anna', codeAt(secret, clock.now()))).toBeNull()
    expect(await access.factors.confirm('nobody', '123456')).toBeNull()
  })

  it('has recovery codes that each replace one code, and that no record holds', async () => {
    const { access, records, recovery, signIn } = await enrolled()
    const [first = '', second = ''] = recovery
    expect(await signIn(first.toLowerCase())).toBe('in')
    expect(await signIn(first)).toBe('code-wrong')
    expect(await signIn(second)).toBe('in')
    expect(access.factors.recoveryLeft('anna')).toBe(6)
    expect(JSON.stringify(await records.read('user'))).not.toContain(recovery[2])
  })

  it('is closed for a quarter of an hour after ten wrong codes, whatever addresses they come from', async () => {
    const { access, clock, signIn, now } = await enrolled()
    await clock.advance(STEP_MS)
    for (let i = 0; i < 10; i++) expect(await signIn('000000')).toBe('code-wrong')
    expect([await signIn(now()), access.factors.closedFor('anna')]).toEqual(['code-wrong', 15 * MINUTE])
    await clock.advance(15 * MINUTE)
    expect(await signIn(now())).toBe('in')
  })

  it('that an administrator removes is asked for no more, and ends the sessions', async () => {
    const { access, recovery, signIn } = await enrolled()
    await access.signIn({ name: 'anna', password: PASSWORD, code: recovery[0] })
    expect(access.sessions()).toHaveLength(1)
    expect(await access.factors.remove('anna', 'local')).toBe(true)
    expect(access.sessions()).toEqual([])
    expect(await signIn()).toBe('in')
    expect(await access.factors.remove('anna', 'local')).toBe(false)
  })

  it('stays with a user whose password is reset', async () => {
    const { access, clock, now } = await enrolled()
    const { code = '' } = (await access.users.reset('anna', 'local')) ?? {}
    expect(await access.acceptInvitation(code, 'another long pass phrase')).toEqual({ refused: 'code-missing' })
    await clock.advance(STEP_MS)
    expect(await access.signIn({ name: 'anna', password: 'another long pass phrase', code: now() })).toHaveProperty('session')
  })

  it('that a role demands leaves a session without it nothing but the own account, until it is set up', async () => {
    const { access } = await rig()
    const invitation = await access.users.invite({ name: 'ben', role: 'admin', site: null, by: 'local' })
    const accepted = await access.acceptInvitation(invitation?.code ?? '', PASSWORD)
    const cookie = accepted !== null && 'session' in accepted ? accepted.session : ''
    expect(access.session(cookie)).not.toHaveProperty('pending')
    access.demandFactor((role) => role === 'admin')
    expect(access.session(cookie)).toHaveProperty('pending', 'second-factor')
  })
})

describe('a secret in base32', () => {
  it('gives the codes that an app computes from it', () => {
    expect(hotp(fromBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ') ?? new Uint8Array(), 1)).toBe('287082')
  })
})
