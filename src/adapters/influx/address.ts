/** Where InfluxDB is, and the names of its databases. */

import { PortError } from '../../ports/index.ts'
import type { HttpOptions } from './client/http-client.ts'
import { checkDatabase } from './client/setup.ts'

export interface InfluxAddress {
  readonly url: string
  readonly username?: string | null
  readonly password?: string | null
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 30_000
const PORT = 8086

export interface Databases {
  readonly raw: string
  readonly buckets: string
  readonly state: string
}

/** Throws PortError `refused` for what is no address. */
export function parseAddress(options: InfluxAddress): { http: HttpOptions; databases: Databases } {
  const url = /^influxs?:\/\//.test(options.url) ? new URL(options.url) : null
  if (url === null) throw new PortError('refused', 'this is not an address of InfluxDB; write influx://host:8086/database')
  const raw = checkDatabase(url.pathname.slice(1))
  const http = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORT : Number(url.port),
    secure: url.protocol === 'influxs:',
    username: options.username ?? null,
    password: options.password ?? null,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
  }
  return { http, databases: { raw, buckets: `${raw}_buckets`, state: `${raw}_state` } }
}
