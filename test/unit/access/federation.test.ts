import { describe, expect, it } from 'vitest'
import { createFederation, roleOfClaim } from '../../../src/access/federation.ts'
import { createHandClock } from '../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../support/fakes/memory-records.ts'

const ROLES = [
  ['admins', 'admin'],
  ['energy', 'operator'],
] as const
const anna = { issuer: 'https://id.example', subject: '7', name: 'Anna', role: 'operator' } as const

describe('the role of a claim', () => {
  it.each([
    [['energy', 'admins'], 'admin'],
    ['energy', 'operator'],
    [['Energy'], null],
    [undefined, null],
    [{ admins: true }, null],
    [[], null],
  ])('%j is %s', (claim, role) => {
    expect(roleOfClaim(claim, ROLES)).toBe(role)
  })
})

describe('a person of a provider', () => {
  it('keeps the name of the first login, also after a restart and under a new name', async () => {
    const records = createMemoryRecords()
    const first = await createFederation(records, createHandClock())
    expect(await first.bind(anna)).toMatchObject({ key: 'oidc anna', role: 'operator' })
    const again = await createFederation(records, createHandClock())
    expect(await again.bind({ ...anna, name: 'Anna Maria', role: 'admin' })).toMatchObject({ key: 'oidc anna', role: 'admin' })
    expect(await again.bind({ ...anna, subject: '8' })).toHaveProperty('fault')
    expect(await again.bind({ ...anna, issuer: 'https://other.example' })).toHaveProperty('fault')
  })

  it('with a name that no user may have is refused', async () => {
    const federation = await createFederation(createMemoryRecords(), createHandClock())
    for (const name of ['', ' ', '-x', 'a\nb', 'x'.repeat(65)])
      expect([name, await federation.bind({ ...anna, name })]).toEqual([name, { fault: expect.any(String) as string }])
  })
})
