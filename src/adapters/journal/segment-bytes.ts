/** The bytes of a segment for a reader: of a file that may grow, or of an archived one, unpacked. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { bytesOf, isPacked } from './archived.ts'

export interface SegmentBytes {
  /** Up to `wanted` bytes from `offset`, fewer at the end. */
  read(offset: number, wanted: number): Buffer
  close(): void
}

/** Throws what the file system throws. */
export function openBytes(path: string): SegmentBytes {
  return isPacked(path) ? inMemory(bytesOf(path)) : inFile(path)
}

function inMemory(bytes: Buffer): SegmentBytes {
  return { read: (offset, wanted) => bytes.subarray(offset, offset + wanted), close: () => undefined }
}

function inFile(path: string): SegmentBytes {
  const fd = openSync(path, 'r')
  return {
    read(offset, wanted) {
      const size = Math.min(wanted, fstatSync(fd).size - offset)
      if (size <= 0) return Buffer.alloc(0)
      const bytes = Buffer.allocUnsafe(size)
      return bytes.subarray(0, readSync(fd, bytes, 0, size, offset))
    },
    close: () => closeSync(fd),
  }
}
