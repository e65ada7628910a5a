/** Checkpoints of the store: often enough to keep the journal short, rarely enough to cost nothing. */

import type { Clock } from '../../ports/index.ts'
import type { OpenStore } from './store.ts'

const CHECKPOINT_MS = 30_000
/** Requests that come sooner after the last one are passed over: a checkpoint would cost more than it frees. */
const REQUEST_MS = 1000
/** Rows since the last checkpoint stay in memory, 30 bytes a row. */
const CHECKPOINT_ROWS = 1_000_000
/** The first one soon after the first rows: a service that is killed again and again replays only what is new. */
const FIRST_MS = 1000

interface CheckpointParts {
  readonly store: Pick<OpenStore, 'checkpoint'>
  readonly clock: Clock
  readonly onDone: (seq: number) => void
  readonly onFailure: (error: unknown) => void
}

export interface Checkpoints {
  addRows(rows: number): void
  /** The journal needs room: one is due now. */
  requestCheckpoint(): void
  stop(): Promise<void>
}

/** Every 30 s, or after many rows, or when the journal is short of room: only then may it forget. */
export function startCheckpoints({ store, clock, onDone, onFailure }: CheckpointParts): Checkpoints {
  const abort = new AbortController()
  let rows = 0
  let wake: (() => void) | null = null
  let requestedAt = -Infinity
  let first = true
  const checkpoint = async (): Promise<void> => {
    const written = rows
    rows = 0
    try {
      onDone(await store.checkpoint())
    } catch (error) {
      // The journal keeps what is not checkpointed; the next turn tries again.
      rows += written
      onFailure(error)
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
    addRows(n) {
      rows += n
      if (first) void clock.sleep(FIRST_MS, abort.signal).then(() => wake?.())
      first = false
      if (rows >= CHECKPOINT_ROWS) wake?.()
    },
    requestCheckpoint() {
      if (clock.monotonic() - requestedAt < REQUEST_MS) return
      requestedAt = clock.monotonic()
      wake?.()
    },
    async stop() {
      abort.abort()
      wake?.()
      await running
    },
  }
}
