/** Whether a principal may do what a policy describes. The HTTP edge asks before it reads a request, the wrapper of the use cases at each call. */

import type { Principal, RequestContext } from '../domain/index.ts'
import { type Permission, PERMISSIONS_OF_ROLE, type Policy } from './policies.ts'

export type AccessRefusalCode = 'forbidden' | 'out-of-scope' | 'reason-missing'

/** Thrown by the wrapper: the use case has not run. */
export class AccessRefused extends Error {
  readonly code: AccessRefusalCode

  constructor(code: AccessRefusalCode, message: string) {
    super(message)
    this.name = 'AccessRefused'
    this.code = code
  }
}

export function holds({ role, pending }: Pick<Principal, 'role' | 'pending'>, permission: Permission): boolean {
  if (pending !== undefined) return permission === 'public' || permission === 'account'
  return PERMISSIONS_OF_ROLE[role].includes(permission)
}

/** Why the principal may not, or null. */
export function refusalOf(principal: Principal, policy: Pick<Policy, 'permission' | 'sites'>): AccessRefused | null {
  const { permission, sites } = policy
  if (principal.pending !== undefined && !holds(principal, permission))
    return new AccessRefused('forbidden', `the role "${principal.role}" needs a second factor: set it up under Setup, My account`)
  if (!holds(principal, permission))
    return new AccessRefused('forbidden', `the role "${principal.role}" does not hold the permission "${permission}"`)
  if (principal.site !== null && permission !== 'public' && sites !== 'own')
    return new AccessRefused('out-of-scope', 'the token is for one site, the answer would show others')
  return null
}

/** Throws AccessRefused unless the principal of the context may, and says why where the policy wants it. */
export function authorize({ principal, reason }: RequestContext, policy: Policy): void {
  const refusal = refusalOf(principal, policy)
  if (refusal !== null) throw refusal
  if (policy.reason === 'required' && (reason ?? '').trim() === '')
    throw new AccessRefused('reason-missing', 'this needs a reason; say why')
}
