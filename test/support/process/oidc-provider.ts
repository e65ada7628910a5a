/** A real OpenID provider on a free port of this machine: whoever comes is signed in as the account of the moment. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { randomBytes } from 'node:crypto'
import { freePort } from './servers.ts'

export interface ProviderAccount {
  readonly sub: string
  readonly preferred_username?: string
  readonly groups?: readonly string[]
}

export interface OidcProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who sits at the browser. */
  account: ProviderAccount
  /** Follows a login as a browser does, to the address that the provider sends the browser back to. */
  signIn(url: string): Promise<URL>
  stop(): Promise<void>
}

interface Provider {
  callback(): (request: IncomingMessage, response: ServerResponse) => void
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
}

interface Grant {
  addOIDCScope(scope: string): void
  save(): Promise<string>
}

interface GrantContext {
  readonly oidc: {
    readonly client: { readonly clientId: string }
    readonly session: { readonly accountId: string }
    readonly provider: { readonly Grant: new (of: object) => Grant }
  }
}

type ProviderClass = new (issuer: string, configuration: object) => Provider

/** The package has no types. */
const PACKAGE: string = 'oidc-provider'
const SCOPE = 'openid profile'
const MOST_REDIRECTS = 10

export async function startOidcProvider(page: string): Promise<OidcProvider> {
  const { default: ProviderOf } = (await import(PACKAGE)) as { readonly default: ProviderClass }
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const [clientId, clientSecret] = ['campus', randomBytes(16).toString('hex')]
  const accounts = new Map<string, ProviderAccount>()
  let account: ProviderAccount = { sub: 'nobody' }
  const provider = new ProviderOf(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [`${page}/login/oidc/callback`] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: () => accounts.get(sub) ?? { sub } }),
    async loadExistingGrant({ oidc }: GrantContext) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope(SCOPE)
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return handle(request, response)
    accounts.set(account.sub, account)
    void provider.interactionFinished(request, response, { login: { accountId: account.sub } })
  })
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  return {
    issuer,
    clientId,
    clientSecret,
    get account() {
      return account
    },
    set account(next) {
      account = next
    },
    signIn: (url) => follow(new URL(url), issuer),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Redirects with cookies until one leads away from the provider. */
async function follow(start: URL, issuer: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = start
  for (let i = 0; i < MOST_REDIRECTS && url.origin === issuer; i++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`the provider answers ${answer.status} at ${url.pathname}: ${await answer.text()}`)
    url = new URL(next, url)
  }
  return url
}
