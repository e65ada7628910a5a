/** Waits until rows are stored and rolled up, but never for long: a rollup of a year takes minutes, and whoever asks wants to hear of it meanwhile. */

import { SECOND } from '../../domain/index.ts'
import type { Buckets, Clock, StoreWriter } from '../../ports/index.ts'
import type { RollupQueue } from './rollup-queue.ts'

/** A client that waits for an answer hears of the work within this time. */
const LONGEST = 10 * SECOND

export interface StoredWaitParts {
  readonly writer: Pick<StoreWriter, 'drained'>
  readonly buckets: Pick<Buckets, 'rolledUpTo'>
  readonly rollups: Pick<RollupQueue, 'rollUp'>
  readonly clock: Clock
}

/** Resolves to true once it is done, to false when it is not done yet. Rejects as the store or the rollup does. */
export function createStoredWait({
  writer,
  buckets,
  rollups,
  clock,
}: StoredWaitParts): (until: { readonly seq: number; readonly rolledUp: boolean }) => Promise<boolean> {
  /** The rollup that those who ask share: asking again starts no other. */
  let rollup: Promise<unknown> | null = null

  function rollUpOnce(): Promise<unknown> {
    rollup ??= rollups.rollUp().finally(() => {
      rollup = null
    })
    return rollup
  }

  async function rolled(seq: number): Promise<true> {
    // Twice: the first may be one that began before the rows were stored.
    for (let i = 0; i < 2 && (await buckets.rolledUpTo()) < seq; i++) await rollUpOnce()
    return true
  }

  async function done(seq: number, rolledUp: boolean): Promise<true> {
    await writer.drained(seq)
    return rolledUp ? rolled(seq) : true
  }

  return async ({ seq, rolledUp }) => {
    const over = new AbortController()
    const late = clock.sleep(LONGEST, over.signal).then(
      () => false,
      () => false,
    )
    const work = done(seq, rolledUp)
    work.catch(() => undefined)
    try {
      return await Promise.race([work, late])
    } finally {
      over.abort()
    }
  }
}
