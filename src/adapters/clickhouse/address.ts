/** Where ClickHouse is: several replicas, one database. */

import { PortError } from '../../ports/index.ts'
import { isName } from './sql.ts'

export interface ClickhouseAddress {
  /** `clickhouse://host:8123,host2:8123/database`, or `clickhouses:` for TLS. User and password in it are ignored. */
  readonly url: string
  readonly username?: string | null
  readonly password?: string | null
  /** A request fails when the server sends no byte for this long. */
  readonly timeoutMs?: number
}

export interface ServerAddress {
  /** One for each replica: `http://host:8123`. */
  readonly urls: readonly string[]
  readonly username: string
  readonly password: string
  readonly timeoutMs: number
  readonly database: string
}

const TIMEOUT_MS = 30_000
const PORTS = { clickhouse: 8123, clickhouses: 8443 } as const
const FORM = /^(clickhouses?):\/\/(?:[^/]*@)?([^/@]+)\/([^/?#]+)$/

/** Throws PortError `refused` for what is no address. */
export function parseAddress({ url, username, password, timeoutMs = TIMEOUT_MS }: ClickhouseAddress): ServerAddress {
  const [, scheme, hosts, database] = FORM.exec(url) ?? []
  if (hosts === undefined || database === undefined)
    throw new PortError('refused', 'this is not an address of ClickHouse; write clickhouse://host:8123/database')
  if (!isName(database)) throw new PortError('refused', `"${database}" is not a name for a database; use letters, digits and _`)
  const protocol = scheme === 'clickhouses' ? 'https' : 'http'
  const port = PORTS[scheme === 'clickhouses' ? 'clickhouses' : 'clickhouse']
  const urls = hosts.split(',').map((host) => `${protocol}://${/:\d+$/.test(host) ? host : `${host}:${port}`}`)
  return { urls, username: username ?? 'default', password: password ?? '', timeoutMs, database }
}
