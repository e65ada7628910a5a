/** Looks at ClickHouse without opening the store: version, clock, and a row of its own where the tables are there. */

import { errorText } from '../../kernel/index.ts'
import { type ClickhouseAddress, parseAddress } from './address.ts'
import { portErrorOf } from './server/failure.ts'
import { connectReplica, type Replica } from './server/replica.ts'
import { missingTables, proveReplica, traitsOf } from './server/setup.ts'

export interface ExaminedClickhouse {
  readonly version: string | null
  /** Clock of the first server, epoch ms. */
  readonly date: number | null
  readonly failure: string | null
  /** Tables that the first start makes. */
  readonly missing: readonly string[]
}

export interface ExamineClickhouseOptions extends ClickhouseAddress {
  readonly campus: string
  /** Name of this check among those that write to the database. */
  readonly slot: string
}

const TIMEOUT_MS = 10_000

/** Every server of the address is looked at. Never rejects: what fails is in the answer. */
export async function examineClickhouse(options: ExamineClickhouseOptions): Promise<ExaminedClickhouse> {
  const address = parseAddress({ timeoutMs: TIMEOUT_MS, ...options })
  const { signal } = new AbortController()
  const seen: ExaminedClickhouse[] = []
  for (const url of address.urls) {
    const replica = connectReplica(url, address, signal)
    try {
      seen.push(await examine(replica, { ...options, database: address.database, servers: address.urls.length }))
    } catch (error) {
      seen.push({ version: null, date: null, missing: [], failure: errorText(portErrorOf(error, url)) })
    } finally {
      await replica.close()
    }
  }
  const [first] = seen
  return (
    seen.find(({ failure }) => failure !== null) ??
    first ?? { version: null, date: null, missing: [], failure: 'store.url names no server' }
  )
}

interface ExamineParts {
  readonly database: string
  readonly servers: number
  readonly campus: string
  readonly slot: string
}

async function examine(replica: Replica, parts: ExamineParts): Promise<ExaminedClickhouse> {
  const [version, seconds] = await replica.select('SELECT version(), toFloat64(toUnixTimestamp(now()))', ['text', 'double'])
  const traits = await traitsOf(replica, parts)
  const missing = await missingTables(replica, parts.database)
  if (missing.length === 0) await proveReplica(replica, traits, parts)
  return { version: version.names[0] ?? null, date: (seconds[0] ?? 0) * 1000, failure: null, missing }
}
