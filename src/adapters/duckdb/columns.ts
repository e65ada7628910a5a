/** Moves columns into and out of DuckDB without an object per row: typed arrays are copied to and from its vectors. */

import {
  DOUBLE,
  DuckDBDataChunk,
  INTEGER,
  UTINYINT,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBResult,
  type DuckDBVector,
} from '@duckdb/node-api'

export type ColumnType = 'int' | 'double' | 'byte'
export type Column = Int32Array | Float64Array | Uint8Array

const TYPES = { int: INTEGER, double: DOUBLE, byte: UTINYINT }
/** Rows of one DuckDB vector. */
const CHUNK = 2048

/** The typed array inside a vector of numbers: the library keeps it, undocumented, as `items`. */
function itemsOf(vector: DuckDBVector): Column {
  return (vector as unknown as { items: Column }).items
}

function emptyColumn(type: ColumnType, length: number): Column {
  if (type === 'int') return new Int32Array(length)
  return type === 'double' ? new Float64Array(length) : new Uint8Array(length)
}

/** Appends the columns as rows, inside the caller's transaction. */
export async function appendColumns(
  connection: DuckDBConnection,
  table: string,
  types: readonly ColumnType[],
  columns: readonly Column[],
): Promise<void> {
  const length = columns[0]?.length ?? 0
  const appender = await connection.createAppender(table)
  try {
    for (let from = 0; from < length; from += CHUNK) appendChunk(appender, types, { columns, from, rows: Math.min(CHUNK, length - from) })
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

function appendChunk(
  appender: DuckDBAppender,
  types: readonly ColumnType[],
  part: { columns: readonly Column[]; from: number; rows: number },
): void {
  const chunk = DuckDBDataChunk.create(
    types.map((type) => TYPES[type]),
    part.rows,
  )
  part.columns.forEach((column, i) => {
    const vector = chunk.getColumnVector(i)
    itemsOf(vector).set(column.subarray(part.from, part.from + part.rows))
    vector.flush()
  })
  appender.appendDataChunk(chunk)
}

/** All rows of a result as one typed array a column. */
export async function readColumns(result: DuckDBResult, types: readonly ColumnType[]): Promise<Column[]> {
  const chunks: DuckDBDataChunk[] = []
  let length = 0
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    chunks.push(chunk)
    length += chunk.rowCount
  }
  return types.map((type, i) => {
    const column = emptyColumn(type, length)
    let at = 0
    for (const chunk of chunks) {
      column.set(itemsOf(chunk.getColumnVector(i)).subarray(0, chunk.rowCount), at)
      at += chunk.rowCount
    }
    return column
  })
}
