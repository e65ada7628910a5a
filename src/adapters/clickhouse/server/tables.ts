/** The tables of a campus store, shared by all campuses of a database: every row names its campus first, which is also the key to shard by. */

import { BUCKET_FIELDS } from '../../../domain/index.ts'

const BUCKET_TYPES = { byte: 'UInt8', int: 'Int32', double: 'Float64' } as const
/** `t0` sorts and partitions; the others may be NaN, which only a float can be. */
const bucketColumn = ({ name, type }: (typeof BUCKET_FIELDS)[number]): string => `${name} ${name === 't0' ? 'Int64' : BUCKET_TYPES[type]}`

export interface TableForm {
  readonly columns: string
  readonly order: string
  /** Column of times that the months of its partitions are taken from; null: one partition. */
  readonly time: string | null
}

/** `version` decides which of two rows with one key is valid: epoch in the upper 20 bits, sequence in the lower 44. */
export const TABLES = {
  reading: {
    columns: 'campus String, point String, time Int64, v Float64, q UInt8, version UInt64',
    order: 'campus, point, time',
    time: 'time',
  },
  bucket: {
    columns: `campus String, point String, ${BUCKET_FIELDS.map(bucketColumn).join(', ')}, row_version UInt64`,
    order: 'campus, step, point, t0',
    time: 't0',
  },
  /** Offset of the journal and watermark of the roller. */
  mark: { columns: 'campus String, name String, value Float64, version UInt64', order: 'campus, name', time: null },
  /** Changes that no row of readings shows. */
  change: {
    columns: 'campus String, seq Int64, point String, first Int64, last Int64, version UInt64',
    order: 'campus, seq, point, first',
    time: null,
  },
  record: { columns: 'campus String, place UInt64, slot String, entry String, version UInt64', order: 'campus, place, slot', time: null },
  /** Which process was the writer of a campus, in order. */
  epoch: { columns: 'campus String, epoch Int64, owner String, since Int64, version UInt64', order: 'campus, epoch, owner', time: null },
} as const satisfies Readonly<Record<string, TableForm>>

export type TableName = keyof typeof TABLES
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[]
/** Column of the version; a bucket has a field of that name. */
export const versionOf = (table: TableName): string => (table === 'bucket' ? 'row_version' : 'version')

/** Times outside the years 1970 to 2106 lie in the first and the last partition: DateTime holds no others. */
const monthOf = (column: string): string => `toYYYYMM(toDateTime(intDiv(least(greatest(${column}, 0), 4294967295000), 1000), 'UTC'))`

export interface Replication {
  /** Folder of the tables in ZooKeeper, with macros. */
  readonly path: string
}

export function createStatement(database: string, table: TableName, replication: Replication | null): string {
  const { columns, order, time }: TableForm = TABLES[table]
  const version = versionOf(table)
  const engine =
    replication === null
      ? `ReplacingMergeTree(${version})`
      : `ReplicatedReplacingMergeTree('${replication.path}/${database}/${table}', '{replica}', ${version})`
  const partition = time === null ? '' : ` PARTITION BY ${monthOf(time)}`
  return `CREATE TABLE IF NOT EXISTS ${database}.${table} (${columns}) ENGINE = ${engine}${partition} ORDER BY (${order})`
}
