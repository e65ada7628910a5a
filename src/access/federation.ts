/** People of an identity provider: which role their claims give, and that a name stays with the account that had it first. */

import type { Principal, RoleName } from '../domain/index.ts'
import { createProjection, createSerialQueue } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import { userName } from './users.ts'

export interface FederatedPerson {
  /** The provider and its identifier of the account, which it never gives to another (OpenID Connect Core 1.0 section 8). */
  readonly issuer: string
  readonly subject: string
  /** What the audit calls the person. */
  readonly name: string
  readonly role: RoleName
}

export interface Federation {
  /** The principal, or why the person is refused. */
  bind(person: FederatedPerson): Promise<Principal | { readonly fault: string }>
}

const STREAM = 'federated'
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u

interface BoundName {
  readonly name: string
}

/** The first pair of the list whose value the claim has. Null: the claims give no role. */
export function roleOfClaim(claim: unknown, roles: readonly (readonly [string, RoleName])[]): RoleName | null {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim]
  return roles.find(([value]) => values.includes(value))?.[1] ?? null
}

export async function createFederation(records: Records, clock: Pick<Clock, 'now'>): Promise<Federation> {
  /** By account. */
  const names = new Map<string, string>()
  const log = createProjection(records, STREAM, ({ id, body }) => void names.set(id, (body as BoundName).name))
  await log.refresh()
  const { run: inTurn } = createSerialQueue()
  return {
    bind: ({ issuer, subject, name: wanted, role }) =>
      inTurn(async () => {
        const account = JSON.stringify([issuer, subject])
        const name = names.get(account) ?? userName(wanted)
        if (!NAME.test(name)) return { fault: `"${wanted.slice(0, 80)}" is no name of a user: choose another user_claim` }
        const owner = [...names].find(([, bound]) => bound === name)?.[0] ?? account
        if (owner !== account) return { fault: `the name "${name}" belongs to another account of the provider` }
        if (!names.has(account)) {
          await records.append(STREAM, account, clock.now(), { name } satisfies BoundName)
          await log.refresh()
        }
        return { key: `oidc ${name}`, role, site: null, via: 'session' }
      }),
  }
}
