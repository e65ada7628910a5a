/** The files of a journal folder, and their frames. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type JournalEntry, PortError } from '../../ports/index.ts'
import { firstSeqOf, HEADER_BYTES, headerFault, parseFrame, findFrameAfter, VERSION } from './format.ts'

export interface Segment {
  readonly path: string
  readonly firstSeq: number
  bytes: number
}

/** Oldest first; empty when the folder is missing. The writer may remove a file meanwhile. */
export function listSegments(dir: string): Segment[] {
  const found: Segment[] = []
  for (const name of unlessMissing(() => readdirSync(dir)) ?? []) {
    const firstSeq = firstSeqOf(name)
    const path = join(dir, name)
    const stat = firstSeq === null ? null : unlessMissing(() => statSync(path))
    if (firstSeq !== null && stat !== null) found.push({ path, firstSeq, bytes: stat.size })
  }
  return found.sort((a, b) => a.firstSeq - b.firstSeq)
}

/** The result of `read`; null when the file or folder does not exist. */
export function unlessMissing<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export type HeaderState = 'whole' | 'torn' | 'damaged'

/** Throws PortError `corrupt` for a segment of another version: reading it wrongly would lose messages. */
export function headerState(bytes: Buffer, path: string): HeaderState {
  const fault = headerFault(bytes)
  if (fault === null) return 'whole'
  if (typeof fault === 'string') return fault
  throw new PortError('corrupt', `"${path}" has journal version ${fault.version}, this program reads ${VERSION}: use the newer program`)
}

export interface SegmentScan {
  readonly header: HeaderState
  /** Number of complete frames. */
  readonly frames: number
  /** Sequence of the last complete frame; the one before the first when there is none. */
  readonly lastSeq: number
  /** Byte after the last complete frame; the rest is torn. */
  readonly end: number
  /** Damaged places before complete frames, a damaged header included. */
  readonly corrupt: number
}

export interface SegmentFrame {
  readonly entry: JournalEntry
  /** Byte after it. */
  readonly end: number
  /** It follows a damaged place. */
  readonly afterDamage: boolean
}

/** Complete frames of the bytes of a segment, from behind its header; damage is skipped. Payloads are views. */
export function* readFrames(bytes: Buffer, firstSeq: number): Generator<SegmentFrame> {
  let at = Math.min(HEADER_BYTES, bytes.length)
  let lastSeq = firstSeq - 1
  let afterDamage = false
  for (;;) {
    const frame = parseFrame(bytes, at)
    if (frame.kind === 'frame') {
      lastSeq = frame.entry.seq
      at += frame.length
      yield { entry: frame.entry, end: at, afterDamage }
      afterDamage = false
      continue
    }
    const next = findFrameAfter(bytes, at, lastSeq)
    if (next === null) return
    afterDamage = true
    at = next
  }
}

export function scanSegment({ path, firstSeq }: Segment): SegmentScan {
  const bytes = readFileSync(path)
  const header = headerState(bytes, path)
  let [frames, lastSeq, end] = [0, firstSeq - 1, Math.min(HEADER_BYTES, bytes.length)]
  let corrupt = header === 'damaged' ? 1 : 0
  for (const found of readFrames(bytes, firstSeq)) {
    frames += 1
    lastSeq = found.entry.seq
    end = found.end
    if (found.afterDamage) corrupt += 1
  }
  return { header, frames, lastSeq, end, corrupt }
}
