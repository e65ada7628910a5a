/** The writing side of the journal: synchronous writes, of one message or of all that are queued, in segments. */

import { mkdirSync, rmSync } from 'node:fs'
import type { RawMessage } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { type Journal, type JournalState, PortError } from '../../ports/index.ts'
import { BODY_HEAD, encodeFrame, FRAME_HEAD, HEADER_BYTES, MAX_BODY } from './format.ts'
import { recoverJournal, type RecoveredJournal } from './recovery.ts'
import { DiskBudget, type DiskBudgetOptions } from './disk-budget.ts'
import { createSegment, openSegment, type SegmentFile, syncFolder } from './segment-file.ts'
import type { Segment } from './segments.ts'

export interface JournalOptions extends DiskBudgetOptions {
  readonly segmentBytes: number
  /** always: on disk before the acknowledgement; interval: within `intervalMs`; os: when the system decides. All survive a crash of the process. */
  readonly durability: 'always' | 'interval' | 'os'
  readonly intervalMs: number
  /** Takes over a segment whose messages are all stored; without it the segment is removed. */
  readonly archive?: (segment: Segment) => void
}

const SCRATCH_BYTES = 256 * 1024
const LARGEST_TOPIC = 0xffff

/** Opens the folder, or creates it. Rejects with PortError `corrupt` when a segment was written by a newer program. */
export async function createJournal(options: JournalOptions): Promise<Journal> {
  mkdirSync(options.dir, { recursive: true })
  return new SegmentedJournal(options, recoverJournal(options.dir))
}

class SegmentedJournal implements Journal {
  readonly #options: JournalOptions
  readonly #recovered: RecoveredJournal
  readonly #segments: Segment[]
  readonly #budget: DiskBudget
  readonly #timer: NodeJS.Timeout | null
  /** Frames of queued messages, one behind the other. */
  #scratch = Buffer.allocUnsafe(SCRATCH_BYTES)
  #queuedBytes = 0
  #queuedMessages = 0
  /** Why queued messages could not be written, until `flush` has thrown it. */
  #writeError: PortError | null = null
  /** Sequence of the last message in a file. */
  #lastSeq: number
  #bytes: number
  /** Opened by the first append. */
  #active: SegmentFile | null = null
  /** The next message starts a segment, because sequences within a segment have no gap. */
  #skipped = false
  #dirty = false
  #syncing = false
  /** Why the last sync to the disk failed; null after one that succeeded. */
  #syncError: string | null = null
  #closed = false
  #announced = false
  #listener: ((state: JournalState) => void) | null = null

  constructor(options: JournalOptions, recovered: RecoveredJournal) {
    this.#options = options
    this.#recovered = recovered
    this.#segments = recovered.segments
    this.#lastSeq = recovered.lastSeq
    this.#bytes = recovered.segments.reduce((sum, s) => sum + s.bytes, 0)
    this.#budget = new DiskBudget(options)
    this.#timer = options.durability === 'interval' ? setInterval(() => this.#sync(), options.intervalMs) : null
    this.#timer?.unref()
  }

  append(message: RawMessage): number {
    this.#writeQueued()
    this.#queue(message)
    this.#write()
    return this.#lastSeq
  }

  enqueue(message: RawMessage): number {
    this.#queue(message)
    return this.#lastSeq + this.#queuedMessages
  }

  flush(): void {
    this.#tryWriteQueued()
    const error = this.#writeError
    this.#writeError = null
    if (error !== null) throw error
  }

  state(): JournalState {
    const newest = this.#segments.at(-1)
    return {
      lastSeq: this.#lastSeq,
      firstSeq: this.#segments[0]?.firstSeq ?? this.#lastSeq + 1,
      bytes: this.#bytes,
      capBytes: this.#options.maxBytes,
      full: this.#budget.full || this.#syncError !== null,
      torn: this.#recovered.torn,
      corrupt: this.#recovered.corrupt,
      segment: newest?.firstSeq ?? 0,
      end: newest?.bytes ?? 0,
    }
  }

  onAppend(listener: (state: JournalState) => void): void {
    this.#listener = listener
  }

  skipTo(seq: number): void {
    this.#tryWriteQueued()
    if (seq <= this.#lastSeq) return
    this.#lastSeq = seq
    this.#skipped = true
  }

  trim(seq: number): void {
    for (let next = this.#segments[1]; next && next.firstSeq - 1 <= seq; next = this.#segments[1]) {
      const stored = this.#segments.shift() as Segment
      if (this.#options.archive) this.#options.archive(stored)
      else rmSync(stored.path, { force: true })
      this.#bytes -= stored.bytes
      this.#budget.spaceFreed()
    }
  }

  async close(): Promise<void> {
    this.#tryWriteQueued()
    this.#closed = true
    if (this.#timer) clearInterval(this.#timer)
    this.#active?.sync()
    this.#active?.close()
    this.#active = null
  }

  #frameBytes({ topic, payload }: RawMessage): number {
    const topicBytes = Buffer.byteLength(topic)
    const body = BODY_HEAD + topicBytes + payload.length
    if (topicBytes > LARGEST_TOPIC) throw new PortError('refused', `a topic of ${topicBytes} bytes is too long for the journal`)
    if (body > MAX_BODY) throw new PortError('refused', `a message of ${payload.length} bytes is too large for the journal`)
    return FRAME_HEAD + body
  }

  #refuseWhenFull(frame: number): void {
    if (this.#closed) throw new PortError('closed', 'the journal is closed')
    if (this.#syncError !== null)
      throw new PortError(
        'full',
        `the journal cannot be synced to the disk: ${this.#syncError}; messages are not acknowledged until it can`,
      )
    if (this.#budget.reserve(this.#bytes + this.#queuedBytes, frame)) return
    throw new PortError(
      'full',
      `the journal holds ${this.#bytes} of ${this.#options.maxBytes} bytes, or the disk is nearly full: messages are not acknowledged until there is room`,
    )
  }

  /** Queues a message, to be written together with the others. */
  #queue(message: RawMessage): void {
    const frame = this.#frameBytes(message)
    this.#refuseWhenFull(frame)
    if (this.#queuedBytes > 0 && !this.#fits(this.#queuedBytes + frame)) this.#writeQueued()
    if (frame > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(frame)
    encodeFrame(this.#scratch, this.#lastSeq + this.#queuedMessages + 1, message, this.#queuedBytes)
    this.#queuedBytes += frame
    this.#queuedMessages += 1
  }

  /** Whether frames of so many bytes fit into one write to one segment. */
  #fits(bytes: number): boolean {
    const newest = this.#skipped ? undefined : this.#segments.at(-1)
    return bytes <= this.#scratch.length && (newest?.bytes ?? HEADER_BYTES) + bytes <= this.#options.segmentBytes
  }

  #tryWriteQueued(): void {
    try {
      this.#writeQueued()
    } catch {
      // `flush` throws the error.
    }
  }

  #writeQueued(): void {
    if (this.#queuedMessages === 0) return
    try {
      this.#write()
    } catch (error) {
      this.#writeError = error as PortError
      throw error
    }
  }

  /** Writes all queued frames or none; the queue is empty afterwards in both cases. */
  #write(): void {
    const bytes = this.#queuedBytes
    const messages = this.#queuedMessages
    this.#queuedBytes = 0
    this.#queuedMessages = 0
    try {
      const file = this.#segmentFor(bytes)
      file.append(this.#scratch, bytes)
      this.#lastSeq += messages
      this.#bytes += bytes
      this.#dirty = true
      if (this.#options.durability === 'always') file.sync()
    } catch (error) {
      this.#budget.writeFailed()
      throw new PortError('full', `the journal cannot be written: ${errorText(error)}`, { cause: error })
    }
    this.#announce()
  }

  #segmentFor(bytes: number): SegmentFile {
    const newest = this.#segments.at(-1)
    if (newest === undefined || this.#skipped) return this.#startSegment()
    const over = newest.bytes + bytes > this.#options.segmentBytes && newest.bytes > HEADER_BYTES
    if (over) return this.#startSegment()
    this.#active ??= openSegment(newest)
    return this.#active
  }

  /** Creates a segment and then closes the one before: when that fails, writing goes on in the old one. */
  #startSegment(): SegmentFile {
    const created = createSegment(this.#options.dir, this.#lastSeq + 1)
    const before = this.#active
    this.#active = created
    this.#skipped = false
    this.#segments.push(created.segment)
    this.#bytes += created.segment.bytes
    if (this.#options.durability !== 'os') {
      before?.sync()
      syncFolder(this.#options.dir)
    }
    before?.close()
    return created
  }

  #announce(): void {
    if (this.#listener === null || this.#announced) return
    this.#announced = true
    setImmediate(() => {
      this.#announced = false
      this.#listener?.(this.state())
    })
  }

  /** After a failed sync the journal refuses messages until a sync succeeds. */
  #sync(): void {
    const file = this.#active
    if (!this.#dirty || this.#syncing || file === null) return
    this.#dirty = false
    this.#syncing = true
    file.syncLater((error) => {
      this.#syncing = false
      // A segment that was closed meanwhile was synced when it was closed.
      if (file !== this.#active) return
      this.#syncError = error === null ? null : error.message
      if (error !== null) this.#dirty = true
    })
  }
}
