/** The replicas as one server: a call goes to the one in use, and to the next at once when that one fails. */

import { setMaxListeners } from 'node:events'
import { PortError } from '../../../ports/index.ts'
import type { ServerAddress } from '../address.ts'
import type { ResultColumns, ResultKind } from '../native/decode.ts'
import type { NamedColumn } from '../native/encode.ts'
import { isLocalFailure, isQuorumFailure, MissingTable, portErrorOf } from './failure.ts'
import { connectReplica, type Replica } from './replica.ts'
import { deleteRows, type PreparedReplica, prepareReplica, proveReplica } from './setup.ts'
import type { TableName } from './tables.ts'

export interface Server {
  readonly address: string
  readonly database: string
  /** Resolves when a replica has its tables and has proved itself; after a failure the next call tries again. */
  ready(): Promise<void>
  /** SELECT without FORMAT. */
  select<const K extends readonly ResultKind[]>(statement: string, kinds: K): Promise<ResultColumns<K>>
  /** Stored when it resolves: on a majority of the replicas, where there are several. */
  insert(table: TableName, columns: readonly NamedColumn[], rows: number): Promise<void>
  /** The rows are gone when it resolves. */
  remove(table: TableName, where: string): Promise<void>
  /** Calls that the server has not answered within `ms` from now fail. */
  endWithin(ms: number): void
  close(): Promise<void>
}

export interface ServerOptions {
  readonly address: ServerAddress
  readonly campus: string
  readonly slot: string
  /** Hears of tables that had to be created, each time. */
  readonly onCreated: (tables: readonly TableName[]) => void
}

export function connectServer({ address, campus, slot, onCreated }: ServerOptions): Server {
  const { database, urls } = address
  const abort = new AbortController()
  setMaxListeners(0, abort.signal)
  let ending: NodeJS.Timeout | null = null
  const replicas = urls.map((url) => connectReplica(url, address, abort.signal))
  const prepared = new Map<Replica, Promise<PreparedReplica>>()
  let current = 0

  const parts = { database, servers: urls.length }

  async function prepare(replica: Replica): Promise<PreparedReplica> {
    // The others too, as far as they can be reached: a replica without tables counts for no quorum.
    const others = Promise.allSettled(replicas.filter((other) => other !== replica).map((other) => prepareReplica(other, parts)))
    const traits = await prepareReplica(replica, parts)
    await others
    await proveReplica(replica, traits, { ...parts, campus, slot })
    if (traits.created.length > 0) onCreated(traits.created)
    return traits
  }

  function traitsOf(replica: Replica): Promise<PreparedReplica> {
    const open = prepared.get(replica) ?? prepare(replica)
    prepared.set(replica, open)
    return open.catch((error: unknown) => {
      prepared.delete(replica)
      throw error
    })
  }

  /** Every statement may be sent twice: rows replace each other by key and version. */
  async function call<T>(work: (replica: Replica, traits: PreparedReplica) => Promise<T>): Promise<T> {
    let failure: PortError | null = null
    for (let turn = 0; turn < replicas.length; turn++) {
      const replica = replicas[current] as Replica
      try {
        return await work(replica, await traitsOf(replica))
      } catch (error) {
        const own = abort.signal.aborted ? stoppedError(replica.url) : portErrorOf(error, replica.url)
        // Tables of others may be missing where a quorum cannot be had.
        if (own instanceof MissingTable || isQuorumFailure(error)) prepared.delete(replica)
        if (abort.signal.aborted || !isLocalFailure(error)) throw failure ?? own
        failure ??= own
        prepared.delete(replica)
        current = (current + 1) % replicas.length
      }
    }
    throw failure ?? new PortError('unavailable', 'store.url names no server')
  }

  return {
    address: urls.join(', '),
    database,
    ready: () => call(async () => undefined),
    select: (statement, kinds) => call((replica, { select }) => replica.select(statement, kinds, select)),
    insert: (table, columns, rows) => call((replica, { insert }) => replica.insert(`${database}.${table}`, columns, rows, insert)),
    remove: (table, where) => call((replica, traits) => deleteRows(replica, traits, { database, table, where })),
    endWithin(ms) {
      ending ??= setTimeout(() => abort.abort(), ms)
    },
    async close() {
      if (ending !== null) clearTimeout(ending)
      await Promise.all(replicas.map((replica) => replica.close()))
    },
  }
}

function stoppedError(url: string): PortError {
  return new PortError('unavailable', `the store at ${url} has not answered before the service stopped`)
}
