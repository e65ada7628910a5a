/**
 * The thread behind the journal: it tails the journal's files, decodes, and writes DuckDB; rows and journal offset commit together.
 * The main thread asks it for data by message. Composition of the thread, as main.ts is of the process.
 */

import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { openDeadLetters } from '../../adapters/records/dead-letters.ts'
import { openJournalReader } from '../../adapters/journal/reader.ts'
import { createClock } from '../../adapters/system/clock.ts'
import type { ThreadServer } from '../../adapters/thread/protocol.ts'
import { serve } from '../../adapters/thread/rpc.ts'
import type { Config } from '../../config/types.ts'
import type { Campus } from '../../domain/index.ts'
import { createWriter, type Writer, type WriterParts } from '../../ingest/writer.ts'
import type { Events, JournalEntry, JournalReader, Metrics } from '../../ports/index.ts'
import { limitHeapGrowth } from '../../adapters/system/heap.ts'
import { decoderStateFile } from './decoder-state-file.ts'
import { startCheckpoints } from './checkpoints.ts'
import { decodeWatchOn } from './decode-watch.ts'
import type { StoreProtocol } from './protocol.ts'
import { openStoreAt, type StorePlace } from './store.ts'

export interface StoreThreadData extends StorePlace {
  readonly campus: Campus
  readonly limits: Config['limits']
  /** See decode-watch.ts. */
  readonly decodeMemory: SharedArrayBuffer
  /** Journal sequences of messages whose decoding never ended. */
  readonly poisoned: readonly number[]
}

/** A store that has not answered so long after the service began to stop is not waited for: the journal brings its rows again. */
const END_MS = 5000

/** Sparse messages wait for company this long: a commit costs about 2 ms however small it is. */
const LINGER_MS = 50
/** ClickHouse makes a part of a table for each insert and refuses more when it cannot merge them. */
const LINGER_CLICKHOUSE_MS = 500

type Server = ThreadServer<StoreProtocol>

interface OpenedThread {
  readonly targets: Omit<StoreProtocol['targets'], 'control'>
  nudge(): void
  requestCheckpoint(): void
  ending(): void
  close(): Promise<void>
  abandon(): Promise<void>
}

/** Events and metrics of the thread, carried to the main thread. */
function relayTo(server: Server): { events: Events; metrics: Metrics } {
  return {
    events: { emit: (event) => server.emit('event', event) },
    metrics: { count: (name, labels = {}, by = 1) => server.emit('count', { name, labels, by }), gauge: () => undefined },
  }
}

function readerOf({ dataDir }: StoreThreadData, events: Events): JournalReader {
  const detail = 'damaged messages in the journal were stepped over: they are lost'
  const damaged = (count: number): void => events.emit({ code: 'journal-corrupt', level: 'error', count, detail })
  const gone = (after: number, first: number): void => {
    const lost = `messages ${after + 1} to ${first - 1} are neither in the journal nor in the archive`
    events.emit({
      code: 'journal-behind',
      level: 'error',
      detail: `the store is older than the journal, and ${lost}: restore a newer store`,
    })
  }
  return openJournalReader({ dir: join(dataDir, 'journal'), archiveDir: join(dataDir, 'archive'), onDamage: damaged, onMissing: gone })
}

const REREAD_BYTES = 1024 * 1024

/** Messages that journal and archive still hold after a sequence up to another. */
function* rereadRange({ dataDir }: StoreThreadData, from: number, upTo: number): Generator<JournalEntry> {
  const reader = openJournalReader({ dir: join(dataDir, 'journal'), archiveDir: join(dataDir, 'archive') })
  try {
    for (let after = from; after < upTo; ) {
      const entries = reader.read(after, REREAD_BYTES)
      if (entries.length === 0) return
      for (const entry of entries) if (entry.seq <= upTo) yield entry
      after = entries.at(-1)?.seq ?? upTo
    }
  } finally {
    reader.close()
  }
}

function writerTarget(writer: Writer, setCampus: (campus: Campus) => void): StoreProtocol['targets']['writer'] {
  return {
    offset: async () => writer.offset(),
    drained: (seq: number) => writer.drained(seq),
    discoveries: async () => writer.discoveries(),
    async reconfigure(next: Campus) {
      setCampus(next)
      writer.reconfigure()
    },
  }
}

/** What the writer goes on from after a restart. */
function rereadParts(data: StoreThreadData, events: Events): Pick<WriterParts, 'rereadRange' | 'decoderState'> {
  return {
    rereadRange: (after, upTo) => rereadRange(data, after, upTo),
    decoderState: decoderStateFile(join(data.dataDir, 'decoder-state.json'), events),
  }
}

async function openThread(data: StoreThreadData, server: Server): Promise<OpenedThread> {
  const clock = createClock()
  const { events, metrics } = relayTo(server)
  const store = await openStoreAt(data, events, (why) => server.emit('fatal', why))
  const deadLetters = await openDeadLetters({
    dir: join(data.dataDir, 'dead-letters'),
    onMissing: (detail) => events.emit({ code: 'letters-missing', level: 'error', detail }),
  })
  const reader = readerOf(data, events)
  let campus = data.campus
  const checkpoints = startCheckpoints({
    store,
    clock,
    onDone: (seq) => server.emit('checkpoint', seq),
    onFailure: (error) =>
      events.emit({ code: 'store-away', level: 'error', detail: `the store could not be checkpointed: ${String(error)}` }),
  })
  const writer = createWriter({
    reader,
    ...rereadParts(data, events),
    limits: data.limits,
    watch: decodeWatchOn(data.decodeMemory),
    poisoned: new Set(data.poisoned),
    lingerMs: /^clickhouses?:/.test(data.store.url) ? LINGER_CLICKHOUSE_MS : LINGER_MS,
    campus: () => campus,
    readings: store.readings,
    deadLetters,
    events,
    metrics,
    clock,
    onCommit(note) {
      server.emit('commit', note)
      checkpoints.addRows(note.rows)
    },
    onDeviceEvents: (batch) => server.emit('device-events', batch),
  })
  await writer.start()
  return {
    targets: {
      readings: store.readings,
      buckets: store.buckets,
      inventory: store.transfer,
      deadLetters,
      writer: writerTarget(writer, (next) => (campus = next)),
    },
    nudge: () => writer.nudge(),
    requestCheckpoint: () => checkpoints.requestCheckpoint(),
    ending: () => store.endWithin(END_MS),
    abandon: () => store.abandon(),
    async close() {
      await writer.stop()
      await checkpoints.stop()
      reader.close()
      await deadLetters.close()
      await store.close()
    },
  }
}

if (parentPort === null) throw new Error('the store thread is started by main')
limitHeapGrowth()
const server = serve<StoreProtocol>(parentPort, {
  control: {
    async opened() {
      const { targets } = await opening
      server.add(targets)
    },
    async close() {
      await (await opening).close()
    },
    async abandon() {
      await (await opening).abandon()
    },
  },
})
const opening = openThread(workerData as StoreThreadData, server)
opening.catch(() => undefined)
server.on('requestCheckpoint', () => void opening.then((o) => o.requestCheckpoint()).catch(() => undefined))
server.on('nudge', () => void opening.then((o) => o.nudge()).catch(() => undefined))
server.on('ending', () => void opening.then((o) => o.ending()).catch(() => undefined))
