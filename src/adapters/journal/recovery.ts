/** A journal folder as the last process left it, made ready for the next. */

import { renameSync, rmSync, truncateSync } from 'node:fs'
import { listSegments, type Segment, scanSegment } from './segments.ts'

export interface Recovered {
  readonly segments: Segment[]
  readonly lastSeq: number
  /** Unfinished ends that were cut off. */
  readonly torn: number
  readonly corrupt: number
}

/**
 * Cuts what is torn off the newest segment and finds the last sequence. A segment that ends within its header holds nothing and is
 * removed; one without a header and without any frame is set aside as `<name>.damaged`, for a person to look at.
 */
export function recover(dir: string): Recovered {
  const segments = listSegments(dir)
  let torn = 0
  let corrupt = 0
  for (let newest = segments.at(-1); newest !== undefined; newest = segments.at(-1)) {
    const scan = scanSegment(newest)
    const lost = scan.header !== 'whole' && scan.frames === 0
    if (!lost) {
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
