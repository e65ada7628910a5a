/**
 * The embedded store. Automatic checkpoints are off: the owner of the journal calls `checkpoint`, and trims the journal only up to its offset.
 * DuckDB's own log is removed after a crash instead of being replayed: the journal holds all messages since the last checkpoint.
 */

import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { PortError, type Readings, type StoreInventory, type StoreLoader } from '../../ports/index.ts'
import { attach, isInMemory, reattach } from './attach.ts'
import { BUCKET_TABLE } from './buckets/bucket-rows.ts'
import { widenBucketTable } from './buckets/bucket-migration.ts'
import { type DuckdbBuckets, openBuckets } from './buckets/buckets.ts'
import { loadDictionary } from './dictionary.ts'
import { loadWatermarks, WATERMARK_NAMES, type Watermarks } from './watermarks.ts'
import { openReadings } from './readings/readings.ts'
import { createSession, type Session, storeError } from './session.ts'
import { createTransfer } from './transfer.ts'

export interface DuckdbOptions {
  /** A file, or `:memory:`. */
  readonly path: string
  readonly threads?: number
  /** Memory for tables after a checkpoint above which the file is attached again, bytes; default 32 MiB. */
  readonly maxTableBytes?: number
  /** Called, perhaps more than once, with the reason of a failure after which the file must be opened again. */
  readonly onFatal?: (why: string) => void
}

export interface DuckdbStore {
  readonly readings: Readings
  readonly buckets: DuckdbBuckets
  readonly transfer: StoreInventory & StoreLoader
  /** True when the last process did not close the store: its log was removed, and the journal must be replayed. */
  readonly recovered: boolean
  /** Resolves to the journal offset up to which the file holds everything. */
  checkpoint(): Promise<number>
  close(): Promise<void>
  /** Closes the file without writing: the journal replays what is not checkpointed. */
  abandon(): Promise<void>
}

/**
 * With 80 MB a commit failed at ten million rows, and with it the store. Checkpoints and deletions need more memory the more rows there are;
 * DuckDB allocates up to the limit and frees it afterwards.
 */
const MEMORY = { usual: '192MB', raised: '400MB' }

const TABLES = [
  'CREATE TABLE IF NOT EXISTS point (id INTEGER, name VARCHAR)',
  'CREATE TABLE IF NOT EXISTS reading (point INTEGER, time DOUBLE, v DOUBLE, q UTINYINT, seq DOUBLE)',
  'CREATE TABLE IF NOT EXISTS mark (name VARCHAR, value DOUBLE)',
  BUCKET_TABLE,
]

function openInstance({ threads = 1 }: DuckdbOptions): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    checkpoint_threshold: '1TB',
    memory_limit: MEMORY.usual,
    threads: String(threads),
    preserve_insertion_order: 'false',
  })
}

async function prepare(connection: DuckDBConnection, path: string): Promise<void> {
  if (!isInMemory(path)) await connection.run(`SET temp_directory = '${join(dirname(path), 'store.tmp').replaceAll("'", "''")}'`)
  for (const table of TABLES) await connection.run(table)
  await widenBucketTable(connection)
  const present = new Set((await (await connection.run('SELECT name FROM mark')).getRows()).map((row) => row[0]))
  for (const name of WATERMARK_NAMES) if (!present.has(name)) await connection.run(`INSERT INTO mark VALUES ('${name}', 0)`)
  await prove(connection)
  await connection.run('CHECKPOINT')
}

/** Writes a row of our own, reads it back and deletes it: a file that can only be read, or not be changed, is found before messages depend on it. */
async function prove(connection: DuckDBConnection): Promise<void> {
  const rows = async (): Promise<number> => (await (await connection.run("SELECT name FROM mark WHERE name = 'probe'")).getRows()).length
  await connection.run("INSERT INTO mark VALUES ('probe', 1)")
  if ((await rows()) === 0) throw new PortError('corrupt', 'the store does not hold a row that it accepted')
  await connection.run("DELETE FROM mark WHERE name = 'probe'")
  if ((await rows()) > 0) throw new PortError('corrupt', 'the store still holds a row that it deleted')
}

/** DuckDB's log, and the two files beside it during a checkpoint. */
const LOGS = ['.wal', '.wal.checkpoint', '.wal.recovery']

/** Removes the logs of a process that did not close the store. Returns whether there was one. */
function removeLogs(path: string): boolean {
  if (isInMemory(path)) return false
  const logs = LOGS.map((end) => path + end).filter((log) => existsSync(log))
  for (const log of logs) rmSync(log)
  return logs.length > 0
}

interface Parts {
  readonly session: Session
  readonly watermarks: Watermarks
  readonly readings: Readings
  readonly buckets: DuckdbBuckets
  readonly transfer: DuckdbStore['transfer']
  /** Frees memory of tables. Call it after a checkpoint, while no statement runs. */
  freeMemory(): Promise<void>
  /** Closes all connections and the file. */
  close(): void
}

async function openParts(options: DuckdbOptions): Promise<Parts> {
  const instance = await openInstance(options)
  const connections: DuckDBConnection[] = []
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect()
    connections.push(connection)
    return connection
  }
  // The file stays open as long as one connection is open.
  const close = (): void => {
    for (const connection of connections) connection.closeSync()
    instance.closeSync()
  }
  try {
    const [writer, reader, settings] = [await connect(), await connect(), await connect()]
    await attach(options.path, [writer, reader])
    await prepare(writer, options.path)
    const session = createSession(
      { writer, reader, settings },
      { memory: MEMORY, ...(options.onFatal === undefined ? {} : { fatal: options.onFatal }) },
    )
    const watermarks = await loadWatermarks(writer)
    const dictionary = await loadDictionary(writer)
    const readings = await openReadings(session, dictionary, watermarks)
    const freeMemory = (): Promise<void> => reattach(options.path, [writer, reader], options.maxTableBytes)
    const buckets = openBuckets(session, dictionary, watermarks)
    const transfer = createTransfer({ session, dictionary, watermarks, readings, buckets })
    return { session, watermarks, readings, buckets, transfer, freeMemory, close }
  } catch (error) {
    close()
    throw error
  }
}

/** Rejects with PortError `locked` while another process has the file, `corrupt` when it is damaged. */
export async function openDuckdb(options: DuckdbOptions): Promise<DuckdbStore> {
  const { path } = options
  if (!isInMemory(path)) mkdirSync(dirname(path), { recursive: true })
  const recovered = removeLogs(path)
  const parts = await openParts(options).catch((error: unknown) => Promise.reject(storeError(error)))
  const { session, watermarks, readings, buckets, transfer } = parts

  /** The store cannot work without its file: its owner must open it again. */
  function reportFatal(error: unknown): void {
    options.onFatal?.(storeError(error).message)
  }

  async function checkpoint(): Promise<number> {
    await buckets.flush()
    return session.withMoreMemory(() =>
      session.exclusive(async () => {
        const offset = watermarks.get('offset')
        await session.writer.run('CHECKPOINT')
        await parts.freeMemory().catch((error: unknown) => reportFatal(error))
        return offset
      }),
    )
  }

  // A connection that runs a statement must not be closed.
  async function abandon(): Promise<void> {
    await session.end()
    parts.close()
  }

  return {
    recovered,
    readings: { ...readings, compact: async () => (await readings.compact()) + (await buckets.compact()) },
    buckets,
    transfer: {
      ...transfer,
      async finish(position) {
        await transfer.finish(position)
        await checkpoint()
      },
    },
    checkpoint,
    async close() {
      try {
        await checkpoint()
      } finally {
        await abandon()
      }
    },
    abandon,
  }
}
