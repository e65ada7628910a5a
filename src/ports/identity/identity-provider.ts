/** An OpenID provider at which people sign in. Its failures are PortErrors. */

import type { RoleName } from '../../domain/index.ts'

export interface IdentityProvider {
  /** For people: what the button says. */
  readonly name: string
  /** Where the browser goes, and what the answer is compared with; the latter stays in this process. */
  begin(): Promise<{ readonly url: string; readonly flow: LoginFlow }>
  /** Values of the role claim and the roles that they give, the most important first. */
  readonly roles: readonly (readonly [string, RoleName])[]
  /** The claims that the provider vouches for; or why there are none: the answer does not belong to the flow, was altered, or the person declined. */
  finish(flow: LoginFlow, answer: URLSearchParams): Promise<IdentityClaims | { readonly fault: string }>
}

/** Secrets of one login (RFC 7636, RFC 6749 section 10.12, OpenID Connect Core 1.0 section 3.1.2.1). */
export interface LoginFlow {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface IdentityClaims {
  readonly issuer: string
  readonly subject: string
  readonly name: string | null
  /** Value of the claim that gives the role. */
  readonly role: unknown
}
