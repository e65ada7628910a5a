/** Makes a replica ready: what it can do, the database, its tables, and the proof that it keeps and deletes a row. */

import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { PortError } from '../../../ports/index.ts'
import { quote } from '../sql.ts'
import type { Replica, Settings } from './replica.ts'
import { createStatement, type Replication, TABLE_NAMES, type TableName, versionOf } from './tables.ts'

export interface ReplicaTraits {
  readonly replication: Replication | null
  readonly insert: Settings
  readonly select: Settings
  /** Of a deletion; empty where the server knows no way to await it. */
  readonly deletion: Settings
}

/** Settings that the server may not know: a statement with an unknown one fails. */
const OPTIONAL = ['max_partitions_per_insert_block', 'insert_quorum_parallel', 'async_insert', 'mutations_sync'] as const
const QUORUM_MS = 20_000

async function knownSettings(replica: Replica): Promise<ReadonlySet<string>> {
  const [{ names }] = await replica.select(`SELECT name FROM system.settings WHERE name IN (${OPTIONAL.map(quote).join(', ')})`, ['text'])
  return new Set(names)
}

/** Replicas hold copies where the server has a ZooKeeper or Keeper and a macro that names it. */
async function replicationOf(replica: Replica): Promise<Replication | null> {
  const [tables] = await replica.select("SELECT name FROM system.tables WHERE database = 'system' AND name = 'zookeeper'", ['text'])
  const [{ names: macros }] = await replica.select('SELECT macro FROM system.macros', ['text'])
  if (tables.names.length === 0 || !macros.includes('replica')) return null
  return { path: macros.includes('shard') ? '/clickhouse/campus/{shard}' : '/clickhouse/campus' }
}

/** Majority of the replicas that the tables have, or will have. */
async function quorumOf(replica: Replica, database: string, servers: number): Promise<number> {
  const sql = `SELECT toFloat64(max(total_replicas)) FROM system.replicas WHERE database = ${quote(database)}`
  const [[replicas = 1]] = await replica.select(sql, ['double'])
  return Math.floor(Math.max(replicas, servers) / 2) + 1
}

/** All tables, where there is no such database. */
export async function missingTables(replica: Replica, database: string): Promise<readonly TableName[]> {
  const [{ names }] = await replica.select(`SELECT name FROM system.tables WHERE database = ${quote(database)}`, ['text'])
  return TABLE_NAMES.filter((table) => !names.includes(table))
}

/** Creates what is missing; the names of the tables that it created. */
async function createTables(replica: Replica, database: string, replication: Replication | null): Promise<readonly TableName[]> {
  const missing = await missingTables(replica, database)
  const [databases] = await replica.select(`SELECT name FROM system.databases WHERE name = ${quote(database)}`, ['text'])
  if (databases.names.length === 0) await replica.run(`CREATE DATABASE IF NOT EXISTS ${database}`)
  for (const table of missing) await replica.run(createStatement(database, table, replication))
  return missing
}

export interface PreparedReplica extends ReplicaTraits {
  readonly created: readonly TableName[]
}

export interface SetupParts {
  readonly database: string
  /** Servers that the address names: each must hold a copy. */
  readonly servers: number
}

export async function traitsOf(replica: Replica, { database, servers }: SetupParts): Promise<ReplicaTraits> {
  const known = await knownSettings(replica)
  const replication = await replicationOf(replica)
  if (servers > 1 && replication === null)
    throw new PortError(
      'unavailable',
      `store.url names several servers, but the one at ${replica.url} has no ZooKeeper or no macro "replica": it would keep rows of its own; configure both, or name one server`,
    )
  const ifKnown = (name: (typeof OPTIONAL)[number], value: number): Settings => (known.has(name) ? { [name]: value } : {})
  const quorum: Settings =
    replication === null
      ? {}
      : {
          insert_quorum: await quorumOf(replica, database, servers),
          insert_quorum_timeout: QUORUM_MS,
          // A block that is sent again would count as stored, whether it has its quorum or not.
          insert_deduplicate: 0,
          ...ifKnown('insert_quorum_parallel', 0),
        }
  return {
    replication,
    insert: { ...quorum, ...ifKnown('max_partitions_per_insert_block', 0), ...ifKnown('async_insert', 0) },
    select: replication === null ? {} : { select_sequential_consistency: 1 },
    deletion: ifKnown('mutations_sync', 2),
  }
}

export async function prepareReplica(replica: Replica, parts: SetupParts): Promise<PreparedReplica> {
  const { replication } = await traitsOf(replica, parts)
  const created = await createTables(replica, parts.database, replication)
  // The quorum follows from the tables, which are there now.
  return { ...(await traitsOf(replica, parts)), created }
}

const FIRST_WAIT_MS = 5
const LONGEST_WAIT_MS = 500
const DELETION_MS = 300_000

/** The rows are gone when it resolves: a server deletes by rewriting parts of a table later, so its list of mutations is watched. */
export async function deleteRows(
  replica: Replica,
  traits: ReplicaTraits,
  deletion: { database: string; table: TableName; where: string },
): Promise<void> {
  const { database, table, where } = deletion
  const [[rows = 0]] = await replica.select(`SELECT toFloat64(count()) FROM ${database}.${table} WHERE ${where}`, ['double'])
  if (rows === 0) return
  await replica.run(`ALTER TABLE ${database}.${table} DELETE WHERE ${where}`, traits.deletion)
  // 18.16 leaves the part of the last insert with a quorum as it is until the next insert: a row of no campus is that one.
  const waits = traits.replication !== null && Object.keys(traits.deletion).length === 0
  if (waits) await replica.run(`INSERT INTO ${database}.${table} (campus, ${versionOf(table)}) VALUES ('', 1)`, traits.insert)
  const open = `SELECT toFloat64(count()) FROM system.mutations WHERE database = ${quote(database)} AND table = ${quote(table)} AND is_done = 0`
  for (let wait = FIRST_WAIT_MS, waited = 0; waited < DELETION_MS; waited += wait, wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    const [[count = 0]] = await replica.select(open, ['double'])
    if (count === 0) return
    await delay(wait)
  }
  throw new PortError(
    'unavailable',
    `the store at ${replica.url} has not deleted rows of ${table} within ${DELETION_MS / 60_000} minutes; look into system.mutations`,
  )
}

export interface ReplicaProof extends SetupParts {
  readonly campus: string
  readonly slot: string
}

/** Writes a row of our own, reads it back and deletes it: what answers on the port need not be able to keep readings. */
export async function proveReplica(replica: Replica, traits: ReplicaTraits, { database, campus, slot }: ReplicaProof): Promise<void> {
  const failed = (what: string): PortError =>
    new PortError('unavailable', `the store at ${replica.url} answers, but cannot serve the database "${database}": ${what}`)
  const value = randomInt(1, 1_000_000_000)
  const where = `campus = ${quote(campus)} AND name = ${quote(`probe ${slot} ${value}`)}`
  const rows = async (): Promise<Float64Array> =>
    (await replica.select(`SELECT value FROM ${database}.mark WHERE ${where}`, ['double'], traits.select))[0]
  const text = (column: string): { names: string[]; ids: number[] } => ({ names: [column], ids: [0] })
  await replica.insert(
    `${database}.mark`,
    [
      { name: 'campus', type: 'String', text: text(campus) },
      { name: 'name', type: 'String', text: text(`probe ${slot} ${value}`) },
      { name: 'value', type: 'Float64', numbers: Float64Array.of(value) },
      { name: 'version', type: 'UInt64', epoch: 0, numbers: [value] },
    ],
    1,
    traits.insert,
  )
  if (!(await rows()).includes(value)) throw failed('a row that it accepted is not there')
  await deleteRows(replica, traits, { database, table: 'mark', where })
  if ((await rows()).length > 0) throw failed('a deleted row is still there')
}
