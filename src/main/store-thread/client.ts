/** The store thread, opened and seen through its ports. */

import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../../config/types.ts'
import { encodeBuckets, viewBuckets } from '../../domain/index.ts'
import type {
  Buckets,
  Clock,
  CommitNote,
  DeadLetters,
  DeviceEventBatch,
  Events,
  JournalState,
  Metrics,
  Readings,
  StoreExport,
  StoreWriter,
} from '../../ports/index.ts'
import type { StoreThreadData } from './thread.ts'
import { createStoreHost, type StoreHost } from './host.ts'

export interface Store {
  /** Resolves when the store is open; rejects with why it is not. Until then its calls are rejected as `unavailable`. */
  open(): Promise<void>
  readonly readings: Readings
  readonly buckets: Buckets
  readonly deadLetters: DeadLetters
  readonly writer: StoreWriter
  readonly exported: StoreExport
  onCommit(listener: (note: CommitNote) => void): void
  /** Hears of what came before it was registered, too. One listener. */
  onDeviceEvents(listener: (batch: DeviceEventBatch) => void): void
  /** The journal may forget everything up to this sequence. */
  onCheckpoint(listener: (seq: number) => void): void
  /** The journal is short of room. */
  requestCheckpoint(): void
  /** We are about to stop: a server that does not answer is not waited for much longer. */
  ending(): void
  close(): Promise<void>
}

/** Folder of the embedded store; null with a server. */
export function storeFolder(config: Config): string | null {
  if (!config.store.url.startsWith('duckdb:')) return null
  return resolve(config.store.url.slice('duckdb:'.length) || config.data.dir)
}

/** Buckets travel as columns: copying objects between threads would cost more than computing them. */
function bucketsOf(thread: StoreHost): Buckets {
  const far = thread.remote('buckets')
  return {
    write: (buckets, upTo) => far.writeColumns(encodeBuckets(buckets), upTo),
    read: async (query) => viewBuckets(await far.readColumns(query)),
    readColumns: (query) => far.readColumns(query),
    edgeStates: (points, at) => far.edgeStates(points, at),
    rolledUpTo: () => far.rolledUpTo(),
    remove: (points, within) => far.remove(points, within),
  }
}

/** What a backup reads. */
function exportOf(thread: StoreHost): StoreExport {
  const [readings, buckets, inventory] = [thread.remote('readings'), thread.remote('buckets'), thread.remote('inventory')]
  return {
    readingDays: () => inventory.readingDays(),
    bucketDays: (step) => inventory.bucketDays(step),
    offset: () => readings.offset(),
    rolledUpTo: () => buckets.rolledUpTo(),
    changes: async (after) => (await readings.changes(after)).changes,
    readings: (span) => readings.scan({ span }),
    buckets: (query) => buckets.readColumns(query),
  }
}

/** The thread waits for more messages anyway: the first nudge goes out at once, those within this time after it as one. */
const NUDGE_MS = 10

/** Sends at once, then at most once in NUDGE_MS, the newest state. */
function coalesce(send: (state: JournalState) => void, clock: Clock): (state: JournalState) => void {
  let unsent: JournalState | null = null
  let pausing = false
  const pause = async (): Promise<void> => {
    pausing = true
    await clock.sleep(NUDGE_MS)
    pausing = false
    if (unsent !== null) nudge(unsent)
  }
  const nudge = (state: JournalState): void => {
    unsent = state
    if (pausing) return
    send(unsent)
    unsent = null
    void pause()
  }
  return nudge
}

function writerOf(thread: StoreHost, clock: Clock): StoreWriter {
  const far = thread.remote('writer')
  return {
    nudge: coalesce((state) => thread.emit('nudge', state), clock),
    offset: () => far.offset(),
    drained: (seq) => far.drained(seq),
    discoveries: () => far.discoveries(),
    reconfigure(campus) {
      thread.setCampus(campus)
      return far.reconfigure(campus)
    },
  }
}

/** Keeps what comes before there is a listener: the thread speaks while it opens, the service listens once it is composed. */
function createMailbox<T>(): { readonly post: (item: T) => void; readonly listen: (listener: (item: T) => void) => void } {
  const early: T[] = []
  let deliver = (item: T): void => void early.push(item)
  return {
    post: (item) => deliver(item),
    listen(listener) {
      deliver = listener
      for (const item of early.splice(0)) listener(item)
    },
  }
}

/** Spawns the thread when `open` is called; the ports may be passed on before. */
export function createStore(config: Config, parts: { events: Events; metrics: Metrics; clock: Clock }): Store {
  const folder = storeFolder(config)
  if (folder !== null) mkdirSync(folder, { recursive: true })
  const data: Omit<StoreThreadData, 'decodeMemory' | 'poisoned'> = {
    dataDir: config.data.dir,
    storeFile: join(folder ?? config.data.dir, 'store.duckdb'),
    store: config.store,
    campus: config.campus,
    limits: config.limits,
  }
  const { events, metrics, clock } = parts
  const deviceEvents = createMailbox<DeviceEventBatch>()
  const thread = createStoreHost({
    data,
    events,
    clock,
    listen(client) {
      client.on('event', (event) => events.emit(event))
      client.on('count', ({ name, labels, by }) => metrics.count(name, labels, by))
      client.on('device-events', deviceEvents.post)
    },
  })
  return {
    open: () => thread.open(),
    readings: thread.remote('readings'),
    buckets: bucketsOf(thread),
    deadLetters: thread.remote('deadLetters'),
    writer: writerOf(thread, clock),
    exported: exportOf(thread),
    onCommit: (listener) => thread.on('commit', listener),
    onDeviceEvents: deviceEvents.listen,
    onCheckpoint: (listener) => thread.on('checkpoint', listener),
    requestCheckpoint: () => thread.emit('requestCheckpoint', null),
    ending: () => thread.emit('ending', null),
    close: () => thread.close(),
  }
}
