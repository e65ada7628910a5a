/**
 * The record log: one line a record, `crc32 in hex, blank, JSON`. On disk before the answer; a torn last line is cut off, a damaged
 * line inside is skipped and counted. Lines, so that a person can read the file.
 */

import { mkdirSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { instant, type Instant } from '../../domain/index.ts'
import { PortError, type Records, type StateRecord } from '../../ports/index.ts'
import { decodeLines, encodeLine } from './lines.ts'

export interface RecordLog extends Records {
  /** Damaged lines that were skipped, a torn last line included. */
  damaged(): number
}

function recordOf(value: unknown): StateRecord {
  const { seq, stream, id, at, body } = value as { seq: number; stream: string; id: string; at: number; body: unknown }
  return { seq, stream, id, at: instant(at), body }
}

interface Loaded {
  readonly records: StateRecord[]
  readonly damaged: number
}

export async function openRecords(options: { file: string }): Promise<RecordLog> {
  mkdirSync(dirname(options.file), { recursive: true })
  const handle = await open(options.file, 'a+', 0o600)
  const { lines, damaged, end } = decodeLines(await handle.readFile())
  await handle.truncate(end)
  return recordsOn(handle, { records: lines.map((line) => recordOf(line.value)), damaged })
}

function recordsOn(handle: FileHandle, loaded: Loaded): RecordLog {
  const { records } = loaded
  let seq = records.at(-1)?.seq ?? 0
  let closed = false
  let tail: Promise<unknown> = Promise.resolve()

  async function write(stream: string, id: string, at: Instant, body: unknown): Promise<number> {
    const record: StateRecord = { seq: seq + 1, stream, id, at, body }
    try {
      await handle.appendFile(encodeLine(record))
      await handle.datasync()
    } catch (error) {
      throw new PortError('unavailable', `the record log cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
    seq = record.seq
    records.push(record)
    return seq
  }

  return {
    append(stream, id, at, body) {
      if (closed) return Promise.reject(new PortError('closed', 'the record log is closed'))
      const written = tail.then(() => write(stream, id, at, body))
      tail = written.catch(() => undefined)
      return written
    },
    read: async (stream, after = 0) => records.filter((r) => r.stream === stream && r.seq > after),
    damaged: () => loaded.damaged,
    async close() {
      if (closed) return
      closed = true
      await tail
      await handle.close()
    },
  }
}
