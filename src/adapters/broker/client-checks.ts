/** What a client of the embedded broker may do: connect, subscribe, receive. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import type { AedesOptions, AuthenticateError, Client } from 'aedes'
import type { ClientConnections } from './connections.ts'
import { BOUNDS, type BrokerRefusal } from './memory/bounds.ts'

export interface ClientCheckOptions {
  readonly username?: string | null
  readonly password?: string | null
  readonly connections: Pick<ClientConnections, 'accepts'>
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
  readonly onLoginFailed: (address: string) => void
}

type Hooks = Required<Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizeSubscribe' | 'authorizeForward'>>

export interface ClientChecks extends Hooks {
  readonly isGranted: (client: object, filter: string) => boolean
  readonly unsubscribed: (filters: readonly string[], client: object) => void
}

interface Connect {
  readonly clientId?: string
  readonly username?: string
  readonly password?: { readonly length: number }
  readonly will?: { readonly topic: string; readonly payload: { readonly length: number } }
}

/** Why a CONNECT is refused, or null. Everything in it stays in memory as long as the connection. */
function faultOf({ clientId = '', username = '', password, will }: Connect): string | null {
  if (clientId.length > BOUNDS.clientIdChars) return `a client id of ${clientId.length} characters`
  if (username.length > BOUNDS.credentialBytes) return `a user name of ${username.length} characters`
  if ((password?.length ?? 0) > BOUNDS.credentialBytes) return `a password of ${password?.length} bytes`
  if (will === undefined) return null
  if (will.topic.length > BOUNDS.topicBytes) return `a will on a topic of ${will.topic.length} characters`
  return will.payload.length > BOUNDS.willBytes ? `a will of ${will.payload.length} bytes` : null
}

export function createClientChecks({ username, password, connections, onRefused, onLoginFailed }: ClientCheckOptions): ClientChecks {
  const granted = new WeakMap<object, Set<string>>()
  return {
    preConnect(client, packet, done) {
      const fault = faultOf(packet)
      if (fault === null) return done(null, true)
      onRefused('connect', `${(client.conn as Socket).remoteAddress ?? '?'} is refused: it connects with ${fault}`)
      done(new Error(fault), false)
    },
    authenticate(client, name, secret, done) {
      if (!username || isAuthorized(username, password ?? '', name, secret)) return done(null, true)
      onLoginFailed((client.conn as Socket).remoteAddress ?? '?')
      done(badCredentials(), false)
    },
    authorizeSubscribe(client, subscription, done) {
      const { topic } = subscription
      const filters = granted.get(client) ?? new Set<string>()
      granted.set(client, filters)
      if (filters.size >= BOUNDS.filtersPerClient && !filters.has(topic)) {
        onRefused('filters', `"${client.id}" subscribes to more than ${BOUNDS.filtersPerClient} filters`)
        return done(null, null)
      }
      // aedes would grant $share/... as a literal filter, to which nothing is ever published.
      if (topic.startsWith('$share/') || topic.length > BOUNDS.topicBytes) return done(null, null)
      filters.add(topic)
      done(null, subscription)
    },
    authorizeForward: (client: Client, packet) => (connections.accepts(client.conn as Socket) ? packet : null),
    isGranted: (client, filter) => granted.get(client)?.has(filter) === true,
    unsubscribed(filters, client) {
      for (const filter of filters) granted.get(client)?.delete(filter)
    },
  }
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** In constant time: digests have the same length, whatever was sent. */
function isAuthorized(username: string, password: string, name: string | undefined, secret: Buffer | undefined): boolean {
  const nameFits = timingSafeEqual(digest(Buffer.from(name ?? '')), digest(Buffer.from(username)))
  const secretFits = timingSafeEqual(digest(secret ?? Buffer.alloc(0)), digest(Buffer.from(password)))
  return nameFits && secretFits && secret !== undefined
}

/** CONNACK return code 4: bad user name or password. */
function badCredentials(): AuthenticateError {
  const error: unknown = Object.assign(new Error('bad user name or password'), { returnCode: 4 })
  return error as AuthenticateError
}
