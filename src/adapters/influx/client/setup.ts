/**
 * The databases, asked for and created by the `influx` package. Fences around it: a client of its own for every call, because one error
 * disables its only host; a time limit, because it never settles on an answer that is cut off; the reason of a failure is asked for again
 * by plain HTTP, because it throws away what a 5xx says. Names of databases are checked by us.
 */

import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { InfluxDB } from 'influx'
import { PortError } from '../../../ports/index.ts'
import { errorText, keepError } from './answers.ts'
import { FORM, type HttpClient, type HttpOptions } from './http-client.ts'

const NAME = /^[A-Za-z0-9_-]{1,100}$/

export function checkDatabase(name: string): string {
  if (NAME.test(name)) return name
  throw new PortError('refused', `"${name}" is no name for a database; use letters, digits, _ and -`)
}

export interface Setup {
  /** Creates the databases that are not there and returns their names. */
  ensure(databases: readonly string[]): Promise<readonly string[]>
}

/** No whole answer in time. */
class Silence extends Error {}

const silent = (address: string, ms: number): PortError =>
  new PortError(
    'unavailable',
    `the store at ${address} has not answered within ${ms} ms; look whether it hangs, and whether something stands between`,
  )

async function withClient<T>(options: HttpOptions, http: HttpClient, work: (client: InfluxDB) => Promise<T>): Promise<T> {
  const { host, port, secure, timeoutMs } = options
  const agent = secure ? new SecureAgent() : new Agent()
  const client = new InfluxDB({
    host: host.includes(':') ? `[${host}]` : host,
    port,
    protocol: secure ? 'https' : 'http',
    // Left out, it would say root and root.
    username: options.username ?? '',
    password: options.password ?? '',
    options: { agent },
    // Ours ends first.
    pool: { requestTimeout: 2 * timeoutMs, maxRetries: 0 },
  })
  let timer: NodeJS.Timeout | undefined
  let takeBack: (() => void) | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silence()), timeoutMs)
    takeBack = http.ending.onEnd(reject)
  })
  try {
    return await Promise.race([work(client), late])
  } finally {
    clearTimeout(timer)
    takeBack?.()
    agent.destroy()
  }
}

export function createSetup(options: HttpOptions, http: HttpClient): Setup {
  /** Asks the statement again in the plain: what it says is the reason; its own error when there is nothing wrong any more. */
  async function reason(statement: string, error: unknown): Promise<PortError> {
    const answer = await http.post('/query', new URLSearchParams({ q: statement }).toString(), FORM)
    if (answer.status !== 200) return keepError(answer, http.address)
    const said = errorText(answer) ?? /"error":"([^"]*)"/.exec(answer.text)?.[1] ?? (error instanceof Error ? error.message : String(error))
    return new PortError('unavailable', `the store at ${http.address} did not do ${statement}: ${said}`)
  }

  async function fenced<T>(statement: string, work: (client: InfluxDB) => Promise<T>): Promise<T> {
    try {
      return await withClient(options, http, work)
    } catch (error) {
      // Asking a silent server again would take as long again before anybody hears of it.
      if (error instanceof PortError) throw error
      if (error instanceof Silence) throw silent(http.address, options.timeoutMs)
      throw await reason(statement, error)
    }
  }

  return {
    async ensure(databases) {
      const there = new Set(await fenced('SHOW DATABASES', (client) => client.getDatabaseNames()))
      const absent = databases.filter((name) => !there.has(checkDatabase(name)))
      for (const name of absent) await fenced(`CREATE DATABASE "${name}"`, (client) => client.createDatabase(name))
      return absent
    },
  }
}
