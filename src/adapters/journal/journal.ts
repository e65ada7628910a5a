/** The writing side of the journal: synchronous writes, of one message or of all that were gathered, in segments. */

import { mkdirSync, rmSync } from 'node:fs'
import type { RawMessage } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { type Journal, type JournalState, PortError } from '../../ports/index.ts'
import { BODY_HEAD, encodeFrame, FRAME_HEAD, HEADER_BYTES, MAX_BODY } from './format.ts'
import { recover, type Recovered } from './recovery.ts'
import { DiskBudget, type RoomOptions } from './disk-budget.ts'
import { createSegment, openSegment, type SegmentFile, syncFolder } from './segment-file.ts'
import type { Segment } from './segments.ts'

export interface JournalOptions extends RoomOptions {
  readonly segmentBytes: number
  /** always: on disk before the answer; interval: within `intervalMs`; os: when the system likes. All survive the death of the process. */
  readonly durability: 'always' | 'interval' | 'os'
  readonly intervalMs: number
  /** What becomes of a segment whose messages are all stored; it is removed when nobody takes it. */
  readonly keep?: (segment: Segment) => void
}

const SCRATCH_BYTES = 256 * 1024
const LARGEST_TOPIC = 0xffff

/** Opens the folder, or makes it. Rejects with PortError `corrupt` when a segment was written by a newer program. */
export async function createJournal(options: JournalOptions): Promise<Journal> {
  mkdirSync(options.dir, { recursive: true })
  return new SegmentedJournal(options, recover(options.dir))
}

class SegmentedJournal implements Journal {
  readonly #options: JournalOptions
  readonly #found: Recovered
  readonly #segments: Segment[]
  readonly #room: DiskBudget
  readonly #timer: NodeJS.Timeout | null
  /** Frames that were gathered, one behind the other: so many bytes and messages. */
  #scratch = Buffer.allocUnsafe(SCRATCH_BYTES)
  #waiting = 0
  #gathered = 0
  /** Why some that were gathered could not be written, until `flush` has told. */
  #lost: PortError | null = null
  /** Of the last message in a file. */
  #lastSeq: number
  #bytes: number
  /** Opened by the first append. */
  #active: SegmentFile | null = null
  /** The next message starts a segment: sequences within one have no gap. */
  #leap = false
  #dirty = false
  #syncing = false
  /** Why the disk did not take what was written; cleared when it does. */
  #syncFault: string | null = null
  #closed = false
  #announced = false
  #listener: ((state: JournalState) => void) | null = null

  constructor(options: JournalOptions, found: Recovered) {
    this.#options = options
    this.#found = found
    this.#segments = found.segments
    this.#lastSeq = found.lastSeq
    this.#bytes = found.segments.reduce((sum, s) => sum + s.bytes, 0)
    this.#room = new DiskBudget(options)
    this.#timer = options.durability === 'interval' ? setInterval(() => this.#sync(), options.intervalMs) : null
    this.#timer?.unref()
  }

  append(message: RawMessage): number {
    this.#writeGathered()
    this.#put(message)
    this.#write()
    return this.#lastSeq
  }

  enqueue(message: RawMessage): number {
    this.#put(message)
    return this.#lastSeq + this.#gathered
  }

  flush(): void {
    this.#tryGathered()
    const lost = this.#lost
    this.#lost = null
    if (lost !== null) throw lost
  }

  state(): JournalState {
    const newest = this.#segments.at(-1)
    return {
      lastSeq: this.#lastSeq,
      firstSeq: this.#segments[0]?.firstSeq ?? this.#lastSeq + 1,
      bytes: this.#bytes,
      capBytes: this.#options.maxBytes,
      full: this.#room.full || this.#syncFault !== null,
      torn: this.#found.torn,
      corrupt: this.#found.corrupt,
      segment: newest?.firstSeq ?? 0,
      end: newest?.bytes ?? 0,
    }
  }

  onAppend(listener: (state: JournalState) => void): void {
    this.#listener = listener
  }

  skipTo(seq: number): void {
    this.#tryGathered()
    if (seq <= this.#lastSeq) return
    this.#lastSeq = seq
    this.#leap = true
  }

  trim(seq: number): void {
    for (let next = this.#segments[1]; next && next.firstSeq - 1 <= seq; next = this.#segments[1]) {
      const gone = this.#segments.shift() as Segment
      if (this.#options.keep) this.#options.keep(gone)
      else rmSync(gone.path, { force: true })
      this.#bytes -= gone.bytes
      this.#room.freed()
    }
  }

  async close(): Promise<void> {
    this.#tryGathered()
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
    if (this.#syncFault !== null)
      throw new PortError('full', `the disk does not take the journal: ${this.#syncFault}; messages are not acknowledged until it does`)
    if (this.#room.take(this.#bytes + this.#waiting, frame)) return
    throw new PortError(
      'full',
      `the journal holds ${this.#bytes} of ${this.#options.maxBytes} bytes, or the disk is nearly full: messages are not acknowledged until there is room`,
    )
  }

  /** Takes a message, to be written with those that wait. */
  #put(message: RawMessage): void {
    const frame = this.#frameBytes(message)
    this.#refuseWhenFull(frame)
    if (this.#waiting > 0 && !this.#fits(this.#waiting + frame)) this.#writeGathered()
    if (frame > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(frame)
    encodeFrame(this.#scratch, this.#lastSeq + this.#gathered + 1, message, this.#waiting)
    this.#waiting += frame
    this.#gathered += 1
  }

  /** Whether frames of so many bytes may go to the disk with one call. */
  #fits(bytes: number): boolean {
    const newest = this.#leap ? undefined : this.#segments.at(-1)
    return bytes <= this.#scratch.length && (newest?.bytes ?? HEADER_BYTES) + bytes <= this.#options.segmentBytes
  }

  #tryGathered(): void {
    try {
      this.#writeGathered()
    } catch {
      // `flush` tells.
    }
  }

  #writeGathered(): void {
    if (this.#gathered === 0) return
    try {
      this.#write()
    } catch (error) {
      this.#lost = error as PortError
      throw error
    }
  }

  /** All that waits is in the file afterwards, or nothing of it, and then it waits no more. */
  #write(): void {
    const bytes = this.#waiting
    const messages = this.#gathered
    this.#waiting = 0
    this.#gathered = 0
    try {
      const file = this.#target(bytes)
      file.append(this.#scratch, bytes)
      this.#lastSeq += messages
      this.#bytes += bytes
      this.#dirty = true
      if (this.#options.durability === 'always') file.sync()
    } catch (error) {
      this.#room.failed()
      throw new PortError('full', `the journal cannot be written: ${errorText(error)}`, { cause: error })
    }
    this.#announce()
  }

  #target(bytes: number): SegmentFile {
    const newest = this.#segments.at(-1)
    if (newest === undefined || this.#leap) return this.#start()
    const over = newest.bytes + bytes > this.#options.segmentBytes && newest.bytes > HEADER_BYTES
    if (over) return this.#start()
    this.#active ??= openSegment(newest)
    return this.#active
  }

  /** The one before is left only when the new one stands. */
  #start(): SegmentFile {
    const made = createSegment(this.#options.dir, this.#lastSeq + 1)
    const before = this.#active
    this.#active = made
    this.#leap = false
    this.#segments.push(made.segment)
    this.#bytes += made.segment.bytes
    if (this.#options.durability !== 'os') {
      before?.sync()
      syncFolder(this.#options.dir)
    }
    before?.close()
    return made
  }

  #announce(): void {
    if (this.#listener === null || this.#announced) return
    this.#announced = true
    setImmediate(() => {
      this.#announced = false
      this.#listener?.(this.state())
    })
  }

  /** Until the disk has taken what was written, nothing more is promised. */
  #sync(): void {
    const file = this.#active
    if (!this.#dirty || this.#syncing || file === null) return
    this.#dirty = false
    this.#syncing = true
    file.syncLater((error) => {
      this.#syncing = false
      // A segment that was left meanwhile was forced to the disk when it was left.
      if (file !== this.#active) return
      this.#syncFault = error === null ? null : error.message
      if (error !== null) this.#dirty = true
    })
  }
}
