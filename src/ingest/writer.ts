/** Behind the journal: reads what was accepted, decodes it, and commits rows and offset together. Nothing is lost, nothing doubled. */

import type { Campus, ReadingColumns, ReplacedReading } from '../domain/index.ts'
import { errorStack } from '../kernel/index.ts'
import {
  type Clock,
  type DeadLetters,
  type DeviceEventBatch,
  type Events,
  type JournalEntry,
  type JournalReader,
  type Metrics,
  type PendingField,
  PortError,
  type Readings,
} from '../ports/index.ts'
import type { WireLimits } from '../wire/index.ts'
import { newestPerPoint } from './batch.ts'
import { commitBatch } from './commit.ts'
import { createDecodeBuffer, type DecodeBuffer, type DecodedBatch } from './decode-buffer.ts'
import { reportBatch } from './batch-report.ts'
import { createDecoderStates, type DecoderStateFile, type DecoderStates } from './decoder-states.ts'
import { createReplacedFinder, type ReplacedFinder } from './replaced.ts'
import { createStoreRetry, type StoreRetry } from './store-retry.ts'
import { createWakeup, type Wakeup } from './wakeup.ts'

export interface CommitInfo {
  readonly offset: number
  readonly rows: number
  /** Newest row of each point in this batch. */
  readonly latest: ReadingColumns
  /** Values that were replaced by others at their time. */
  readonly replaced: readonly ReplacedReading[]
}

export interface WriterParts {
  readonly reader: Pick<JournalReader, 'read'>
  /** The messages after one sequence up to another that the journal still has, in order: read again, beside `reader`. */
  readonly rereadRange: (after: number, upTo: number) => Iterable<JournalEntry>
  readonly campus: () => Campus
  readonly readings: Pick<Readings, 'commit' | 'offset' | 'latest' | 'scan'>
  readonly deadLetters: Pick<DeadLetters, 'keep'>
  readonly events: Events
  readonly metrics: Metrics
  readonly clock: Clock
  /** Hears which message is being decoded. */
  readonly watch?: { begin(seq: number): void; end(): void }
  /** Messages that stopped the thread at every try: they become dead letters. */
  readonly poisoned?: ReadonlySet<number>
  /** Depth and readings of a message. */
  readonly limits?: WireLimits
  readonly maxBatchBytes?: number
  readonly maxBatchRows?: number
  /** Where the state of the decoder outlives the process; absent: nowhere. */
  readonly decoderState?: DecoderStateFile
  /** Waits this long after waking, so that single messages are written together. 0: at once. */
  readonly lingerMs?: number
  readonly onCommit?: (commit: CommitInfo) => void
  /** Called behind the commit, and once at the start with the gaps of messages that are stored. Never with nothing. */
  readonly onDeviceEvents?: (batch: DeviceEventBatch) => void
}

export interface Writer {
  /** Resolves when the offset is known and the writer runs. */
  start(): Promise<void>
  nudge(): void
  /** Stores what is journalled, as far as a few seconds and the store allow, then stops. */
  stop(): Promise<void>
  offset(): number
  /** Resolves when everything up to `seq` is stored; rejects with PortError `closed` when the writer stops before. */
  drained(seq: number): Promise<void>
  discoveries(): readonly PendingField[]
  reconfigure(): void
}

const BATCH_BYTES = 8 * 1024 * 1024
const BATCH_ROWS = 60_000
/** Read at once; other work of the thread goes between two reads. */
const CHUNK_BYTES = 256 * 1024
/** So many of the last stored messages are decoded again at the start, for the counts of devices. */
const RECALLED = 2000
const STOP_MS = 5000
const POISONED = 'decoding this message did not end, at several tries; correct the mapping of its source, then replay it'
const READ_AGAIN_MS = 1000

interface Run {
  readonly parts: WriterParts
  readonly buffer: DecodeBuffer
  readonly states: DecoderStates
  readonly retry: StoreRetry
  readonly replaced: ReplacedFinder
  readonly waiting: Wakeup
  readonly abort: AbortController
  /** Stored up to here. */
  offset: number
  /** Read up to here. */
  position: number
  /** The batch on its way into the store; resolves to whether it got there. */
  storing: Promise<boolean> | null
  /** The campus has changed since the buffer was created. */
  stale: boolean
  /** Monotonic time to end by, once we are to stop. */
  stopBy: number | null
}

function batchFull(run: Run): boolean {
  const { rows, bytes } = run.buffer.size()
  return rows >= (run.parts.maxBatchRows ?? BATCH_ROWS) || bytes >= (run.parts.maxBatchBytes ?? BATCH_BYTES)
}

/** Reads one chunk. True when there was something. */
function readChunk(run: Run): boolean {
  const entries = run.parts.reader.read(run.position, Math.min(CHUNK_BYTES, run.parts.maxBatchBytes ?? BATCH_BYTES))
  const { watch, poisoned } = run.parts
  for (const entry of entries) {
    watch?.begin(entry.seq)
    if (poisoned?.has(entry.seq) === true) run.buffer.refuse(entry, POISONED)
    else run.buffer.feed(entry)
    run.position = entry.seq
  }
  watch?.end()
  return entries.length > 0
}

/** False when we stop before it is stored. */
async function storeBatch(run: Run, decoded: DecodedBatch, upTo: number): Promise<boolean> {
  const { parts } = run
  let replaced: readonly ReplacedReading[] = []
  const looked = await run.retry.untilDone('looking for replaced values', async () => {
    replaced = await run.replaced.mark(decoded.batch)
  })
  if (looked.result === 'stopped') return false
  const refused = await commitBatch({ ...parts, retry: run.retry }, decoded, run.offset)
  if (refused === false) return false
  run.offset = upTo
  run.states.confirm(upTo)
  reportBatch(parts, decoded, refused)
  const latest = newestPerPoint(decoded.batch.rows)
  parts.onCommit?.({ offset: run.offset, rows: decoded.batch.rows.length, latest, replaced })
  deliver(parts, decoded.deviceEvents)
  run.waiting.reached(run.offset)
  return true
}

function deliver({ onDeviceEvents }: WriterParts, batch: DeviceEventBatch): void {
  if (batch.events.length + batch.gaps.length + Object.keys(batch.dropped).length > 0) onDeviceEvents?.(batch)
}

/** Waits for the batch that is being stored; false when we stop before. Rejects with what it failed with. */
async function awaitStoring(run: Run): Promise<boolean> {
  const stored = await run.storing
  run.storing = null
  return stored ?? true
}

/** Hands over what was read; meanwhile the next batch is read. Serial on purpose: a second flush would reorder offsets. */
async function flush(run: Run): Promise<boolean> {
  if (!(await awaitStoring(run))) return false
  run.states.take(run.position, run.stopBy !== null)
  const storing = storeBatch(run, run.buffer.take(run.position), run.position)
  // awaitStoring rethrows a failure; until then it must not count as unhandled.
  storing.catch(() => undefined)
  run.storing = storing
  return true
}

async function waitForWork(run: Run): Promise<boolean> {
  if (run.stopBy !== null) return false
  await run.waiting.wake()
  const linger = run.parts.lingerMs ?? 0
  if (linger > 0) await run.parts.clock.sleep(linger, run.abort.signal)
  return true
}

/** One round: read until the tail or a full batch, then hand it to the store. False when the writer is to end. */
async function runRound(run: Run): Promise<boolean> {
  const { clock, campus } = run.parts
  if (run.stopBy !== null && clock.monotonic() > run.stopBy) return false
  if (run.stale) run.buffer.reconfigure(campus())
  run.stale = false
  while (readChunk(run) && !batchFull(run)) await clock.yieldToEventLoop()
  if (run.buffer.size().messages > 0) return flush(run)
  return run.storing === null ? waitForWork(run) : awaitStoring(run)
}

/** The journal could not be read, or there is a bug: reported as an error and tried again, so that nothing is skipped. */
async function recover(run: Run, error: unknown): Promise<void> {
  const detail = errorStack(error)
  run.parts.events.emit({ code: 'store-away', level: 'error', detail: `the writer failed and tries again: ${detail}` })
  await run.storing?.catch(() => false)
  run.storing = null
  run.buffer.take(run.offset)
  run.position = run.offset
  await run.parts.clock.sleep(READ_AGAIN_MS, run.abort.signal)
}

async function runLoop(run: Run): Promise<void> {
  for (;;) {
    try {
      if (await runRound(run)) continue
      await awaitStoring(run)
      return
    } catch (error) {
      if (run.stopBy !== null) return void (await run.storing?.catch(() => false))
      await recover(run, error)
    }
  }
}

/** Decodes the last messages before the offset again: the counts of devices go on where they stood. */
function recallStored({ parts, buffer, offset }: Run): void {
  for (const entry of parts.rereadRange(Math.max(0, offset - RECALLED), offset)) {
    if (parts.poisoned?.has(entry.seq) === true) continue
    parts.watch?.begin(entry.seq)
    buffer.recall(entry)
  }
  parts.watch?.end()
  const gaps = buffer.recalledGaps()
  if (gaps.length === 0) return
  // Counted before the service ended; metrics do not count them again.
  const detail = 'messages that were missing before the start'
  parts.events.emit({ code: 'messages-missing', level: 'debug', detail, fields: { missing: gaps } })
  deliver(parts, { events: [], dropped: {}, gaps })
}

/** Goes on where the state on disk ends: only what was stored after it is decoded again. */
function restoreState({ parts, buffer, offset }: Run): void {
  const saved = parts.decoderState?.read() ?? null
  if (saved === null || saved.seq > offset) return
  buffer.restore(saved.state)
  for (const entry of parts.rereadRange(saved.seq, offset)) buffer.recall(entry)
}

function createRun(parts: WriterParts): Run {
  const abort = new AbortController()
  const stopping = (): boolean => run.stopBy !== null
  const retry = createStoreRetry({ clock: parts.clock, events: parts.events, signal: abort.signal, stopping })
  const buffer = createDecodeBuffer(parts.campus(), { monotonic: () => parts.clock.monotonic(), limits: parts.limits })
  const states = createDecoderStates({
    file: parts.decoderState ?? null,
    snapshot: () => buffer.snapshot(),
    monotonic: () => parts.clock.monotonic(),
  })
  const run: Run = {
    parts,
    buffer,
    states,
    retry,
    replaced: createReplacedFinder(parts.readings),
    waiting: createWakeup(),
    abort,
    offset: 0,
    position: 0,
    storing: null,
    stale: false,
    stopBy: null,
  }
  return run
}

export function createWriter(parts: WriterParts): Writer {
  const run = createRun(parts)
  const { waiting } = run
  let running: Promise<void> | null = null
  return {
    async start() {
      const read = await run.retry.untilDone('reading the offset', async () => {
        run.offset = await parts.readings.offset()
      })
      if (read.result === 'refused') throw read.error
      run.position = run.offset
      recallStored(run)
      restoreState(run)
      running = runLoop(run)
    },
    nudge: () => waiting.nudge(),
    async stop() {
      run.stopBy ??= parts.clock.monotonic() + STOP_MS
      run.abort.abort()
      waiting.nudge()
      await running
      if (run.position === run.offset) {
        run.states.take(run.offset, true)
        run.states.confirm(run.offset)
      }
      waiting.close(new PortError('closed', 'the writer has stopped'))
    },
    offset: () => run.offset,
    drained: (seq) => waiting.until(seq, run.offset),
    discoveries: () => run.buffer.discoveries(),
    reconfigure() {
      run.stale = true
      waiting.nudge()
    },
  }
}
