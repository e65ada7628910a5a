/**
 * Queries as chunked JSON. Not CSV: InfluxDB 1.x leaves errors of a statement out of a CSV answer, so that a missing database or a query
 * that ended early looks like a short result (1.6.7; JSON is 0 to 15 % slower).
 */

import { PortError } from '../../../ports/index.ts'
import { retryError } from './verdict.ts'
import type { HttpClient } from './http-client.ts'

export type Cell = string | number | boolean | null

export interface Series {
  readonly tags: Readonly<Record<string, string>>
  readonly columns: readonly string[]
  readonly values: readonly (readonly Cell[])[]
}

export type Params = Readonly<Record<string, string | number>>

export interface Queries {
  /**
   * Passes on the rows of one SELECT as they arrive, times in ms: a series may arrive in several chunks, one after another. Rejects with a PortError
   * for every incomplete answer. Values are parameters (`params`), never part of the text.
   */
  select(database: string, query: string, params: Params, onSeries: (series: Series) => void): Promise<void>
  /** A statement without rows. */
  run(database: string, statement: string, params: Params): Promise<void>
}

const CHUNK_ROWS = '10000'

interface Result {
  readonly series?: readonly (Omit<Series, 'tags'> & { readonly tags?: Series['tags'] })[]
  readonly partial?: boolean
  readonly error?: string
}

interface QueryParts {
  readonly http: HttpClient
  readonly missing: (database: string) => Promise<void>
}

const isMissing = (text: string): boolean => /database not found/i.test(text)

/** Parses a line of a chunked answer. Throws a PortError for anything else: the answer was cut off, or another service answered. */
function parseChunk(line: string, address: string): { readonly results?: readonly Result[]; readonly error?: string } {
  try {
    return JSON.parse(line) as { results?: readonly Result[]; error?: string }
  } catch (cause) {
    throw new PortError('unavailable', `the store at ${address} sent a chunk that is not JSON: ${JSON.stringify(line.slice(0, 80))}`, {
      cause,
    })
  }
}

export function createQueries({ http, missing }: QueryParts): Queries {
  /** Resolves to the server's error about a missing database, or null when all rows have arrived. */
  async function query(database: string, what: { q: string; params: Params; onSeries: (series: Series) => void }): Promise<string | null> {
    let open = true
    let failure: string | null = null
    const read = (line: string): void => {
      const { results = [], error } = parseChunk(line, http.address)
      failure ??= error ?? null
      for (const result of results) {
        failure ??= result.error ?? null
        for (const series of result.series ?? []) what.onSeries({ ...series, tags: series.tags ?? {} })
        open = result.partial === true
      }
    }
    const form = { db: database, epoch: 'ms', chunked: 'true', chunk_size: CHUNK_ROWS, q: what.q, params: JSON.stringify(what.params) }
    const answer = await http.lines('/query', new URLSearchParams(form).toString(), read)
    if (answer.status !== 200) throw retryError(answer, http.address)
    if (failure !== null && isMissing(failure)) return failure
    if (failure !== null) throw queryError(failure, http.address)
    if (open) throw new PortError('unavailable', `the store at ${http.address} ended its answer early`)
    return null
  }

  /** Queries a second time when the database was missing and has been created. */
  async function queryCreating(database: string, what: Parameters<typeof query>[1]): Promise<void> {
    if ((await query(database, what)) === null) return
    await missing(database)
    const failure = await query(database, what)
    if (failure !== null) throw queryError(failure, http.address)
  }

  return {
    select: (database, q, params, onSeries) => queryCreating(database, { q, params, onSeries }),
    run: (database, q, params) => queryCreating(database, { q, params, onSeries: () => undefined }),
  }
}

function queryError(text: string, address: string): PortError {
  return new PortError('unavailable', `the store at ${address} could not answer: ${JSON.stringify(text.slice(0, 500))}`)
}
