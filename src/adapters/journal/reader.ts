/** The reading side of the journal, in any thread: follows the files, never reads past what is whole. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { JournalEntry, JournalReader } from '../../ports/index.ts'
import { HEADER_BYTES, lookAtFrame, nextFrame } from './format.ts'
import { listSegments, refuseForeign, type Segment } from './segments.ts'

const CHUNK_BYTES = 1024 * 1024

interface Position {
  readonly fd: number
  readonly segment: Segment
  /** Next byte to read. */
  offset: number
}

export function openJournalReader(options: { dir: string }): JournalReader {
  let position: Position | null = null
  let lastSeq = 0
  let skipped = 0

  function enter(segment: Segment): Position {
    if (position) closeSync(position.fd)
    const fd = openSync(segment.path, 'r')
    const header = Buffer.alloc(HEADER_BYTES)
    readSync(fd, header, 0, HEADER_BYTES, 0)
    refuseForeign(header, segment.path)
    position = { fd, segment, offset: HEADER_BYTES }
    return position
  }

  /** The segment that holds the first message after `after`, from its start. */
  function seek(after: number): Position | null {
    const segments = listSegments(options.dir)
    const at = segments.findLast((s) => s.firstSeq <= after + 1) ?? segments[0]
    lastSeq = after
    return at ? enter(at) : null
  }

  function following(current: Position): Segment | null {
    return listSegments(options.dir).find((s) => s.firstSeq > current.segment.firstSeq) ?? null
  }

  /** Bytes at the position, at least one frame's worth when there is one. */
  function load(current: Position, wanted: number): Buffer {
    const size = Math.min(wanted, fstatSync(current.fd).size - current.offset)
    if (size <= 0) return Buffer.alloc(0)
    const bytes = Buffer.allocUnsafe(size)
    return bytes.subarray(0, readSync(current.fd, bytes, 0, size, current.offset))
  }

  /** Whole frames of the chunk after `after`; moves the position past them. */
  function take(current: Position, bytes: Buffer, after: number, into: JournalEntry[]): 'more' | 'stuck' {
    let at = 0
    for (;;) {
      const look = lookAtFrame(bytes, at)
      if (look.is !== 'frame') break
      at += look.length
      if (look.entry.seq > after) into.push(look.entry)
      lastSeq = Math.max(lastSeq, look.entry.seq)
    }
    current.offset += at
    return at > 0 ? 'more' : 'stuck'
  }

  /** Damage before a later whole frame is stepped over; anything else is the tail. */
  function stepOver(current: Position): boolean {
    const rest = load(current, Number.MAX_SAFE_INTEGER)
    const next = nextFrame(rest, 0)
    if (next === null) return false
    skipped += 1
    current.offset += next
    return true
  }

  function advance(current: Position, bytes: Buffer): Position | null {
    if (bytes.length > 0 && lookAtFrame(bytes, 0).is === 'bad' && stepOver(current)) return current
    const next = following(current)
    if (next === null) return null
    // The writer may have added frames here before it went on to the next segment.
    const rest = load(current, Number.MAX_SAFE_INTEGER)
    if (rest.length > 0 && lookAtFrame(rest, 0).is === 'frame') return current
    if (rest.length > 0 && stepOver(current)) return current
    if (rest.length > 0) skipped += 1
    return enter(next)
  }

  return {
    read(after, maxBytes) {
      let current = position !== null && lastSeq === after ? position : seek(after)
      const entries: JournalEntry[] = []
      let budget = maxBytes
      let wanted = CHUNK_BYTES
      while (current !== null && budget > 0) {
        const bytes = load(current, Math.max(wanted, 64 * 1024))
        if (take(current, bytes, after, entries) === 'more') {
          budget -= bytes.length
          wanted = CHUNK_BYTES
        } else if (bytes.length === wanted && lookAtFrame(bytes, 0).is === 'need') wanted *= 2
        else current = advance(current, bytes)
      }
      return entries
    },
    skipped: () => skipped,
    close() {
      if (position) closeSync(position.fd)
      position = null
    },
  }
}
