/** Checksummed lines in one file: a line is appended as a whole, a torn last line is cut off, a rewrite replaces the file in one step. */

import { closeSync, fdatasync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { errorText } from '../../../kernel/index.ts'
import { PortError } from '../../../ports/index.ts'

export interface ChangeFile {
  bytes(): number
  /** The entries survive a crash of the process when it returns; a power cut may lose the end of the file. */
  append(entries: readonly unknown[]): void
  /** All entries survive a power cut when it resolves. */
  sync(): Promise<void>
  /** Replaces the content of the file; on disk when it returns. */
  replace(entries: readonly unknown[]): void
  close(): void
}

export interface LoadedChanges {
  readonly file: ChangeFile
  readonly entries: readonly unknown[]
  /** Damaged lines inside the file, a torn last one not included. */
  readonly damaged: number
}

const sync = promisify(fdatasync)

function lineOf(entry: unknown): string {
  const json = JSON.stringify(entry)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

function entryOf(line: string): unknown {
  const json = line.slice(9)
  return line[8] === ' ' && crc32(json) === Number.parseInt(line.slice(0, 8), 16) ? (JSON.parse(json) as unknown) : undefined
}

export function openChangeFile(path: string): LoadedChanges {
  mkdirSync(dirname(path), { recursive: true })
  let fd = openSync(path, 'a+', 0o600)
  const text = readFileSync(path)
  let end = text.lastIndexOf(0x0a) + 1
  ftruncateSync(fd, end)
  const lines = text.toString('utf8', 0, end).split('\n').slice(0, -1).map(entryOf)
  const entries = lines.filter((entry) => entry !== undefined)

  function write(to: number, data: string): number {
    const bytes = Buffer.from(data)
    for (let at = 0; at < bytes.length; ) at += writeSync(to, bytes, at)
    return bytes.length
  }

  function failed(error: unknown): PortError {
    const text = errorText(error)
    const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new PortError(full ? 'full' : 'unavailable', `the change log of the store cannot be written to "${path}": ${text}`, {
      cause: error,
    })
  }

  const file: ChangeFile = {
    bytes: () => end,
    append(added) {
      try {
        end += write(fd, added.map(lineOf).join(''))
      } catch (error) {
        // The rest of a half-written line would damage the next one.
        ftruncateSync(fd, end)
        throw failed(error)
      }
    },
    sync: () => sync(fd).catch((error: unknown) => Promise.reject(failed(error))),
    replace(all) {
      try {
        const next = openSync(`${path}.next`, 'w', 0o600)
        const size = write(next, all.map(lineOf).join(''))
        fsyncSync(next)
        closeSync(next)
        renameSync(`${path}.next`, path)
        closeSync(fd)
        fd = openSync(path, 'a+', 0o600)
        end = size
        syncFolder(dirname(path))
      } catch (error) {
        throw failed(error)
      }
    },
    close: () => closeSync(fd),
  }
  return { file, entries, damaged: lines.length - entries.length }
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r')
  fsyncSync(fd)
  closeSync(fd)
}
