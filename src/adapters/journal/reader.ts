/** The reading side of the journal, in any thread: follows the files, never reads past what is whole. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { JournalEntry, JournalReader } from '../../ports/index.ts'
import { HEADER_BYTES, lookAtFrame, nextFrame } from './format.ts'
import { headerState, listSegments, type Segment } from './segments.ts'

const CHUNK_BYTES = 1024 * 1024
const SMALL_CHUNK_BYTES = 64 * 1024

interface Position {
  readonly fd: number
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
  /** Told after a read that stepped over stretches of damage. */
  readonly damaged?: (stretches: number) => void
}

/** A folder that is not there yet is an empty journal. */
export function openJournalReader(options: ReaderOptions): JournalReader {
  return new SegmentReader(options)
}

class SegmentReader implements JournalReader {
  readonly #dir: string
  readonly #damaged: (stretches: number) => void
  #position: Position | null = null
  #lastSeq = 0
  #skipped = 0

  constructor({ dir, damaged = () => undefined }: ReaderOptions) {
    this.#dir = dir
    this.#damaged = damaged
  }

  read(after: number, maxBytes: number): readonly JournalEntry[] {
    const portion: Portion = { after, entries: [], budget: maxBytes }
    const skipped = this.#skipped
    if (this.#position === null || this.#lastSeq !== after) this.#seek(after)
    let wanted = CHUNK_BYTES
    for (let at = this.#position; at !== null && portion.budget > 0; at = this.#position) {
      const chunk = Math.min(CHUNK_BYTES, Math.max(portion.budget, SMALL_CHUNK_BYTES))
      const bytes = load(at, Math.max(wanted, chunk))
      if (this.#take(at, bytes, portion)) wanted = chunk
      else if (bytes.length >= wanted && lookAtFrame(bytes, 0).is === 'need') wanted = bytes.length * 2
      else if (!this.#advance(at)) break
    }
    if (this.#skipped > skipped) this.#damaged(this.#skipped - skipped)
    return portion.entries
  }

  skipped(): number {
    return this.#skipped
  }

  close(): void {
    if (this.#position) closeSync(this.#position.fd)
    this.#position = null
  }

  /** The segment that holds the first message after `after`, from its start. */
  #seek(after: number): void {
    const segments = listSegments(this.#dir)
    const found = segments.findLast((s) => s.firstSeq <= after + 1) ?? segments[0]
    this.close()
    this.#lastSeq = after
    if (found) this.#enter(found)
  }

  /** False when its header does not stand yet: the writer is just making it. */
  #enter(segment: Segment): boolean {
    const fd = openSync(segment.path, 'r')
    const header = Buffer.alloc(HEADER_BYTES)
    const state = headerState(header.subarray(0, readSync(fd, header, 0, HEADER_BYTES, 0)), segment.path)
    if (state === 'torn') {
      closeSync(fd)
      return false
    }
    if (state === 'damaged') this.#skipped += 1
    this.close()
    this.#position = { fd, segment, offset: HEADER_BYTES, seq: segment.firstSeq - 1, unfinished: null }
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
    const next = listSegments(this.#dir).find((s) => s.firstSeq > position.segment.firstSeq)
    const rest = load(position, Number.MAX_SAFE_INTEGER)
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

function load(position: Position, wanted: number): Buffer {
  const size = Math.min(wanted, fstatSync(position.fd).size - position.offset)
  if (size <= 0) return Buffer.alloc(0)
  const bytes = Buffer.allocUnsafe(size)
  return bytes.subarray(0, readSync(position.fd, bytes, 0, size, position.offset))
}
