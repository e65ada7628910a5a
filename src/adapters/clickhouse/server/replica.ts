/** One ClickHouse server over HTTP: statements, columns in and out. The npm package does the transport; the format Native is ours. */

import { Readable } from 'node:stream'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { decodeBlocks, type ResultColumns, type ResultKind } from '../native/decode.ts'
import { encodeBlock, type NamedColumn } from '../native/encode.ts'
import type { ServerAddress } from '../address.ts'

export type Settings = Readonly<Record<string, string | number>>

export interface Replica {
  readonly url: string
  /** Rejects with the error of the package. */
  run(statement: string, settings?: Settings): Promise<void>
  select<const K extends readonly ResultKind[]>(statement: string, kinds: K, settings?: Settings): Promise<ResultColumns<K>>
  insert(table: string, columns: readonly NamedColumn[], rows: number, settings?: Settings): Promise<void>
  close(): Promise<void>
}

/** The server closes connections that are idle for 3 s (default of `keep_alive_timeout`). */
const IDLE_MS = 2000
const CONNECTIONS = 8
/** The status of an answer is right only when it is sent after the last row: otherwise an error stands in the middle of the rows. */
const COMPLETE: Settings = { wait_end_of_query: 1 }

export function connectReplica(url: string, { username, password, timeoutMs }: ServerAddress, signal: AbortSignal): Replica {
  const client = createClient({
    url,
    username,
    password,
    request_timeout: timeoutMs,
    max_open_connections: CONNECTIONS,
    keep_alive: { enabled: true, idle_socket_ttl: IDLE_MS },
    log: { level: ClickHouseLogLevel.OFF },
  })

  async function bytesOf(query: string, settings: Settings): Promise<Buffer> {
    const { stream } = await client.exec({ query, clickhouse_settings: { ...COMPLETE, ...settings }, abort_signal: signal })
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }

  return {
    url,
    run: async (statement, settings = {}) => void (await bytesOf(statement, settings)),
    select: async (statement, kinds, settings = {}) => decodeBlocks(await bytesOf(`${statement} FORMAT Native`, settings), kinds),
    async insert(table, columns, rows, settings = {}) {
      const names = columns.map(({ name }) => name).join(', ')
      const { stream } = await client.exec({
        query: `INSERT INTO ${table} (${names}) FORMAT Native`,
        values: Readable.from([encodeBlock(columns, rows)], { objectMode: false }),
        clickhouse_settings: { ...COMPLETE, ...settings },
        abort_signal: signal,
      })
      stream.resume()
      await new Promise<void>((resolve, reject) => stream.once('end', resolve).once('error', reject))
    },
    close: () => client.close(),
  }
}
