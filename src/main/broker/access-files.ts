/** The password file and the certificate of the embedded broker, read again when they change. */

import { X509Certificate } from 'node:crypto'
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { createBrokerAccess } from '../../access/broker/broker-access.ts'
import { isUsable, readPasswordFile } from '../../access/broker/password-file.ts'
import type { BrokerUser } from '../../access/broker/topic-rights.ts'
import { brokerUsers } from '../../cli/admin/broker/broker-users.ts'
import type { Config } from '../../config/types.ts'
import type { Campus } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { type BrokerAccess, type BrokerTls, type BrokerTlsSource, type Events, PortError } from '../../ports/index.ts'

/** Polled: editors and renewals replace files, which a watcher of the old file does not see. */
const POLL_MS = 2000

function readText(file: string, key: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new PortError('refused', `${key}: cannot read "${file}": ${errorText(error)}`)
  }
}

function watch(files: readonly string[], listener: () => void): () => void {
  const changed = (): void => listener()
  for (const file of files) watchFile(file, { interval: POLL_MS, persistent: false }, changed)
  return () => {
    for (const file of files) unwatchFile(file, changed)
  }
}

function readHashes(file: string): ReadonlyMap<string, string> {
  const hashes = readPasswordFile(readText(file, 'broker.passwords'))
  const wrong = [...hashes].find(([, hash]) => !isUsable(hash))
  if (hashes.size > 0 && wrong === undefined) return hashes
  const what =
    wrong === undefined ? 'it holds no user' : `the hash of "${wrong[0]}" is none of mosquitto_passwd with at most 20,000 iterations`
  throw new PortError('refused', `broker.passwords: "${file}": ${what}; write it with \`campus broker-config\``)
}

/** Users of the campus file, made again when another one is in force. */
function usersOf(campus: () => Campus, service: string | null): () => readonly BrokerUser[] {
  let made: { readonly of: Campus; readonly users: readonly BrokerUser[] } | null = null
  return () => {
    const of = campus()
    if (made?.of !== of) made = { of, users: brokerUsers(of, service ?? 'campus') }
    return made.users
  }
}

/** Who may connect. Throws PortError `refused` where the password file cannot be used; a later fault leaves the former one in force. */
export function openBrokerAccess({ broker }: Config, campus: () => Campus, events: Events): BrokerAccess {
  const { username, password, passwords: file } = broker
  let hashes = file === null ? null : readHashes(file)
  const read = (): void => {
    if (file === null) return
    try {
      hashes = readHashes(file)
    } catch (error) {
      events.emit({ code: 'config-rejected', level: 'error', detail: `${errorText(error)}; the former passwords stay in force` })
    }
  }
  return createBrokerAccess({
    service: username === null ? null : { name: username, password: password ?? '' },
    hashes: () => hashes,
    users: usersOf(campus, username),
    onChange: (listener) =>
      file === null
        ? () => undefined
        : watch([file], () => {
            read()
            listener()
          }),
  })
}

/** The certificate. Null where the broker speaks plain TCP. */
export function openBrokerTls({ broker: { tls } }: Config): BrokerTlsSource | null {
  if (tls === null) return null
  const files = [tls.cert, tls.key, ...(tls.clientCa === null ? [] : [tls.clientCa])]
  return {
    read(): BrokerTls {
      const read = {
        cert: readText(tls.cert, 'broker.tls.cert'),
        key: readText(tls.key, 'broker.tls.key'),
        clientCa: tls.clientCa === null ? null : readText(tls.clientCa, 'broker.tls.client_ca'),
      }
      try {
        createSecureContext({
          cert: read.cert,
          key: read.key,
          ...(read.clientCa === null ? {} : { ca: new X509Certificate(read.clientCa).toString() }),
        })
      } catch (error) {
        throw new PortError('refused', `broker.tls: "${tls.cert}" with "${tls.key}" is no certificate with its key: ${errorText(error)}`)
      }
      return read
    },
    onChange: (listener) => watch(files, listener),
  }
}
