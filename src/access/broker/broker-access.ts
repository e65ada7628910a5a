/** Who may connect to the embedded broker, and what each may publish and read. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { BrokerAccess, BrokerLogin, ClientRights } from '../../ports/index.ts'
import { matchesHash } from './password-file.ts'
import { type BrokerUser, mayPublish, maySubscribe } from './topic-rights.ts'

export interface BrokerAccessParts {
  /** The user of `broker.username`, who may do everything; null: there is none. */
  readonly service: { readonly name: string; readonly password: string } | null
  /** Hashes of the password file by user; null: there is no file. */
  readonly hashes: () => ReadonlyMap<string, string> | null
  /** Users of the campus file as it is in force. */
  readonly users: () => readonly BrokerUser[]
  /** Hears when the password file or the campus file has changed. Returns how to stop hearing. */
  readonly onChange: (listener: () => void) => () => void
}

const everything = (user: string | null): ClientRights => ({ user, clientId: null, mayPublish: () => true, maySubscribe: () => true })

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
/** In constant time: digests have the same length, whatever was sent. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(digest(a), digest(b))

/** A password costs as much to check for a user that does not exist. */
const NOBODY = `$7$101$${Buffer.alloc(12).toString('base64')}$${Buffer.alloc(64).toString('base64')}`

export function createBrokerAccess({ service, hashes, users, onChange }: BrokerAccessParts): BrokerAccess {
  const rightsOfUser = (name: string): ClientRights | null => {
    if (name === service?.name) return everything(name)
    // Read at each packet: a changed campus file is in force at once.
    const own = (): BrokerUser['rights'] => users().find((user) => user.name === name)?.rights ?? []
    if (users().every((user) => user.name !== name)) return null
    return {
      user: name,
      clientId: name,
      mayPublish: (topic) => mayPublish(own(), topic),
      maySubscribe: (filter) => maySubscribe(own(), filter),
    }
  }

  /** Whoever shows a certificate is who it names. */
  function ofCertificate(name: string, { username }: BrokerLogin): ClientRights | null {
    return username === null || username === name ? rightsOfUser(name) : null
  }

  function ofPassword({ username, password }: BrokerLogin): ClientRights | null {
    const known = hashes()
    if (service === null && known === null) return everything(null)
    const [name, secret] = [username ?? '', password ?? new Uint8Array()]
    if (service !== null && isSame(Buffer.from(name), Buffer.from(service.name)))
      return password !== null && isSame(secret, Buffer.from(service.password)) ? everything(name) : null
    const hash = known?.get(name)
    const right = matchesHash(secret, hash ?? NOBODY)
    return hash !== undefined && right && password !== null ? rightsOfUser(name) : null
  }

  return {
    rightsOf: (login) => (login.certificate === null ? ofPassword(login) : ofCertificate(login.certificate, login)),
    onRevoked(listener) {
      let before = hashes()
      return onChange(() => {
        const now = hashes()
        const names = new Set(users().map(({ name }) => name))
        listener((user) => {
          if (user === service?.name) return false
          return !names.has(user) || before?.get(user) !== now?.get(user)
        })
        before = now
      })
    },
  }
}
