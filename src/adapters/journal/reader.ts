/** The reading side of the journal, in any thread: follows the files, never reads past what is whole. */

import type { JournalEntry, JournalReader } from '../../ports/index.ts'
import { listArchived } from './archived.ts'
import { HEADER_BYTES, lookAtFrame, nextFrame } from './format.ts'
import { openBytes, type SegmentBytes } from './segment-bytes.ts'
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
  /** Where an earlier read found an unfinished frame: the writer finishes one before it tells of it. */
  unfinished: number | null
}

/** One answer in the making. */
interface Portion {
  readonly after: number
  readonly entries: JournalEntry[]
  budget: number
}

export interface ReaderOptions {
  readonly dir: string
  /** Where messages are looked for that the journal holds no more: a store that was restored from a backup is behind it. */
  readonly archiveDir?: string
  /** Told when the messages after `after`, up to the one before `first`, are in neither. */
  readonly gone?: (after: number, first: number) => void
  /** Told after a read that stepped over stretches of damage. */
  readonly damaged?: (stretches: number) => void
}

/** A folder that is not there yet is an empty journal. */
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
    const portion: Portion = { after, entries: [], budget: maxBytes }
    const skipped = this.#skipped
    if (this.#position === null || this.#lastSeq !== after) this.#seek(after)
    let wanted = CHUNK_BYTES
    for (let at = this.#position; at !== null && portion.budget > 0; at = this.#position) {
      const chunk = Math.min(CHUNK_BYTES, Math.max(portion.budget, SMALL_CHUNK_BYTES))
      const bytes = at.bytes.read(at.offset, Math.max(wanted, chunk))
      if (this.#take(at, bytes, portion)) wanted = chunk
      else if (bytes.length >= wanted && lookAtFrame(bytes, 0).is === 'need') wanted = bytes.length * 2
      else if (!this.#advance(at)) break
    }
    if (this.#skipped > skipped) this.#options.damaged?.(this.#skipped - skipped)
    return portion.entries
  }

  skipped(): number {
    return this.#skipped
  }

  close(): void {
    this.#position?.bytes.close()
    this.#position = null
  }

  /** The segment that holds the first message after `after`, from its start. */
  #seek(after: number): void {
    const segments = this.#segments(after + 1)
    const found = segments.findLast((s) => s.firstSeq <= after + 1) ?? segments[0]
    this.close()
    this.#lastSeq = after
    if (found && found.firstSeq > after + 1) this.#options.gone?.(after, found.firstSeq)
    if (found) this.#enter(found)
  }

  /** Those of the journal; with the archive's before them while `seq` lies there. */
  #segments(seq: number): readonly Segment[] {
    const live = listSegments(this.#options.dir)
    const first = live[0]?.firstSeq
    const { archiveDir } = this.#options
    if (archiveDir === undefined || (first !== undefined && seq >= first)) return live
    return [...listArchived(archiveDir).filter((s) => s.firstSeq < (first ?? Infinity)), ...live]
  }

  /** False when its header does not stand yet: the writer is just making it. */
  #enter(segment: Segment): boolean {
    const bytes = openBytes(segment.path)
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

  /** Moves the position past the whole frames of the chunk, as far as the budget goes; false when there is none. */
  #take(position: Position, bytes: Buffer, portion: Portion): boolean {
    let at = 0
    while (portion.budget > 0) {
      const look = lookAtFrame(bytes, at)
      if (look.is !== 'frame') break
      at += look.length
      position.seq = look.entry.seq
      if (look.entry.seq <= portion.after) continue
      portion.entries.push(look.entry)
      portion.budget -= look.length
      this.#lastSeq = look.entry.seq
    }
    position.offset += at
    return at > 0
  }

  /** Where no whole frame stands: over damage, or into the next segment. False at the tail. */
  #advance(position: Position): boolean {
    // Looked for first: the writer may have added frames here before it went on to the next segment.
    const next = this.#segments(position.segment.firstSeq).find((s) => s.firstSeq > position.segment.firstSeq)
    const rest = position.bytes.read(position.offset, Number.MAX_SAFE_INTEGER)
    if (rest.length > 0) {
      const look = lookAtFrame(rest, 0)
      if (look.is === 'frame') return true
      if (look.is === 'need' && next === undefined && this.#mayBeUnderWay(position)) return false
      if (this.#stepOver(position, rest)) return true
    }
    if (next === undefined || !this.#enter(next)) return false
    if (rest.length > 0) this.#skipped += 1
    return true
  }

  /** An unfinished frame at the end is being written the first time it is seen, and damaged the second time. */
  #mayBeUnderWay(position: Position): boolean {
    const seen = position.unfinished === position.offset
    position.unfinished = position.offset
    return !seen
  }

  /** Damage before a later whole frame. */
  #stepOver(position: Position, rest: Buffer): boolean {
    const next = nextFrame(rest, 0, position.seq)
    if (next === null) return false
    this.#skipped += 1
    position.offset += next
    return true
  }
}
