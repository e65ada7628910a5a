/** Which files of a data folder belong into a backup, and their content in chunks. */

import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { constants } from 'node:zlib'
import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { FOLDERS } from '../container/manifest.ts'
import type { BackupPart } from '../container/pack.ts'

const compress = promisify(gzip)
const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * Of the running process, of the store, which is written as rows, or written again by the next start. Marks of how far other files reach are left
 * out: those files are cut where the backup found them.
 */
const LEFT_OUT = [
  /^(lock|service\.json|restore\.json)(\.|$)/,
  /^store\.(duckdb|tmp)/,
  /^influx-[^/]*\.log/,
  /^(state\.log\.head|journal\.last|dead-letters\.last)$/,
  /\.(part|tmp|new|next|damaged)$/,
]
/** Copied in their own order. */
export const SEGMENT_FOLDERS = { journal: 'journal', archive: 'archive' } as const

const isLeftOut = (path: string): boolean => LEFT_OUT.some((rule) => rule.test(path))

/** Paths below `dir`, `/` between names, in a fixed order; without messages, and without `except`. */
export async function listFiles(dir: string, except: readonly string[]): Promise<string[]> {
  const found: string[] = []
  async function walk(folder: string): Promise<void> {
    const entries = await readdir(join(dir, folder), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (isLeftOut(path) || except.includes(path)) continue
      if (entry.isDirectory()) await walk(path)
      else if (entry.isFile()) found.push(path)
    }
  }
  await walk('')
  return found
}

/** Files of lines grow while they are read: what stands behind the last whole line is left out. */
const LINES = /\.(log|ndjson)$/
const NEWLINE = 0x0a
/** Not compressed again. */
const PACKED = /\.(gz|zip)$/

/** The content of a file as it was when it was opened. Nothing where it is gone. */
export async function* fileParts(dir: string, path: string): AsyncGenerator<BackupPart> {
  const handle = await openFile(join(dir, path))
  if (handle === null) return
  try {
    const { size } = await handle.stat()
    const end = LINES.test(path) ? await endOfLines(handle, size) : size
    const options = { level: PACKED.test(path) ? constants.Z_NO_COMPRESSION : constants.Z_BEST_SPEED }
    for (let n = 0, at = 0; n === 0 || at < end; n++) {
      const bytes = await readAt(handle, at, Math.min(CHUNK_BYTES, end - at))
      at += CHUNK_BYTES
      yield { name: `${FOLDERS.files}${path}.${String(n).padStart(6, '0')}.gz`, bytes: await compress(bytes, options) }
    }
  } finally {
    await handle.close()
  }
}

/** The path of the file that a part belongs to, and the number of the part; null for other parts. */
export function filePartOf(name: string): { readonly path: string; readonly n: number } | null {
  const [, path, n] = /^files\/(.+)\.(\d{6})\.gz$/s.exec(name) ?? []
  return path === undefined ? null : { path, n: Number(n) }
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await handle.read(bytes, 0, length, at)
  return bytes.subarray(0, bytesRead)
}

async function endOfLines(handle: FileHandle, size: number): Promise<number> {
  for (let to = size; to > 0; to -= Math.min(to, CHUNK_BYTES)) {
    const from = Math.max(0, to - CHUNK_BYTES)
    const last = (await readAt(handle, from, to - from)).lastIndexOf(NEWLINE)
    if (last >= 0) return from + last + 1
  }
  return 0
}
