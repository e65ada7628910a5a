/** The files of a journal folder, and what stands in one. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PortError } from '../../ports/index.ts'
import { firstSeqOf, HEADER_BYTES, headerFault, lookAtFrame, nextFrame, VERSION } from './format.ts'

export interface Segment {
  readonly path: string
  readonly firstSeq: number
  bytes: number
}

export function listSegments(dir: string): Segment[] {
  const found: Segment[] = []
  for (const name of readdirSync(dir)) {
    const firstSeq = firstSeqOf(name)
    const path = join(dir, name)
    if (firstSeq !== null) found.push({ path, firstSeq, bytes: statSync(path).size })
  }
  return found.sort((a, b) => a.firstSeq - b.firstSeq)
}

export interface SegmentScan {
  /** Sequence of the last whole frame, or null when there is none. */
  readonly lastSeq: number | null
  /** Byte after the last whole frame: what follows is torn. */
  readonly end: number
  /** Stretches of damage between whole frames. */
  readonly corrupt: number
  readonly headerTorn: boolean
}

/** Refuses a segment that is not ours or of a newer version: reading it wrongly would lose messages. */
export function refuseForeign(bytes: Buffer, path: string): boolean {
  const fault = headerFault(bytes)
  if (fault === null || fault === 'torn') return fault === 'torn'
  if (fault === 'foreign') throw new PortError('corrupt', `"${path}" is not a journal segment: move it out of the journal folder`)
  throw new PortError('corrupt', `"${path}" has journal version ${fault.version}, this program reads ${VERSION}: use the newer program`)
}

export function scanSegment(path: string): SegmentScan {
  const bytes = readFileSync(path)
  if (refuseForeign(bytes, path)) return { lastSeq: null, end: 0, corrupt: 0, headerTorn: true }
  let at = HEADER_BYTES
  let lastSeq: number | null = null
  let corrupt = 0
  for (;;) {
    const look = lookAtFrame(bytes, at)
    if (look.is === 'frame') {
      lastSeq = look.entry.seq
      at += look.length
      continue
    }
    const next = nextFrame(bytes, at)
    if (next === null) return { lastSeq, end: at, corrupt, headerTorn: false }
    corrupt += 1
    at = next
  }
}
