/** The bytes of a segment for a reader: of a file that may grow, or of a compressed one in the archive. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { readSegmentBytes, isPacked } from './archive-files.ts'

export interface SegmentBytes {
  /** Up to `length` bytes from `offset`, fewer at the end. */
  read(offset: number, length: number): Buffer
  close(): void
}

/** Throws the error of the file system. */
export function openSegmentBytes(path: string): SegmentBytes {
  return isPacked(path) ? inMemory(readSegmentBytes(path)) : inFile(path)
}

function inMemory(bytes: Buffer): SegmentBytes {
  return { read: (offset, length) => bytes.subarray(offset, offset + length), close: () => undefined }
}

function inFile(path: string): SegmentBytes {
  const fd = openSync(path, 'r')
  return {
    read(offset, length) {
      const size = Math.min(length, fstatSync(fd).size - offset)
      if (size <= 0) return Buffer.alloc(0)
      const bytes = Buffer.allocUnsafe(size)
      return bytes.subarray(0, readSync(fd, bytes, 0, size, offset))
    },
    close: () => closeSync(fd),
  }
}
