/** Checkpoints of the store: often enough to keep the journal short, rarely enough to cost nothing. */

import type { Clock } from '../../ports/index.ts'
import type { OpenStore } from './store.ts'

const CHECKPOINT_MS = 30_000
/** Asked for more often, one costs more than it frees. */
const HURRY_MS = 1000
/** What is written since the last one stays in memory, 30 bytes a row. */
const CHECKPOINT_ROWS = 1_000_000
/** The first one soon after the first rows: a service that is killed again and again replays what is new, not more each time. */
const FIRST_MS = 1000

interface CheckpointParts {
  readonly store: Pick<OpenStore, 'checkpoint'>
  readonly clock: Clock
  readonly done: (seq: number) => void
  readonly failed: (error: unknown) => void
}

export interface Checkpoints {
  wrote(rows: number): void
  /** The journal needs room: one is due now. */
  requestCheckpoint(): void
  stop(): Promise<void>
}

/** Every 30 s, or after many rows, or when the journal is short of room: only then may it forget. */
export function checkpointing({ store, clock, done, failed }: CheckpointParts): Checkpoints {
  const abort = new AbortController()
  let rows = 0
  let wake: (() => void) | null = null
  let hurried = -Infinity
  let first = true
  const checkpoint = async (): Promise<void> => {
    const written = rows
    rows = 0
    try {
      done(await store.checkpoint())
    } catch (error) {
      // The journal keeps what is not checkpointed; the next turn tries again.
      rows += written
      failed(error)
    }
  }
  const loop = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      await Promise.race([clock.sleep(CHECKPOINT_MS, abort.signal), new Promise<void>((r) => (wake = r))])
      if (rows > 0) await checkpoint()
    }
  }
  const running = loop()
  return {
    wrote(n) {
      rows += n
      if (first) void clock.sleep(FIRST_MS, abort.signal).then(() => wake?.())
      first = false
      if (rows >= CHECKPOINT_ROWS) wake?.()
    },
    requestCheckpoint() {
      if (clock.monotonic() - hurried < HURRY_MS) return
      hurried = clock.monotonic()
      wake?.()
    },
    async stop() {
      abort.abort()
      wake?.()
      await running
    },
  }
}
