/** One segment packed: written beside it under another name, and only then the segment goes. */

import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { instant } from '../../domain/index.ts'
import { type Packed, packedName } from './archived.ts'
import { framesIn, type Segment } from './segments.ts'

const compress = promisify(gzip)
const THOROUGH = 6
const HASTY = 1
const FRAMES_A_TURN = 2000

/** Null when no whole frame stands in it, or it has gone. `hasty`: others wait. The work is done beside the event loop. */
export async function pack(dir: string, segment: Segment, hasty: boolean): Promise<Packed | null> {
  const bytes = await readFile(segment.path)
  const held = await lookThrough(bytes, segment.firstSeq)
  if (held === null) {
    await rm(segment.path, { force: true })
    return null
  }
  const small = await compress(bytes, { level: hasty ? HASTY : THOROUGH })
  const packed: Packed = { ...held, path: join(dir, packedName(held)), bytes: small.length }
  await writeWhole(packed.path, small)
  await rm(segment.path, { force: true })
  return packed
}

async function lookThrough(bytes: Buffer, firstSeq: number): Promise<Pick<Packed, 'firstSeq' | 'lastSeq' | 'received'> | null> {
  let [frames, lastSeq] = [0, firstSeq - 1]
  let received: Packed['received'] | null = null
  for (const { entry } of framesIn(bytes, firstSeq)) {
    const { receivedAt: at, replayed } = entry.message
    lastSeq = entry.seq
    // A replayed message stands in an earlier part too.
    if (received === null) received = { first: at, last: at }
    else if (!replayed) received = { first: instant(Math.min(received.first, at)), last: instant(Math.max(received.last, at)) }
    if (++frames % FRAMES_A_TURN === 0) await yieldToEventLoop()
  }
  return received === null ? null : { firstSeq, lastSeq, received }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const beside = `${path}.tmp`
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
