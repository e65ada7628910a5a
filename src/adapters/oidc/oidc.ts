/** OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636), state and nonce; the library checks signature, issuer, audience and times. */

import * as client from 'openid-client'
import type { RoleName } from '../../domain/index.ts'
import { errorLine, isLoopback } from '../../kernel/index.ts'
import { type IdentityClaims, type IdentityProvider, type LoginFlow, PortError } from '../../ports/index.ts'

export interface OidcOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | null
  readonly page: string
  readonly name: string
  readonly scope: string
  readonly userClaim: string
  readonly roleClaim: string
  readonly roles: readonly (readonly [string, RoleName])[]
}

type Claims = Readonly<Record<string, unknown>>

const CALLBACK = '/login/oidc/callback'
const TIMEOUT_S = 10

/** Null without settings. The provider is asked for its addresses when the first person signs in, and again after a failure. */
export function createIdentityProvider(options: OidcOptions | null): IdentityProvider | null {
  if (options === null) return null
  const { name, roles } = options
  const reach = createReach(options)
  return {
    name,
    roles,
    async begin() {
      const configuration = await reach()
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: `${options.page}${CALLBACK}`,
        scope: options.scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, flow: { state, nonce, verifier } }
    },
    async finish(flow, answer) {
      const configuration = await reach()
      try {
        return await claimsOf({ configuration, options }, flow, answer)
      } catch (error) {
        if (isNetworkFault(error)) throw away(options, error)
        return { fault: errorLine(error) }
      }
    },
  }
}

function createReach(options: OidcOptions): () => Promise<client.Configuration> {
  let found: Promise<client.Configuration> | null = null
  const discover = async (): Promise<client.Configuration> => {
    const { issuer, clientId, clientSecret } = options
    const issuerUrl = new URL(issuer)
    const plain = issuerUrl.protocol === 'http:' && isLoopback(issuerUrl.hostname)
    const authentication = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret)
    const more = { timeout: TIMEOUT_S, ...(plain ? { execute: [client.allowInsecureRequests] } : {}) }
    return client.discovery(issuerUrl, clientId, undefined, authentication, more)
  }
  return async () => {
    try {
      found ??= discover()
      return await found
    } catch (error) {
      found = null
      throw away(options, error)
    }
  }
}

function away({ issuer }: OidcOptions, error: unknown): PortError {
  const text = `the OpenID provider ${issuer} does not answer as described: ${errorLine(error)}; passwords and tokens work without it`
  return new PortError('unavailable', text, { cause: error })
}

const NETWORK = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT'])

function isNetworkFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.message === 'fetch failed' || NETWORK.has(String((error as { code?: unknown }).code)) || isNetworkFault(error.cause)
}

interface Exchange {
  readonly configuration: client.Configuration
  readonly options: OidcOptions
}

async function claimsOf({ configuration, options }: Exchange, flow: LoginFlow, answer: URLSearchParams): Promise<IdentityClaims> {
  const url = new URL(`${options.page}${CALLBACK}?${answer.toString()}`)
  const tokens = await client.authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  })
  const token = tokens.claims()
  if (token === undefined) throw new Error('the provider sent no ID token')
  const { userClaim, roleClaim } = options
  const complete = token[userClaim] !== undefined && token[roleClaim] !== undefined
  const more: Claims = complete ? {} : await userInfo(configuration, tokens.access_token, token.sub)
  const name = token[userClaim] ?? more[userClaim]
  const role = token[roleClaim] ?? more[roleClaim]
  return { issuer: token.iss, subject: token.sub, name: typeof name === 'string' ? name : null, role }
}

/** Providers put groups into the ID token or into the answer of this address. */
async function userInfo(configuration: client.Configuration, accessToken: string, subject: string): Promise<Claims> {
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return {}
  return client.fetchUserInfo(configuration, accessToken, subject)
}
