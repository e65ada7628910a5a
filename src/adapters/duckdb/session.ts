/** Connections of one database file: writes one after another in transactions, reads beside them. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { errorText } from '../../kernel/index.ts'
import { PortError } from '../../ports/index.ts'
import { type Column, type ColumnType, readColumns } from './columns.ts'

export interface Session {
  readonly writer: DuckDBConnection
  /** One transaction at a time; rolled back when the work fails. What `committed` is given runs after the commit, before the next one. */
  transact<T>(work: (committed: (note: () => void) => void) => Promise<T>): Promise<T>
  /** Rows of a query as typed arrays, on the reading connection. */
  query(sql: string, types: readonly ColumnType[]): Promise<Column[]>
  /** Work beside which neither a transaction nor a query may run: a checkpoint. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Work that may take more memory than usual: what it needs depends on how much is stored. */
  roomy<T>(work: () => Promise<T>): Promise<T>
  /** Nothing more is begun; resolves when what runs has ended. A connection that is at work must not be closed. */
  end(): Promise<void>
}

export interface MemoryLimits {
  readonly usual: string
  readonly roomy: string
}

export interface Connections {
  readonly writer: DuckDBConnection
  readonly reader: DuckDBConnection
  readonly settings: DuckDBConnection
}

interface Options {
  readonly memory: MemoryLimits
  /** Hears of a failure after which DuckDB refuses everything until its file is opened again. */
  readonly fatal?: (why: string) => void
}

interface Room {
  readonly roomy: Session['roomy']
  /** Resolves when no such work runs, and so no statement on the connection. */
  idle(): Promise<unknown>
}

/** More memory while any such work runs. */
function room(settings: DuckDBConnection, memory: MemoryLimits): Room {
  const running = new Set<Promise<unknown>>()
  let works = 0
  const limit = async (to: string): Promise<void> => void (await settings.run(`SET memory_limit = '${to}'`))
  async function inRoom<T>(work: () => Promise<T>): Promise<T> {
    try {
      if (works++ === 0) await limit(memory.roomy)
      return await work()
    } finally {
      // What cannot be given back at once is given back later: the limit stands all the same.
      if (--works === 0) await limit(memory.usual).catch(() => undefined)
    }
  }
  return {
    idle: () => Promise.allSettled(running),
    roomy(work) {
      const done = inRoom(work)
      running.add(done)
      const gone = (): void => void running.delete(done)
      done.then(gone, gone)
      return done
    },
  }
}

/** `settings` is a connection of its own: a statement on one whose result is still being read ends that result without an error. */
export function createSession({ writer, reader, settings }: Connections, { memory, fatal }: Options): Session {
  let writes: Promise<unknown> = Promise.resolve()
  let reads: Promise<unknown> = Promise.resolve()
  let ended = false
  const rooms = room(settings, memory)
  const told = teller(fatal)
  const begun = <T>(work: () => Promise<T>): Promise<T> =>
    ended ? Promise.reject(new PortError('closed', 'the store is being closed')) : work()

  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = writes.then(() => begun(work))
    writes = done.catch(() => undefined)
    return done
  }

  async function inTransaction<T>(work: (committed: (note: () => void) => void) => Promise<T>): Promise<T> {
    const notes: (() => void)[] = []
    try {
      await writer.run('BEGIN TRANSACTION')
      const value = await work((note) => notes.push(note))
      await writer.run('COMMIT')
      for (const note of notes) note()
      return value
    } catch (error) {
      await writer.run('ROLLBACK').catch(() => undefined)
      throw told(error)
    }
  }

  async function ask(sql: string, types: readonly ColumnType[]): Promise<Column[]> {
    try {
      return await readColumns(await reader.stream(sql), types)
    } catch (error) {
      throw told(error)
    }
  }

  return {
    writer,
    async end() {
      ended = true
      await Promise.all([writes, reads])
      await rooms.idle()
    },
    roomy: (work) => begun(() => rooms.roomy(work)),
    alone(work) {
      const done = Promise.all([writes, reads])
        .then(() => begun(work))
        .catch((error: unknown) => Promise.reject(told(error)))
      writes = done.catch(() => undefined)
      reads = writes
      return done
    },
    transact: (work) => exclusive(() => inTransaction(work)),
    query(sql, types) {
      const done = reads.then(() => begun(() => ask(sql, types)))
      reads = done.catch(() => undefined)
      return done
    },
  }
}

/** The error as callers get it; one after which nothing goes is told aloud, too. */
function teller(fatal: Options['fatal']): (error: unknown) => PortError {
  return (error) => {
    const failure = storeError(error)
    if (isFatal(failure)) fatal?.(failure.message)
    return failure
  }
}

function isFatal({ message }: PortError): boolean {
  return /FATAL Error|database has been invalidated/i.test(message)
}

const DAMAGED = /corrupt database file|not a valid duckdb database|could not read enough bytes/i
const REMEDY =
  'stop the service, move store.duckdb out of the data folder, and start again: it is made anew from the raw messages of the journal and its archive; ' +
  'what is older than they are comes only from a backup of the file'

export function storeError(error: unknown): PortError {
  if (error instanceof PortError) return error
  const text = errorText(error)
  if (/could not set lock/i.test(text))
    return new PortError('locked', `the store is open in another process: ${text.split('\n')[0]}`, { cause: error })
  if (DAMAGED.test(text))
    return new PortError('corrupt', `the store store.duckdb is damaged: ${REMEDY} (${text.split('\n')[0]})`, { cause: error })
  const full = /no space left|out of memory|could not write/i.test(text)
  return new PortError(full ? 'full' : 'unavailable', `the store failed: ${text}`, { cause: error })
}
