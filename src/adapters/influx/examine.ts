/** Looks at InfluxDB without opening the store: version, clock, retention, and a row of its own. */

import { errorText } from '../../kernel/index.ts'
import { PortError } from '../../ports/index.ts'
import { parseAddress } from './address.ts'
import { createBulkWriter } from './client/bulk-write.ts'
import { createHttpClient, FORM, type HttpClient, type HttpOptions } from './client/http-client.ts'
import { proveDatabase } from './client/proof.ts'
import { createQueries } from './client/select.ts'
import { retryError } from './client/verdict.ts'

export interface ExaminedInflux {
  readonly version: string | null
  /** The Date header of the server, epoch ms. */
  readonly date: number | null
  readonly failure: string | null
  /** Databases that are not there yet. */
  readonly missing: readonly string[]
  readonly policies: readonly { readonly database: string; readonly name: string; readonly duration: string }[]
}

export interface ExamineInfluxOptions {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  /** Name of this check among those that write to the databases. */
  readonly slot: string
}

const TIMEOUT_MS = 10_000

/** Never rejects: what fails is in the answer. */
export async function examineInflux(options: ExamineInfluxOptions): Promise<ExaminedInflux> {
  const { http: address, databases } = parseAddress({ ...options, timeoutMs: TIMEOUT_MS })
  const http = createHttpClient(address)
  const found = { version: null, date: null, missing: [], policies: [] }
  try {
    const pinged = await ping(address)
    const present = new Set((await rowsOf(http, 'SHOW DATABASES')).map(([name]) => String(name)))
    const names = Object.values(databases)
    const missing = names.filter((name) => !present.has(name))
    const policies = []
    for (const database of names.filter((name) => present.has(name))) policies.push(...(await policiesOf(http, database)))
    if (present.has(databases.raw)) await prove(http, databases.raw, options.slot)
    return { ...pinged, failure: null, missing, policies }
  } catch (error) {
    return { ...found, failure: errorText(error) }
  } finally {
    http.close()
  }
}

async function ping({ host, port, secure }: HttpOptions): Promise<{ version: string | null; date: number | null }> {
  const address = `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  try {
    const { headers } = await fetch(`${address}/ping`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const date = Date.parse(headers.get('date') ?? '')
    return { version: headers.get('x-influxdb-version'), date: Number.isNaN(date) ? null : date }
  } catch {
    // The first query reports the reason.
    return { version: null, date: null }
  }
}

interface QueryAnswer {
  readonly results?: readonly {
    readonly error?: string
    readonly series?: readonly { readonly values?: readonly (readonly unknown[])[] }[]
  }[]
}

async function rowsOf(http: HttpClient, statement: string): Promise<readonly (readonly unknown[])[]> {
  const answer = await http.post('/query', new URLSearchParams({ q: statement }).toString(), FORM)
  if (answer.status !== 200) throw retryError(answer, http.address)
  const [result] = (JSON.parse(answer.text) as QueryAnswer).results ?? []
  if (result?.error !== undefined) throw new PortError('refused', `the store at ${http.address} refuses ${statement}: ${result.error}`)
  return result?.series?.[0]?.values ?? []
}

/** Columns: name, duration, shardGroupDuration, replicaN, default. Rows are written under the default policy. */
async function policiesOf(http: HttpClient, database: string): Promise<ExaminedInflux['policies']> {
  const rows = await rowsOf(http, `SHOW RETENTION POLICIES ON "${database}"`)
  return rows.filter((row) => row.at(-1) === true).map(([name, duration]) => ({ database, name: String(name), duration: String(duration) }))
}

async function prove(http: HttpClient, database: string, slot: string): Promise<void> {
  const missing = (): Promise<never> => Promise.reject(new PortError('unavailable', `the database "${database}" was removed meanwhile`))
  const parts = { http, missing }
  await proveDatabase(database, { bulk: createBulkWriter(parts), queries: createQueries(parts), address: http.address, slot })
}
