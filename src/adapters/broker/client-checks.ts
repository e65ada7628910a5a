/** What a client of the embedded broker may do: connect, subscribe, receive. */

import type { Socket } from 'node:net'
import type { AedesOptions, AuthenticateError, Client } from 'aedes'
import type { BrokerAccess, ClientRights } from '../../ports/index.ts'
import type { ClientConnections } from './connections.ts'
import { BOUNDS, type BrokerRefusal } from './memory/bounds.ts'
import { certifiedName } from './server.ts'

export interface ClientCheckOptions {
  /** Null: everybody may do everything. */
  readonly access: BrokerAccess | null
  readonly connections: Pick<ClientConnections, 'accepts'>
  readonly onRefused: (reason: BrokerRefusal, detail: string) => void
  readonly onLoginFailed: (address: string) => void
}

type Hooks = Required<Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizeSubscribe' | 'authorizeForward'>>

export interface ClientChecks extends Hooks {
  readonly isGranted: (client: object, filter: string) => boolean
  /** Whether the client may publish to the topic; one that may not is reported once a connection. */
  readonly mayPublish: (client: Client, topic: string) => boolean
  /** The user of a client; null where nobody has a name. */
  readonly userOf: (client: Client) => string | null
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

export function createClientChecks({ access, connections, onRefused, onLoginFailed }: ClientCheckOptions): ClientChecks {
  const granted = new WeakMap<object, Set<string>>()
  const rights = new WeakMap<object, ClientRights>()
  const reported = new WeakSet<object>()

  function reportRights(client: Client, what: string): void {
    if (reported.has(client)) return
    reported.add(client)
    onRefused('rights', `"${rights.get(client)?.user ?? client.id}" ${what}: its user in the campus file may not`)
  }

  return {
    preConnect(client, packet, done) {
      const fault = faultOf(packet)
      if (fault === null) return done(null, true)
      onRefused('connect', `${(client.conn as Socket).remoteAddress ?? '?'} is refused: it connects with ${fault}`)
      done(new Error(fault), false)
    },
    authenticate(client, name, secret, done) {
      const socket = client.conn as Socket
      if (access === null) return done(null, true)
      const own = access.rightsOf({ username: name ?? null, password: secret ?? null, certificate: certifiedName(socket) })
      if (own === null) {
        onLoginFailed(socket.remoteAddress ?? '?')
        return done(badCredentials(), false)
      }
      rights.set(client, own)
      // Before aedes ends the session of whoever has that id: only the same user can.
      if (own.clientId !== null) client.id = own.clientId
      done(null, true)
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
      if (access !== null && rights.get(client)?.maySubscribe(topic) !== true) {
        reportRights(client, `subscribes to "${topic}"`)
        return done(null, null)
      }
      filters.add(topic)
      done(null, subscription)
    },
    authorizeForward: (client: Client, packet) => (connections.accepts(client.conn as Socket) ? packet : null),
    mayPublish(client, topic) {
      if (access === null || rights.get(client)?.mayPublish(topic) === true) return true
      reportRights(client, `publishes to "${topic}"`)
      return false
    },
    userOf: (client) => rights.get(client)?.user ?? null,
    isGranted: (client, filter) => granted.get(client)?.has(filter) === true,
    unsubscribed(filters, client) {
      for (const filter of filters) granted.get(client)?.delete(filter)
    },
  }
}

/** CONNACK return code 4: bad user name or password. */
function badCredentials(): AuthenticateError {
  const error: unknown = Object.assign(new Error('bad user name or password'), { returnCode: 4 })
  return error as AuthenticateError
}
