/**
 * Queries as chunked JSON. Not CSV: InfluxDB 1.x leaves the errors of a statement out of a CSV answer, so that a missing database or a
 * query that was ended early looks like a short result (1.6.7; JSON is 0 to 15 % slower).
 */

import { PortError } from '../../../ports/index.ts'
import { keepError } from './answers.ts'
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
   * Rows of one SELECT as they come, times in ms: a series may come in several chunks, one after another. Rejects with a PortError on
   * every incomplete answer. Values go in by `params`, never into the text.
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

/** A line of a chunked answer, or a PortError when it is none: the answer was cut off, or something else answered. */
function parsed(line: string, address: string): { readonly results?: readonly Result[]; readonly error?: string } {
  try {
    return JSON.parse(line) as { results?: readonly Result[]; error?: string }
  } catch (cause) {
    throw new PortError('unavailable', `the store at ${address} sent a chunk that is not JSON: ${JSON.stringify(line.slice(0, 80))}`, {
      cause,
    })
  }
}

export function createQueries({ http, missing }: QueryParts): Queries {
  /** Resolves to the complaint of the server about a missing database, or null when all rows have come. */
  async function ask(database: string, what: { q: string; params: Params; onSeries: (series: Series) => void }): Promise<string | null> {
    let open = true
    let complaint: string | null = null
    const read = (line: string): void => {
      const { results = [], error } = parsed(line, http.address)
      complaint ??= error ?? null
      for (const result of results) {
        complaint ??= result.error ?? null
        for (const series of result.series ?? []) what.onSeries({ ...series, tags: series.tags ?? {} })
        open = result.partial === true
      }
    }
    const form = { db: database, epoch: 'ms', chunked: 'true', chunk_size: CHUNK_ROWS, q: what.q, params: JSON.stringify(what.params) }
    const answer = await http.lines('/query', new URLSearchParams(form).toString(), read)
    if (answer.status !== 200) throw keepError(answer, http.address)
    if (complaint !== null && isMissing(complaint)) return complaint
    if (complaint !== null) throw complained(complaint, http.address)
    if (open) throw new PortError('unavailable', `the store at ${http.address} ended its answer early`)
    return null
  }

  async function patiently(database: string, what: Parameters<typeof ask>[1]): Promise<void> {
    if ((await ask(database, what)) === null) return
    await missing(database)
    const still = await ask(database, what)
    if (still !== null) throw complained(still, http.address)
  }

  return {
    select: (database, q, params, onSeries) => patiently(database, { q, params, onSeries }),
    run: (database, q, params) => patiently(database, { q, params, onSeries: () => undefined }),
  }
}

function complained(text: string, address: string): PortError {
  return new PortError('unavailable', `the store at ${address} could not answer: ${JSON.stringify(text.slice(0, 500))}`)
}
