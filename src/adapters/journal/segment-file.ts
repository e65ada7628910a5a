/** The segment that is written to: what is appended stands in the file whole or not at all. */

import { closeSync, fdatasync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { encodeHeader, HEADER_BYTES, segmentName } from './format.ts'
import type { Segment } from './segments.ts'

export class SegmentFile {
  readonly segment: Segment
  readonly #fd: number

  constructor(segment: Segment, fd: number) {
    this.segment = segment
    this.#fd = fd
  }

  append(bytes: Buffer, length: number): void {
    try {
      const written = writeSync(this.#fd, bytes, 0, length)
      if (written < length) throw new Error(`only ${written} of ${length} bytes were written`)
      this.segment.bytes += length
    } catch (error) {
      this.#cutBack()
      throw error
    }
  }

  /** On the disk when it returns. */
  sync(): void {
    fdatasyncSync(this.#fd)
  }

  syncLater(done: (error: Error | null) => void): void {
    fdatasync(this.#fd, done)
  }

  close(): void {
    closeSync(this.#fd)
  }

  /** Should even that fail, readers step over the unfinished frame. */
  #cutBack(): void {
    try {
      ftruncateSync(this.#fd, this.segment.bytes)
    } catch {
      this.segment.bytes = fstatSync(this.#fd).size
    }
  }
}

export function openSegment(segment: Segment): SegmentFile {
  return new SegmentFile(segment, openSync(segment.path, 'a'))
}

/** A new segment with its header; nothing is left of it when that fails. */
export function createSegment(dir: string, firstSeq: number): SegmentFile {
  const segment: Segment = { path: join(dir, segmentName(firstSeq)), firstSeq, bytes: 0 }
  const file = new SegmentFile(segment, openSync(segment.path, 'ax', 0o600))
  try {
    file.append(encodeHeader(firstSeq), HEADER_BYTES)
    return file
  } catch (error) {
    file.close()
    rmSync(segment.path, { force: true })
    throw error
  }
}

/** A new file survives a power cut only when its name does. Not every system can do that, nor needs it. */
export function syncFolder(dir: string): void {
  try {
    const fd = openSync(dir, 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {}
}
