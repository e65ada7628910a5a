/**
 * The embedded store. Automatic checkpoints are off: `checkpoint` is called by who owns the journal, which may forget only what is checkpointed.
 * DuckDB's own log is not trusted over a crash: what it holds since the last checkpoint is in the journal too, so it is removed and replayed.
 */

import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Readings } from '../../ports/index.ts'
import { attach, isInMemory, reattach } from './attached.ts'
import { BUCKET_TABLE } from './buckets/bucket-rows.ts'
import { type DuckdbBuckets, openBuckets } from './buckets/buckets.ts'
import { loadDictionary } from './dictionary.ts'
import { loadWatermarks, MARK_NAMES, type Watermarks } from './watermarks.ts'
import { openReadings } from './readings/readings.ts'
import { createSession, type Session, storeError } from './session.ts'

export interface DuckdbOptions {
  /** A file, or `:memory:`. */
  readonly path: string
  readonly threads?: number
  /** Bytes that may be held of tables after a checkpoint before the file is taken up anew; default 64 MiB. */
  readonly heldBytes?: number
  /** Hears, perhaps more than once, of a failure after which the file must be opened again. */
  readonly onFatal?: (why: string) => void
}

export interface DuckdbStore {
  readonly readings: Readings
  readonly buckets: DuckdbBuckets
  /** True when the last process did not close the store: its log was removed, the journal replays. */
  readonly recovered: boolean
  /** Resolves to the journal offset that is now safe in the file. */
  checkpoint(): Promise<number>
  close(): Promise<void>
  /** Lets go of the file without writing: what is not checkpointed comes again from the journal. */
  abandon(): Promise<void>
}

/**
 * With 80 MB a commit failed at ten million rows, and with it the store. Checkpoints and deletions need more, the more is stored; DuckDB takes
 * what it needs of the limit and gives it back.
 */
const MEMORY = { usual: '192MB', roomy: '400MB' }

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
  const known = new Set((await (await connection.run('SELECT name FROM mark')).getRows()).map((row) => row[0]))
  for (const name of MARK_NAMES) if (!known.has(name)) await connection.run(`INSERT INTO mark VALUES ('${name}', 0)`)
  await connection.run('CHECKPOINT')
}

/** DuckDB's log, and the two that stand beside it while a checkpoint is under way. */
const LOGS = ['.wal', '.wal.checkpoint', '.wal.recovery']

/** Removes the logs of a process that did not close the store; true when there was one. */
function removeLogs(path: string): boolean {
  if (isInMemory(path)) return false
  const left = LOGS.map((end) => path + end).filter((log) => existsSync(log))
  for (const log of left) rmSync(log)
  return left.length > 0
}

interface Parts {
  readonly session: Session
  readonly marks: Watermarks
  readonly readings: Readings
  readonly buckets: DuckdbBuckets
  /** To be called after a checkpoint, with nothing under way. */
  settled(): Promise<void>
  /** Closes every connection, and the file. */
  letGo(): void
}

async function openParts(options: DuckdbOptions): Promise<Parts> {
  const instance = await openInstance(options)
  const connections: DuckDBConnection[] = []
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect()
    connections.push(connection)
    return connection
  }
  // The file is let go only when no connection is left.
  const letGo = (): void => {
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
    const marks = await loadWatermarks(writer)
    const dictionary = await loadDictionary(writer)
    const readings = await openReadings(session, dictionary, marks)
    const settled = (): Promise<void> => reattach(options.path, [writer, reader], options.heldBytes)
    return { session, marks, readings, buckets: openBuckets(session, dictionary, marks), settled, letGo }
  } catch (error) {
    letGo()
    throw error
  }
}

/** Rejects with PortError `locked` while another process has the file, `corrupt` when it is damaged. */
export async function openDuckdb(options: DuckdbOptions): Promise<DuckdbStore> {
  const { path } = options
  if (!isInMemory(path)) mkdirSync(dirname(path), { recursive: true })
  const recovered = removeLogs(path)
  const parts = await openParts(options).catch((error: unknown) => Promise.reject(storeError(error)))
  const { session, marks, readings, buckets } = parts

  /** Without its file nothing goes: it must be opened again, by whoever opened it. */
  function lost(error: unknown): void {
    options.onFatal?.(storeError(error).message)
  }

  async function checkpoint(): Promise<number> {
    await buckets.flush()
    return session.roomy(() =>
      session.alone(async () => {
        const offset = marks.get('offset')
        await session.writer.run('CHECKPOINT')
        await parts.settled().catch((error: unknown) => lost(error))
        return offset
      }),
    )
  }

  // A connection that is at work must not be closed.
  async function abandon(): Promise<void> {
    await session.end()
    parts.letGo()
  }

  return {
    recovered,
    readings: { ...readings, compact: async () => (await readings.compact()) + (await buckets.compact()) },
    buckets,
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
