import { describe, expect, it } from 'vitest'
import { authorize, refusalOf } from '../../../src/access/authorize.ts'
import { policyOf, type Policy, USE_CASE_NAMES } from '../../../src/access/policies.ts'
import { instant, type Principal } from '../../../src/domain/index.ts'

const admin: Principal = { key: 'local', role: 'admin', site: null, via: 'local' }
const rebuild = policyOf('administration.rebuild')

describe('an authorization', () => {
  it('names the role and the permission that it lacks', () => {
    expect(refusalOf({ ...admin, role: 'viewer' }, rebuild)).toMatchObject({
      code: 'forbidden',
      message: 'the role "viewer" does not hold the permission "admin"',
    })
    expect(refusalOf(admin, rebuild)).toBeNull()
  })

  it('wants a reason where the policy does, and blanks are none', () => {
    const policy: Policy = { ...rebuild, reason: 'required' }
    const context = { principal: admin, at: instant(0), requestId: 'r-1' }
    expect(() => authorize(context, policy)).toThrow('this needs a reason')
    expect(() => authorize({ ...context, reason: '  ' }, policy)).toThrow('this needs a reason')
    expect(() => authorize({ ...context, reason: 'meter swapped' }, policy)).not.toThrow()
  })
})

describe('the policy table', () => {
  it('lets nobody change anything but his own account with less than a duty', () => {
    const changing = USE_CASE_NAMES.filter((name) => policyOf(name).effect === 'changes')
    expect(changing.length).toBeGreaterThan(10)
    expect(changing.filter((name) => ['public', 'account', 'read'].includes(policyOf(name).permission))).toEqual([
      'administration.changePassword',
      'administration.beginFactor',
      'administration.confirmFactor',
      'administration.removeFactor',
      'administration.endSession',
    ])
  })
})
