/** Files as commands and the configuration see them. */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { errorText, matchesGlob } from '../kernel/index.ts'
import { CommandError, type Files } from '../cli/support/command.ts'

/** Bytes of a file as they are. */
export function readBytes(path: string): Uint8Array {
  return readFileSync(path)
}

/** Largest text that is read as a whole, unpacked: a campus of 100,000 points written out has 30 MiB. */
const TEXT_BYTES = 64 * 1024 * 1024

/** Text of a file of at most TEXT_BYTES; gzip is unpacked, as far as that. */
export function readText(path: string): string {
  const { size } = statSync(path)
  if (size > TEXT_BYTES) throw new Error(`"${path}" has ${size} bytes; at most ${TEXT_BYTES} are read`)
  const bytes = readFileSync(path)
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b
  return (packed ? unpack(bytes, path) : bytes).toString('utf8')
}

function unpack(bytes: Buffer, path: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: TEXT_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error
    throw new Error(`"${path}" unpacks to more than ${TEXT_BYTES} bytes`, { cause: error })
  }
}

/** Files that match a pattern with `*` in its last part, sorted; a folder that is not there has none. */
export function glob(pattern: string, from: string | null): string[] {
  const full = resolve(from === null ? '.' : dirname(from), pattern)
  const folder = dirname(full)
  const name = full.slice(folder.length + 1)
  try {
    return readdirSync(folder)
      .filter((f) => matchesGlob(name, f))
      .sort()
      .map((f) => join(folder, f))
  } catch {
    return []
  }
}

function writeText(path: string, text: string): void {
  writeBytes(path, Buffer.from(text))
}

/** Folders on the way are made. Throws CommandError. */
export function writeBytes(path: string, bytes: Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  } catch (error) {
    throw new CommandError(`cannot write "${path}": ${errorText(error)}`)
  }
}

export const files: Files = { read: readText, write: writeText, glob }
