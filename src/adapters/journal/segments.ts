/** The files of a journal folder, and what stands in one. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type JournalEntry, PortError } from '../../ports/index.ts'
import { firstSeqOf, HEADER_BYTES, headerFault, lookAtFrame, nextFrame, VERSION } from './format.ts'

export interface Segment {
  readonly path: string
  readonly firstSeq: number
  bytes: number
}

/** Oldest first; none when there is no folder. A file may go while we look: the writer trims. */
export function listSegments(dir: string): Segment[] {
  const found: Segment[] = []
  for (const name of orGone(() => readdirSync(dir)) ?? []) {
    const firstSeq = firstSeqOf(name)
    const path = join(dir, name)
    const stat = firstSeq === null ? null : orGone(() => statSync(path))
    if (firstSeq !== null && stat !== null) found.push({ path, firstSeq, bytes: stat.size })
  }
  return found.sort((a, b) => a.firstSeq - b.firstSeq)
}

export function orGone<T>(look: () => T): T | null {
  try {
    return look()
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
  /** Whole frames. */
  readonly frames: number
  /** Sequence of the last whole frame; the one before the first when there is none. */
  readonly lastSeq: number
  /** Byte after the last whole frame: what follows is torn. */
  readonly end: number
  /** Stretches of damage before whole frames, a damaged header included. */
  readonly corrupt: number
}

export interface FoundFrame {
  readonly entry: JournalEntry
  /** Byte after it. */
  readonly end: number
  /** It stands behind a stretch of damage. */
  readonly afterDamage: boolean
}

/** Whole frames of the bytes of a segment, from behind its header; damage is stepped over. Payloads are views. */
export function* framesIn(bytes: Buffer, firstSeq: number): Generator<FoundFrame> {
  let at = Math.min(HEADER_BYTES, bytes.length)
  let lastSeq = firstSeq - 1
  let afterDamage = false
  for (;;) {
    const look = lookAtFrame(bytes, at)
    if (look.is === 'frame') {
      lastSeq = look.entry.seq
      at += look.length
      yield { entry: look.entry, end: at, afterDamage }
      afterDamage = false
      continue
    }
    const next = nextFrame(bytes, at, lastSeq)
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
  for (const found of framesIn(bytes, firstSeq)) {
    frames += 1
    lastSeq = found.entry.seq
    end = found.end
    if (found.afterDamage) corrupt += 1
  }
  return { header, frames, lastSeq, end, corrupt }
}
