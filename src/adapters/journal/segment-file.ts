/** The segment that is written to: an append puts all of its bytes into the file, or none. */

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

  /** All appended bytes are on the disk when it returns. */
  sync(): void {
    fdatasyncSync(this.#fd)
  }

  syncLater(done: (error: Error | null) => void): void {
    fdatasync(this.#fd, done)
  }

  close(): void {
    closeSync(this.#fd)
  }

  /** When the truncation fails too, readers skip the incomplete frame. */
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

/** Creates a segment with its header; when that fails, the file is removed. */
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

/** Syncs the names in a folder: a new file survives a power cut only with its name. Systems that cannot sync a folder are ignored. */
export function syncFolder(dir: string): void {
  try {
    const fd = openSync(dir, 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {}
}
