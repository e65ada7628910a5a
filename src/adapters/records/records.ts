/**
 * The record log: one line a record, `crc32 in hex, blank, JSON`. A record is on disk before `append` resolves; a torn last line is cut off, a
 * damaged line inside is skipped and counted. Lines, so that a person can read the file.
 */

import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { instant, type Instant } from '../../domain/index.ts'
import { createSerialQueue, errorText } from '../../kernel/index.ts'
import { PortError, type Records, type StateRecord } from '../../ports/index.ts'
import { type LineFile, openLineFile } from './line-file.ts'
import { decodeLine, decodeLines, encodeLine } from './checksummed-lines.ts'

export interface RecordLog extends Records {
  /** Damaged lines that were skipped, a torn last line included. */
  damaged(): number
}

function recordOf(value: unknown): StateRecord {
  const { seq, stream, id, at, body } = value as { seq: number; stream: string; id: string; at: number; body: unknown }
  return { seq, stream, id, at: instant(at), body }
}

function lineOf(record: StateRecord): string {
  try {
    return encodeLine(record)
  } catch (error) {
    const why = errorText(error)
    throw new PortError('refused', `record "${record.id}" of "${record.stream}" cannot be written as JSON: ${why}`, { cause: error })
  }
}

interface Loaded {
  readonly records: StateRecord[]
  readonly damaged: number
}

export async function openRecords(options: { file: string }): Promise<RecordLog> {
  mkdirSync(dirname(options.file), { recursive: true })
  const bytes = await readFile(options.file, { flag: 'a+' })
  const { lines, damaged, end } = decodeLines(bytes)
  const file = await openLineFile(options.file, end)
  return recordsOn(file, { records: lines.map((line) => recordOf(line.value)), damaged })
}

function recordsOn(file: LineFile, loaded: Loaded): RecordLog {
  const { records } = loaded
  const queue = createSerialQueue()
  let seq = records.reduce((most, r) => Math.max(most, r.seq), 0)
  let closed = false

  async function write(line: Omit<StateRecord, 'seq'>): Promise<number> {
    const record: StateRecord = { seq: seq + 1, ...line }
    const text = lineOf(record)
    try {
      await file.append(text, { durable: true })
    } catch (error) {
      throw new PortError('unavailable', `the record log cannot be written: ${errorText(error)}`, {
        cause: error,
      })
    }
    seq = record.seq
    // Stored as it will be read from the file: later changes of the caller's object have no effect.
    records.push(recordOf(decodeLine(text.trimEnd())))
    return seq
  }

  return {
    append(stream: string, id: string, at: Instant, body: unknown) {
      if (closed) return Promise.reject(new PortError('closed', 'the record log is closed'))
      return queue.run(() => write({ stream, id, at, body }))
    },
    read: async (stream, after = 0) => records.filter((r) => r.stream === stream && r.seq > after),
    damaged: () => loaded.damaged,
    async close() {
      if (closed) return
      closed = true
      await queue.idle()
      await file.close()
    },
  }
}
