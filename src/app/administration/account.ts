/** What a user does with his own account: the password, and the second factor. */

import type { Access } from '../../access/access.ts'
import { keyUri } from '../../access/factor/totp.ts'
import { toBase32 } from '../../access/factor/base32.ts'
import type { Proof } from '../../access/people.ts'
import { userOf } from '../../access/users.ts'
import type { Campus, Principal, RoleName } from '../../domain/index.ts'
import type { Refusal } from '../refusal.ts'
import type { Account, AdministrationApi } from './api.ts'

type AccountActions = Pick<AdministrationApi, 'account' | 'changePassword' | 'beginFactor' | 'confirmFactor' | 'removeFactor'>

export interface AccountParts {
  readonly access: Pick<Access, 'factors' | 'prove' | 'changePassword'>
  readonly campus: () => Campus
  readonly demandsFactor: (role: RoleName) => boolean
}

const NO_USER: Refusal = { refused: 'refused', detail: 'tokens and links have neither password nor second factor: sign in with a name' }
const WRONG: Readonly<Record<Exclude<Proof, 'right'>, Refusal>> = {
  wrong: { refused: 'wrong-credential', faults: [{ path: 'password', message: 'this is not your password' }] },
  'code-missing': { refused: 'wrong-credential', faults: [{ path: 'code', message: 'a code of the present second factor is needed too' }] },
  'code-wrong': {
    refused: 'wrong-credential',
    faults: [{ path: 'code', message: 'this code is not valid, or has been used: wait for the next' }],
  },
}
const WRONG_FIRST_CODE: Refusal = {
  refused: 'wrong-credential',
  faults: [{ path: 'code', message: 'this is not the code of now: check the clock of the phone, or begin again' }],
}

export function accountActions({ access, campus, demandsFactor }: AccountParts): AccountActions {
  const { factors } = access
  const ofUser = async <T>(principal: Principal, work: (name: string) => Promise<T | Refusal>): Promise<T | Refusal> => {
    const name = userOf(principal)
    return name === null ? NO_USER : work(name)
  }
  const accountOf = (principal: Principal): Account => {
    const { key, role, site } = principal
    const name = userOf(principal)
    const factor = name !== null && factors.isActive(name)
    const recovery_left = name === null ? 0 : factors.recoveryLeft(name)
    return { principal: key, name, role, site, factor, factor_required: name !== null && demandsFactor(role), recovery_left }
  }
  return {
    account: async ({ principal }) => accountOf(principal),
    changePassword: ({ principal }, { current_password, new_password }) =>
      ofUser(principal, async (name) => {
        const refusal = await access.changePassword(name, { current: current_password, next: new_password })
        if (refusal === null) return accountOf(principal)
        if (refusal === 'wrong')
          return { refused: 'wrong-credential', faults: [{ path: 'current_password', message: 'this is not your password' }] }
        return { refused: 'invalid-request', faults: [{ path: 'new_password', message: refusal.fault }] }
      }),
    beginFactor: ({ principal }, proof) =>
      ofUser(principal, async (name) => {
        const result = await access.prove({ name, ...proof })
        if (result !== 'right') return WRONG[result]
        const secret = factors.begin(name)
        return { secret: toBase32(secret), uri: keyUri(secret, { issuer: campus().id, name }) }
      }),
    confirmFactor: ({ principal }, { code }) =>
      ofUser(principal, async (name) => {
        const codes = await factors.confirm(name, code)
        return codes === null ? WRONG_FIRST_CODE : { ...accountOf(principal), recovery_left: codes.length, recovery_codes: codes }
      }),
    removeFactor: ({ principal }, proof) =>
      ofUser(principal, async (name) => {
        if (demandsFactor(principal.role))
          return { refused: 'refused', detail: `the campus file demands a second factor of the role "${principal.role}"` }
        const result = await access.prove({ name, ...proof })
        if (result !== 'right') return WRONG[result]
        await factors.remove(name, principal.key)
        return accountOf(principal)
      }),
  }
}
