/** Connections of one database file: transactions run one after another, queries run beside them. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { errorText } from '../../kernel/index.ts'
import { PortError } from '../../ports/index.ts'
import { type Column, type ColumnType, readColumns } from './columns.ts'

export interface Session {
  readonly writer: DuckDBConnection
  /** Runs one transaction at a time and rolls back when the work fails. Callbacks passed to `onCommit` run after the commit, before the next transaction. */
  transact<T>(work: (onCommit: (callback: () => void) => void) => Promise<T>): Promise<T>
  /** Rows of a query as typed arrays, on the reading connection. */
  query(sql: string, types: readonly ColumnType[]): Promise<Column[]>
  /** Runs work while no transaction and no query runs: a checkpoint. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Runs work under the raised memory limit: checkpoints and deletions need more the more rows there are. */
  withMoreMemory<T>(work: () => Promise<T>): Promise<T>
  /** Refuses new work; resolves when running work has ended. A connection that runs a statement must not be closed. */
  end(): Promise<void>
}

export interface MemoryLimits {
  readonly usual: string
  readonly raised: string
}

export interface Connections {
  readonly writer: DuckDBConnection
  readonly reader: DuckDBConnection
  readonly settings: DuckDBConnection
}

interface Options {
  readonly memory: MemoryLimits
  /** Called with the reason of a failure after which DuckDB refuses everything until its file is opened again. */
  readonly fatal?: (why: string) => void
}

interface MemoryLimiter {
  readonly withMoreMemory: Session['withMoreMemory']
  /** Resolves when no such work runs, and so no statement on the settings connection. */
  idle(): Promise<unknown>
}

/** Raises the limit while any such work runs. */
function createMemoryLimiter(settings: DuckDBConnection, memory: MemoryLimits): MemoryLimiter {
  const running = new Set<Promise<unknown>>()
  let works = 0
  const setLimit = async (to: string): Promise<void> => void (await settings.run(`SET memory_limit = '${to}'`))
  async function limited<T>(work: () => Promise<T>): Promise<T> {
    try {
      if (works++ === 0) await setLimit(memory.raised)
      return await work()
    } finally {
      // DuckDB throws when it cannot free memory at once; the lower limit is set nevertheless.
      if (--works === 0) await setLimit(memory.usual).catch(() => undefined)
    }
  }
  return {
    idle: () => Promise.allSettled(running),
    withMoreMemory(work) {
      const done = limited(work)
      running.add(done)
      const remove = (): void => void running.delete(done)
      done.then(remove, remove)
      return done
    },
  }
}

/** `settings` is a separate connection: a statement on a connection whose result is still being read ends that result without an error. */
export function createSession({ writer, reader, settings }: Connections, { memory, fatal }: Options): Session {
  let writes: Promise<unknown> = Promise.resolve()
  let reads: Promise<unknown> = Promise.resolve()
  let ended = false
  const limiter = createMemoryLimiter(settings, memory)
  const failed = createFailureMapper(fatal)
  const unlessEnded = <T>(work: () => Promise<T>): Promise<T> =>
    ended ? Promise.reject(new PortError('closed', 'the store is being closed')) : work()

  function afterWrites<T>(work: () => Promise<T>): Promise<T> {
    const done = writes.then(() => unlessEnded(work))
    writes = done.catch(() => undefined)
    return done
  }

  async function inTransaction<T>(work: (onCommit: (callback: () => void) => void) => Promise<T>): Promise<T> {
    const callbacks: (() => void)[] = []
    try {
      await writer.run('BEGIN TRANSACTION')
      const value = await work((callback) => callbacks.push(callback))
      await writer.run('COMMIT')
      for (const callback of callbacks) callback()
      return value
    } catch (error) {
      await writer.run('ROLLBACK').catch(() => undefined)
      throw failed(error)
    }
  }

  async function runQuery(sql: string, types: readonly ColumnType[]): Promise<Column[]> {
    try {
      return await readColumns(await reader.stream(sql), types)
    } catch (error) {
      throw failed(error)
    }
  }

  return {
    writer,
    async end() {
      ended = true
      await Promise.all([writes, reads])
      await limiter.idle()
    },
    withMoreMemory: (work) => unlessEnded(() => limiter.withMoreMemory(work)),
    exclusive(work) {
      const done = Promise.all([writes, reads])
        .then(() => unlessEnded(work))
        .catch((error: unknown) => Promise.reject(failed(error)))
      writes = done.catch(() => undefined)
      reads = writes
      return done
    },
    transact: (work) => afterWrites(() => inTransaction(work)),
    query(sql, types) {
      const done = reads.then(() => unlessEnded(() => runQuery(sql, types)))
      reads = done.catch(() => undefined)
      return done
    },
  }
}

/** Maps what DuckDB throws to a PortError, and reports one after which the file must be opened again. */
function createFailureMapper(fatal: Options['fatal']): (error: unknown) => PortError {
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
  'stop the service, move store.duckdb out of the data folder, and start again: it is computed again from the raw messages of the journal and its archive; ' +
  'older data comes only from a backup of the file'

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
