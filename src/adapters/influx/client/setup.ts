/**
 * Lists and creates the databases with the `influx` package. Around it: a new client for every call, because one error disables its only
 * host; a time limit, because its promise never settles for an answer that is cut off; a second request by plain HTTP for the reason of a
 * failure, because it drops the body of a 5xx answer. Names of databases are checked here.
 */

import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { InfluxDB } from 'influx'
import { errorText as thrownText } from '../../../kernel/index.ts'
import { PortError } from '../../../ports/index.ts'
import { errorText, retryError } from './verdict.ts'
import { FORM, type HttpClient, type HttpOptions } from './http-client.ts'

const NAME = /^[A-Za-z0-9_-]{1,100}$/

export function checkDatabase(name: string): string {
  if (NAME.test(name)) return name
  throw new PortError('refused', `"${name}" is not a name for a database; use letters, digits, _ and -`)
}

export interface Setup {
  /** Creates the missing databases and returns their names. */
  ensure(databases: readonly string[]): Promise<readonly string[]>
}

/** No complete answer within the time limit. */
class ResponseTimeout extends Error {}

const timeoutError = (address: string, ms: number): PortError =>
  new PortError(
    'unavailable',
    `the store at ${address} has not answered within ${ms} ms; check whether it hangs, and whether a proxy or firewall is in between`,
  )

async function withClient<T>(options: HttpOptions, http: HttpClient, work: (client: InfluxDB) => Promise<T>): Promise<T> {
  const { host, port, secure, timeoutMs } = options
  const agent = secure ? new SecureAgent() : new Agent()
  const client = new InfluxDB({
    host: host.includes(':') ? `[${host}]` : host,
    port,
    protocol: secure ? 'https' : 'http',
    // Without them the package would send root and root.
    username: options.username ?? '',
    password: options.password ?? '',
    options: { agent },
    // Longer than our own limit, which ends the call first.
    pool: { requestTimeout: 2 * timeoutMs, maxRetries: 0 },
  })
  let timer: NodeJS.Timeout | undefined
  let unsubscribe: (() => void) | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ResponseTimeout()), timeoutMs)
    unsubscribe = http.deadline.onExpiry(reject)
  })
  try {
    return await Promise.race([work(client), late])
  } finally {
    clearTimeout(timer)
    unsubscribe?.()
    agent.destroy()
  }
}

export function createSetup(options: HttpOptions, http: HttpClient): Setup {
  /** Sends the statement again by plain HTTP to learn the reason of a failure; the package's own error when the statement works now. */
  async function failureOf(statement: string, error: unknown): Promise<PortError> {
    const answer = await http.post('/query', new URLSearchParams({ q: statement }).toString(), FORM)
    if (answer.status !== 200) return retryError(answer, http.address)
    const why = errorText(answer) ?? /"error":"([^"]*)"/.exec(answer.text)?.[1] ?? thrownText(error)
    return new PortError('unavailable', `the store at ${http.address} did not run ${statement}: ${why}`)
  }

  async function runGuarded<T>(statement: string, work: (client: InfluxDB) => Promise<T>): Promise<T> {
    try {
      return await withClient(options, http, work)
    } catch (error) {
      // A second request to a silent server would only double the time until the failure is reported.
      if (error instanceof PortError) throw error
      if (error instanceof ResponseTimeout) throw timeoutError(http.address, options.timeoutMs)
      throw await failureOf(statement, error)
    }
  }

  return {
    async ensure(databases) {
      const present = new Set(await runGuarded('SHOW DATABASES', (client) => client.getDatabaseNames()))
      const missing = databases.filter((name) => !present.has(checkDatabase(name)))
      for (const name of missing) await runGuarded(`CREATE DATABASE "${name}"`, (client) => client.createDatabase(name))
      return missing
    },
  }
}
