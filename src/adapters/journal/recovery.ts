/** Makes a journal folder ready for writing after the last process, whatever its end was. */

import { renameSync, rmSync, truncateSync } from 'node:fs'
import { listSegments, type Segment, scanSegment } from './segments.ts'

export interface RecoveredJournal {
  readonly segments: Segment[]
  readonly lastSeq: number
  /** Incomplete ends that were cut off. */
  readonly torn: number
  readonly corrupt: number
}

/**
 * Cuts an incomplete end off the newest segment and finds the last sequence. A segment that ends within its header is removed; one without a
 * valid header and without any frame is renamed to `<name>.damaged`, so that a person can examine it.
 */
export function recoverJournal(dir: string): RecoveredJournal {
  const segments = listSegments(dir)
  let torn = 0
  let corrupt = 0
  for (let newest = segments.at(-1); newest !== undefined; newest = segments.at(-1)) {
    const scan = scanSegment(newest)
    const unusable = scan.header !== 'whole' && scan.frames === 0
    if (!unusable) {
      if (scan.end < newest.bytes) {
        truncateSync(newest.path, scan.end)
        newest.bytes = scan.end
        torn += 1
      }
      return { segments, lastSeq: scan.lastSeq, torn, corrupt: corrupt + scan.corrupt }
    }
    if (scan.header === 'torn') rmSync(newest.path)
    else renameSync(newest.path, `${newest.path}.damaged`)
    if (scan.header === 'torn') torn += 1
    else corrupt += 1
    segments.pop()
  }
  return { segments, lastSeq: 0, torn, corrupt }
}
