/** Writes a row of our own, reads it back and deletes it: what answers on the port need not be able to keep readings. */

import { randomInt } from 'node:crypto'
import { errorText } from '../../../kernel/index.ts'
import { PortError } from '../../../ports/index.ts'
import { ALWAYS } from '../time-range.ts'
import { tagText } from '../line.ts'
import type { BulkWriter } from './bulk-write.ts'
import type { Queries } from './select.ts'

export interface ProofParts {
  readonly bulk: BulkWriter
  readonly queries: Queries
  readonly address: string
  /** Name of this process among those that write to the same database. */
  readonly slot: string
}

/** Resolves when the database can do all of it; rejects with PortError `unavailable` that names the step: messages wait in the journal meanwhile. */
export async function proveDatabase(database: string, { bulk, queries, address, slot }: ProofParts): Promise<void> {
  const value = randomInt(1, 1_000_000_000)
  const failed = (what: string): PortError =>
    new PortError(
      'unavailable',
      `the store at ${address} answers, but cannot serve the database "${database}": ${what}; store.url must name InfluxDB 1.x, and its user needs all rights there`,
    )
  const where = `WHERE "slot" = $slot AND ${ALWAYS}`
  const rows = async (): Promise<number[]> => {
    const found: number[] = []
    await queries.select(database, `SELECT "v" FROM "campus_probe" ${where}`, { slot }, ({ values }) => {
      for (const [, v] of values) found.push(Number(v))
    })
    return found
  }
  const refused = await bulk.write(database, [`campus_probe,slot=${tagText(slot)} v=${value}i`])
  if (refused[0]) throw failed(`it refuses a row (${refused[0].why})`)
  const read = await rows().catch((error: unknown) =>
    Promise.reject(failed(`a row that it accepted cannot be read (${errorText(error).slice(0, 200)})`)),
  )
  if (!read.includes(value)) throw failed('a row that it accepted is not there')
  await queries
    .run(database, 'DELETE FROM "campus_probe" WHERE "slot" = $slot', { slot })
    .catch((error: unknown) => Promise.reject(failed(`a row cannot be deleted (${errorText(error).slice(0, 200)})`)))
  if ((await rows()).includes(value)) throw failed('a deleted row is still there')
  // Without it the measurement stays in the index, empty. A server without the statement keeps it.
  await queries.run(database, 'DROP SERIES FROM "campus_probe" WHERE "slot" = $slot', { slot }).catch(() => undefined)
}
