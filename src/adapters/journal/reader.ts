/** The reading side of the journal, in any thread: follows the files and never reads past the last complete frame. */

import type { JournalEntry, JournalReader } from '../../ports/index.ts'
import { listArchived } from './archive-files.ts'
import { HEADER_BYTES, parseFrame, findFrameAfter } from './format.ts'
import { openSegmentBytes, type SegmentBytes } from './segment-bytes.ts'
import { headerState, listSegments, type Segment } from './segments.ts'

const CHUNK_BYTES = 1024 * 1024
const SMALL_CHUNK_BYTES = 64 * 1024

interface Position {
  readonly bytes: SegmentBytes
  readonly segment: Segment
  /** Next byte to read. */
  offset: number
  /** Sequence of the last frame before `offset`. */
  seq: number
  /** Where an earlier read found an incomplete frame: the writer completes a frame before it announces it. */
  unfinished: number | null
}

/** The result of a read while it is collected. */
interface ReadResult {
  readonly after: number
  readonly entries: JournalEntry[]
  budget: number
}

export interface ReaderOptions {
  readonly dir: string
  /** Archive folder, for messages that the journal holds no more: a store that was restored from a backup needs them. */
  readonly archiveDir?: string
  /** Called when messages after `after` and before `first` are neither in the journal nor in the archive. */
  readonly onMissing?: (after: number, first: number) => void
  /** Called after a read that skipped damage, with the number of damaged places. */
  readonly onDamage?: (places: number) => void
}

/** A missing folder is an empty journal. */
export function openJournalReader(options: ReaderOptions): JournalReader {
  return new SegmentReader(options)
}

class SegmentReader implements JournalReader {
  readonly #options: ReaderOptions
  #position: Position | null = null
  #lastSeq = 0
  #skipped = 0

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  read(after: number, maxBytes: number): readonly JournalEntry[] {
    const result: ReadResult = { after, entries: [], budget: maxBytes }
    const skipped = this.#skipped
    if (this.#position === null || this.#lastSeq !== after) this.#seek(after)
    let size = CHUNK_BYTES
    for (let at = this.#position; at !== null && result.budget > 0; at = this.#position) {
      const chunk = Math.min(CHUNK_BYTES, Math.max(result.budget, SMALL_CHUNK_BYTES))
      const bytes = at.bytes.read(at.offset, Math.max(size, chunk))
      if (this.#readFrames(at, bytes, result)) size = chunk
      else if (bytes.length >= size && parseFrame(bytes, 0).kind === 'incomplete') size = bytes.length * 2
      else if (!this.#advance(at)) break
    }
    if (this.#skipped > skipped) this.#options.onDamage?.(this.#skipped - skipped)
    return result.entries
  }

  skipped(): number {
    return this.#skipped
  }

  close(): void {
    this.#position?.bytes.close()
    this.#position = null
  }

  /** Goes to the start of the segment that holds the first message after `after`. */
  #seek(after: number): void {
    const segments = this.#segments(after + 1)
    const found = segments.findLast((s) => s.firstSeq <= after + 1) ?? segments[0]
    this.close()
    this.#lastSeq = after
    if (found && found.firstSeq > after + 1) this.#options.onMissing?.(after, found.firstSeq)
    if (found) this.#enter(found)
  }

  /** Segments of the journal, with those of the archive before them while `seq` lies there. */
  #segments(seq: number): readonly Segment[] {
    const live = listSegments(this.#options.dir)
    const first = live[0]?.firstSeq
    const { archiveDir } = this.#options
    if (archiveDir === undefined || (first !== undefined && seq >= first)) return live
    return [...listArchived(archiveDir).filter((s) => s.firstSeq < (first ?? Infinity)), ...live]
  }

  /** False when its header is incomplete: the writer is creating the segment. */
  #enter(segment: Segment): boolean {
    const bytes = openSegmentBytes(segment.path)
    const state = headerState(bytes.read(0, HEADER_BYTES), segment.path)
    if (state === 'torn') {
      bytes.close()
      return false
    }
    if (state === 'damaged') this.#skipped += 1
    this.close()
    this.#position = { bytes, segment, offset: HEADER_BYTES, seq: segment.firstSeq - 1, unfinished: null }
    return true
  }

  /** Moves the position past the complete frames of the chunk, as far as the budget goes; false when there is no complete frame. */
  #readFrames(position: Position, bytes: Buffer, result: ReadResult): boolean {
    let at = 0
    while (result.budget > 0) {
      const frame = parseFrame(bytes, at)
      if (frame.kind !== 'frame') break
      at += frame.length
      position.seq = frame.entry.seq
      if (frame.entry.seq <= result.after) continue
      result.entries.push(frame.entry)
      result.budget -= frame.length
      this.#lastSeq = frame.entry.seq
    }
    position.offset += at
    return at > 0
  }

  /** Goes on where no complete frame follows: behind damage, or into the next segment. False at the tail. */
  #advance(position: Position): boolean {
    // Listed before the rest is read: the writer may have added frames here before it started the next segment.
    const next = this.#segments(position.segment.firstSeq).find((s) => s.firstSeq > position.segment.firstSeq)
    const rest = position.bytes.read(position.offset, Number.MAX_SAFE_INTEGER)
    if (rest.length > 0) {
      const frame = parseFrame(rest, 0)
      if (frame.kind === 'frame') return true
      if (frame.kind === 'incomplete' && next === undefined && this.#isBeingWritten(position)) return false
      if (this.#skipDamage(position, rest)) return true
    }
    if (next === undefined || !this.#enter(next)) return false
    if (rest.length > 0) this.#skipped += 1
    return true
  }

  /** An incomplete frame at the end is being written when it is found first, and damaged when it is found again. */
  #isBeingWritten(position: Position): boolean {
    const seen = position.unfinished === position.offset
    position.unfinished = position.offset
    return !seen
  }

  /** Skips damage before a later complete frame; false when there is none. */
  #skipDamage(position: Position, rest: Buffer): boolean {
    const next = findFrameAfter(rest, 0, position.seq)
    if (next === null) return false
    this.#skipped += 1
    position.offset += next
    return true
  }
}
