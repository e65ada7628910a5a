/** The store thread, opened and seen through its ports. */

import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ThreadClient } from '../../adapters/thread/rpc.ts'
import type { Config } from '../../config/types.ts'
import { decodeBuckets, encodeBuckets } from '../../domain/index.ts'
import type {
  Buckets,
  Clock,
  CommitNote,
  DeadLetters,
  Events,
  JournalState,
  Metrics,
  Readings,
  ServiceEvent,
  StoreWriter,
} from '../../ports/index.ts'
import type { StoreThreadData } from './thread.ts'
import type { ColumnBuckets } from './store.ts'
import { openStoreHost, type StoreHost } from './host.ts'

export interface Store {
  readonly readings: Readings
  readonly buckets: Buckets
  readonly deadLetters: DeadLetters
  readonly writer: StoreWriter
  onCommit(listener: (note: CommitNote) => void): void
  /** The journal may forget everything up to this sequence. */
  onCheckpoint(listener: (seq: number) => void): void
  /** The journal is short of room. */
  checkpointSoon(): void
  /** We are about to stop: a server that does not answer is not waited for much longer. */
  ending(): void
  close(): Promise<void>
}

/** A count of the metrics of the thread, carried over. */
export interface CountNote {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly by: number
}

/** Folder of the embedded store; null with a server. */
export function storeFolder(config: Config): string | null {
  if (!config.store.url.startsWith('duckdb:')) return null
  return resolve(config.store.url.slice('duckdb:'.length) || config.data.dir)
}

/** Buckets travel as columns: copying objects between threads would cost more than computing them. */
function bucketsOf(thread: ThreadClient): Buckets {
  const far = thread.remote<ColumnBuckets>('buckets')
  return {
    write: (buckets, upTo) => far.writeColumns(encodeBuckets(buckets), upTo),
    read: async (query) => decodeBuckets(await far.readColumns(query)),
    edgeStates: (points, at) => far.edgeStates(points, at),
    rolledUpTo: () => far.rolledUpTo(),
    remove: (points, within) => far.remove(points, within),
  }
}

/** The thread waits for company of a message anyway: it is told at once of the first, and of those after it together. */
const NUDGE_MS = 10

function sparing(tell: (state: JournalState) => void, clock: Clock): (state: JournalState) => void {
  let untold: JournalState | null = null
  let resting = false
  const rest = async (): Promise<void> => {
    resting = true
    await clock.sleep(NUDGE_MS)
    resting = false
    if (untold !== null) nudge(untold)
  }
  const nudge = (state: JournalState): void => {
    untold = state
    if (resting) return
    tell(untold)
    untold = null
    void rest()
  }
  return nudge
}

function writerOf(thread: StoreHost, clock: Clock): StoreWriter {
  const far = thread.remote<Omit<StoreWriter, 'nudge'>>('writer')
  return {
    nudge: sparing((state) => thread.emit('nudge', state), clock),
    offset: () => far.offset(),
    drained: (seq) => far.drained(seq),
    discoveries: () => far.discoveries(),
    reconfigure(campus) {
      thread.reconfigured(campus)
      return far.reconfigure(campus)
    },
  }
}

export async function openStore(config: Config, parts: { events: Events; metrics: Metrics; clock: Clock }): Promise<Store> {
  const folder = storeFolder(config)
  if (folder !== null) mkdirSync(folder, { recursive: true })
  const data: StoreThreadData = {
    dataDir: config.data.dir,
    storeFile: join(folder ?? config.data.dir, 'store.duckdb'),
    store: config.store,
    campus: config.campus,
    limits: config.limits,
  }
  const listeners = {
    event: (event: unknown): void => parts.events.emit(event as ServiceEvent),
    count(note: unknown): void {
      const { name, labels, by } = note as CountNote
      parts.metrics.count(name, labels, by)
    },
  }
  const thread = await openStoreHost({ data, events: parts.events, clock: parts.clock, listeners })
  return {
    readings: thread.remote<Readings>('readings'),
    buckets: bucketsOf(thread),
    deadLetters: thread.remote<DeadLetters>('deadLetters'),
    writer: writerOf(thread, parts.clock),
    onCommit: (listener) => thread.on('commit', (note) => listener(note as CommitNote)),
    onCheckpoint: (listener) => thread.on('checkpoint', (seq) => listener(seq as number)),
    checkpointSoon: () => thread.emit('hurry', null),
    ending: () => thread.emit('ending', null),
    close: () => thread.close(),
  }
}
