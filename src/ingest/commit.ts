/** A batch into the store: dead letters first, then rows with their offset; a row the store refuses is found and kept as a letter. */

import { instant, type KeptDeadLetter } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { DeadLetters, JournalEntry, ReadingBatch, Readings, RefusedRow } from '../ports/index.ts'
import { sliceBatch } from './batch.ts'
import type { DecodedBatch } from './decode-buffer.ts'
import type { StoreRetry } from './store-retry.ts'

/** Letters of refused rows are numbered apart from those of the decoder. */
const REFUSED_FROM = 1_000_000

export interface CommitParts {
  readonly readings: Pick<Readings, 'commit'>
  readonly deadLetters: Pick<DeadLetters, 'keep'>
  readonly retry: StoreRetry
  /** The journal's messages after one sequence up to another, read again: which message a refused row came with. */
  readonly rereadRange: (after: number, upTo: number) => Iterable<JournalEntry>
}

/** False: we are stopping, nothing is lost, the journal still holds it. Otherwise how many rows the store refused. */
export async function commitBatch(parts: CommitParts, decoded: DecodedBatch, before: number): Promise<number | false> {
  if (decoded.letters.length > 0) {
    const kept = await parts.retry.untilDone('keeping dead letters', () => parts.deadLetters.keep(decoded.letters))
    if (kept.result !== 'done') return false
  }
  return commitRows(parts, decoded.batch, before)
}

/**
 * A store that names the rows it refuses has stored the others. For one that does not, the batch is halved until the row at fault stands
 * alone; halves before the last keep the old offset: a crash replays them.
 */
async function commitRows(parts: CommitParts, batch: ReadingBatch, before: number): Promise<number | false> {
  const attempt = await parts.retry.untilDone('writing readings', () => parts.readings.commit(batch))
  if (attempt.result === 'stopped') return false
  if (attempt.result === 'done') return 0
  const { length } = batch.rows
  const { rows, message } = attempt.error
  if (rows.length > 0) return refuseRows(parts, batch, rows)
  if (length <= 1) return refuseRows(parts, batch, length === 0 ? [] : [{ row: 0, why: message }])
  const middle = length >> 1
  const left = await commitRows(parts, sliceBatch(batch, 0, middle, before), before)
  if (left === false) return false
  const right = await commitRows(parts, sliceBatch(batch, middle, length, batch.offset), before)
  return right === false ? false : left + right
}

/** Letters before the offset: a crash in between keeps them again, under the same ids. */
async function refuseRows(parts: CommitParts, batch: ReadingBatch, refused: readonly RefusedRow[]): Promise<number | false> {
  const letters = lettersOf(parts, batch, refused)
  if (letters.length > 0) {
    const kept = await parts.retry.untilDone('keeping dead letters', () => parts.deadLetters.keep(letters))
    if (kept.result !== 'done') return false
  }
  const empty = await parts.retry.untilDone('writing the offset', () => parts.readings.commit(sliceBatch(batch, 0, 0, batch.offset)))
  return empty.result === 'done' ? refused.length : false
}

/** Refusals are rare: messages are not kept for them, the journal has them until they are stored. */
function lettersOf(parts: CommitParts, batch: ReadingBatch, refused: readonly RefusedRow[]): readonly KeptDeadLetter[] {
  const rowsOf = groupBy(refused, (one) => batch.seq[one.row] ?? 0)
  let [first, last] = [Number.MAX_SAFE_INTEGER, 0]
  for (const seq of rowsOf.keys()) {
    first = Math.min(first, seq)
    last = Math.max(last, seq)
  }
  const letters: KeptDeadLetter[] = []
  for (const entry of refused.length === 0 ? [] : parts.rereadRange(first - 1, last))
    for (const one of rowsOf.get(entry.seq) ?? []) letters.push(letterOf(entry, batch, one))
  return letters
}

function letterOf(entry: JournalEntry, batch: ReadingBatch, { row, why }: RefusedRow): KeptDeadLetter {
  const { rows } = batch
  const point = rows.names[rows.point[row] ?? 0] ?? ''
  const detail = `the store refused ${String(rows.value[row])} of "${point}": ${why}`
  return {
    id: `${entry.seq}-${REFUSED_FROM + (rows.point[row] ?? 0)}`,
    reason: 'store-refused',
    detail,
    at: instant(entry.message.receivedAt),
    message: entry.message,
  }
}
