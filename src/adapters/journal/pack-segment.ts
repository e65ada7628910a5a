/** Compresses one segment: the file is written under another name first, and the segment is removed after that. */

import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { instant } from '../../domain/index.ts'
import { type PackedSegment, packedName } from './archive-files.ts'
import { readFrames, type Segment } from './segments.ts'

const compress = promisify(gzip)
const THOROUGH = 6
const HASTY = 1
const FRAMES_A_TURN = 2000

/** Null when the segment holds no complete frame or was removed meanwhile. `hasty`: others wait, so compress fast. Runs beside the event loop. */
export async function packSegment(dir: string, segment: Segment, hasty: boolean): Promise<PackedSegment | null> {
  const bytes = await readFile(segment.path)
  const extent = await readExtent(bytes, segment.firstSeq)
  if (extent === null) {
    await rm(segment.path, { force: true })
    return null
  }
  const packed: PackedSegment = { ...extent, path: join(dir, packedName(extent)), bytes: 0 }
  packed.bytes = await writePacked(packed.path, bytes, hasty ? HASTY : THOROUGH)
  await rm(segment.path, { force: true })
  return packed
}

/** Compresses a segment into the file: it is the old one or the new one, never a mixture. Resolves to its size. */
export async function writePacked(path: string, bytes: Buffer, level = THOROUGH): Promise<number> {
  const small = await compress(bytes, { level })
  await writeWhole(path, small)
  return small.length
}

async function readExtent(bytes: Buffer, firstSeq: number): Promise<Pick<PackedSegment, 'firstSeq' | 'lastSeq' | 'received'> | null> {
  let [frames, lastSeq] = [0, firstSeq - 1]
  let received: PackedSegment['received'] | null = null
  for (const { entry } of readFrames(bytes, firstSeq)) {
    const { receivedAt: at, replayed } = entry.message
    lastSeq = entry.seq
    // A replayed message is in an earlier part too, so its receive time says nothing about this part.
    if (received === null) received = { first: at, last: at }
    else if (!replayed) received = { first: instant(Math.min(received.first, at)), last: instant(Math.max(received.last, at)) }
    if (++frames % FRAMES_A_TURN === 0) await yieldToEventLoop()
  }
  return received === null ? null : { firstSeq, lastSeq, received }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.tmp`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
