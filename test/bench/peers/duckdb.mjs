// A bare DuckDB appender: rows of our table in chunks, a commit every 5000. argv: file rows. Prints {"rows", "seconds"}.

import { DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER, UTINYINT } from '@duckdb/node-api'

const [file, wanted] = process.argv.slice(2)
const rows = Number(wanted)
const COMMIT_ROWS = 5000
const CHUNK_ROWS = 1000
const POINTS = 50
const TYPES = [INTEGER, DOUBLE, DOUBLE, UTINYINT, DOUBLE]

function chunk(from) {
  const made = DuckDBDataChunk.create(TYPES)
  const n = Array.from({ length: CHUNK_ROWS }, (_, i) => from + i)
  made.setColumns([n.map((i) => i % POINTS), n.map((i) => i * 1000), n.map((i) => (i % 997) / 2), n.map(() => 0), n])
  return made
}

const connection = await (await DuckDBInstance.create(file)).connect()
await connection.run('CREATE TABLE reading (point INTEGER, time DOUBLE, v DOUBLE, q UTINYINT, seq DOUBLE)')
const started = performance.now()
for (let done = 0; done < rows; done += COMMIT_ROWS) {
  await connection.run('BEGIN TRANSACTION')
  const appender = await connection.createAppender('reading')
  for (let from = done; from < done + COMMIT_ROWS; from += CHUNK_ROWS) appender.appendDataChunk(chunk(from))
  appender.closeSync()
  await connection.run('COMMIT')
}
const seconds = (performance.now() - started) / 1000
process.stdout.write(`${JSON.stringify({ rows, seconds })}\n`)
process.exit(0)
