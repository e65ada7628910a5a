import { describe, expect, it } from 'vitest'
import { createAccess } from '../../../src/access/access.ts'
import { createPasswords, passwordFault } from '../../../src/access/passwords.ts'
import { DAY } from '../../../src/domain/index.ts'
import { DAMAGE_STREAM } from '../../../src/ports/index.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

/** Cheap, because a test is about what is compared, and not about how long it takes. */
const passwords = createPasswords({ n: 16, r: 8, p: 1 })
const PASSWORD = 'correct horse battery'
const anna = { name: 'Anna', role: 'preparer', site: null, by: 'local' } as const

async function rig(records = createMemoryRecords()) {
  const clock = createHandClock()
  return { clock, records, access: await createAccess({ records, clock, localToken: 'local_x', passwords }) }
}

type Access = Awaited<ReturnType<typeof rig>>['access']

/** The cookie value, or null. */
async function signIn(access: Access, name: string, password: string): Promise<string | null> {
  const answer = await access.signIn({ name, password })
  return 'session' in answer ? answer.session : null
}

async function invited(access: Access, request: Parameters<Access['users']['invite']>[0] = anna): Promise<string> {
  return (await access.users.invite(request))?.code ?? ''
}

async function accepted(access: Access): Promise<string> {
  const answer = await access.acceptInvitation(await invited(access), PASSWORD)
  return answer !== null && 'session' in answer ? answer.session : ''
}

describe('a user', () => {
  it('is invited, sets a password once, and signs in with it as a principal of his own', async () => {
    const { access } = await rig()
    const code = await invited(access)
    expect(await signIn(access, 'anna', '')).toBeNull()
    expect(access.users.list()[0]).toMatchObject({ name: 'anna', state: 'invited', role: 'preparer' })
    const answer = await access.acceptInvitation(code, PASSWORD)
    const principal = { key: 'user anna', role: 'preparer', site: null, via: 'session' }
    expect(answer !== null && 'session' in answer ? access.session(answer.session) : null).toEqual(principal)
    expect(await access.acceptInvitation(code, PASSWORD)).toBeNull()
    expect(access.session((await signIn(access, 'ANNA', PASSWORD)) ?? '')).toEqual(principal)
    expect(await signIn(access, 'anna', `${PASSWORD}x`)).toBeNull()
    expect(await signIn(access, 'nobody', PASSWORD)).toBeNull()
  })

  it('is refused with a code that is too old, and accepted once when it is used twice at once', async () => {
    const { access, clock } = await rig()
    const old = await invited(access)
    await clock.advance(7 * DAY)
    expect(await access.acceptInvitation(old, PASSWORD)).toBeNull()
    const code = (await access.users.reset('anna', 'local'))?.code ?? ''
    const answers = await Promise.all([access.acceptInvitation(code, PASSWORD), access.acceptInvitation(code, PASSWORD)])
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
  })

  it('leaves neither password nor code in the record log', async () => {
    const { access, records } = await rig()
    const code = await invited(access)
    await access.acceptInvitation(code, PASSWORD)
    const text = JSON.stringify(await records.read('user'))
    expect(text).not.toContain(PASSWORD)
    expect(text).not.toContain(code)
  })

  it('has one name in capitals and small letters', async () => {
    const { access } = await rig()
    await invited(access)
    expect(await access.users.invite({ ...anna, name: 'ANNA' })).toBeNull()
  })

  it('who is disabled is out at once and stays out after a restart', async () => {
    const { access, records } = await rig()
    const session = await accepted(access)
    expect(access.session(session)).not.toBeNull()
    expect(await access.users.disable('Anna', 'local')).toBe(true)
    expect(access.session(session)).toBeNull()
    expect(await signIn(access, 'anna', PASSWORD)).toBeNull()
    const again = await rig(records)
    expect(await signIn(again.access, 'anna', PASSWORD)).toBeNull()
    expect(again.access.users.list()[0]?.state).toBe('disabled')
  })

  it('whose password is reset loses password and sessions, also after setting the next one', async () => {
    const { access } = await rig()
    const session = await accepted(access)
    const code = (await access.users.reset('anna', 'local'))?.code ?? ''
    expect(await signIn(access, 'anna', PASSWORD)).toBeNull()
    await access.acceptInvitation(code, 'another long pass phrase')
    expect(access.session(session)).toBeNull()
    expect(await signIn(access, 'anna', 'another long pass phrase')).not.toBeNull()
  })

  it('is suspended while records may be missing, until an administrator resets him', async () => {
    const { access, records, clock } = await rig()
    await accepted(access)
    await records.append(DAMAGE_STREAM, 'break', clock.now(), { breaks: 1 })
    const { access: damaged } = await rig(records)
    expect(damaged.users.list()[0]?.suspended).toBe(true)
    expect(await signIn(damaged, 'anna', PASSWORD)).toBeNull()
    const code = (await damaged.users.reset('anna', 'local'))?.code ?? ''
    expect(await damaged.acceptInvitation(code, PASSWORD)).toHaveProperty('session')
  })

  it('sees sessions in a list whose ids open nothing, and one is ended by its id', async () => {
    const { access } = await rig()
    const session = await accepted(access)
    const [listed] = access.sessions()
    expect(listed).toMatchObject({ principal: 'user anna', role: 'preparer' })
    expect(access.session(listed?.id ?? '')).toBeNull()
    expect(access.endSession(listed?.id ?? '')).toBe(true)
    expect(access.session(session)).toBeNull()
    expect(access.endSession('')).toBe(false)
  })
})

describe('a password', () => {
  it.each([
    ['short', 'it needs 12 or more'],
    ['aaaaaaaaaaaaaaaa', '5 different characters'],
    ['my name is Anna!', 'contains the name'],
    ['x'.repeat(201), '200 are the most'],
    ['Password123456', 'tried first'],
    ['P@ssw0rd!2026', 'tried first'],
    ['qwertyuiop123', 'tried first'],
    ['1qaz2wsx3edc', 'tried first'],
    ['iloveyou1234', 'tried first'],
    ['abcdefgh12345', 'tried first'],
    ['woaini1314520', 'tried first'],
    ['Campus-Energy-2026', 'tried first'],
  ])('like %s is refused with the reason', (password, reason) => {
    expect(passwordFault(password, 'anna')).toContain(reason)
  })

  it('of long words is accepted, in any script', () => {
    for (const password of ['今天天气很好我们去公园散步吧', 'correct horse battery', 'a quiet river in spring', 'tR7#kq0Zw!xB2m'])
      expect([password, passwordFault(password, 'anna')]).toEqual([password, null])
  })

  it('is compared in its normal form, and its hash has a salt of its own', async () => {
    const [one, other] = await Promise.all([passwords.hash('caf\u00e9 au lait noir'), passwords.hash('caf\u00e9 au lait noir')])
    expect(one.hash).not.toBe(other.hash)
    expect(await passwords.matches('cafe\u0301 au lait noir', one)).toBe(true)
    expect(await passwords.matches('caf\u00e9 au lait', one)).toBe(false)
    expect(await passwords.matches('', null)).toBe(false)
  })

  it('costs the same work for a user that does not exist', async () => {
    const costs: string[] = []
    const counting = {
      hash: (password: string) => passwords.hash(password),
      matches: (password: string, known: Parameters<typeof passwords.matches>[1]) => {
        costs.push(known === null ? 'without a hash' : 'with a hash')
        return passwords.matches(password, known)
      },
    }
    const access = await createAccess({ records: createMemoryRecords(), clock: createHandClock(), localToken: 'x', passwords: counting })
    await signIn(access, 'nobody', PASSWORD)
    expect(costs).toEqual(['without a hash'])
  })
})
