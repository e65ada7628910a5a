/**
 * The record log: one line a record, `crc32 in hex, blank, JSON`, each chained to the one before it. A record is on disk before `append` resolves; a
 * torn last line is cut off, a damaged line inside is skipped and counted. Lines, so that a person can read the file.
 */

import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { instant, type Instant } from '../../domain/index.ts'
import { createSerialQueue, errorText } from '../../kernel/index.ts'
import { DAMAGE_STREAM, PortError, type Records, type StateRecord } from '../../ports/index.ts'
import { type LineFile, openLineFile } from './line-file.ts'
import { checkChain, type CheckedChain, CHECKSUM_CHARS, linkTo, readHead, writeHead } from './chain.ts'
import { decodeLine, decodeLines, encodeLine } from './checksummed-lines.ts'
import { recordOf } from './stored-record.ts'

export interface RecordLog extends Records {
  /** Damaged lines that were skipped, a torn last line included. */
  damaged(): number
  /** Places where complete records are damaged or missing, found when the file was opened. */
  breaks(): number
}

function lineOf(record: StateRecord & { readonly prev: string }): string {
  try {
    return encodeLine(record)
  } catch (error) {
    const why = errorText(error)
    throw new PortError('refused', `record "${record.id}" of "${record.stream}" cannot be written as JSON: ${why}`, { cause: error })
  }
}

interface Loaded extends CheckedChain {
  readonly records: StateRecord[]
  readonly damaged: number
  readonly headFile: string
}

/** `now` stamps the record of damage that is found. */
export async function openRecords(options: { file: string; now?: Instant }): Promise<RecordLog> {
  mkdirSync(dirname(options.file), { recursive: true })
  const headFile = `${options.file}.head`
  const bytes = await readFile(options.file, { flag: 'a+' })
  const { lines, damaged, end } = decodeLines(bytes)
  const chain = checkChain(bytes, lines, readHead(headFile))
  const file = await openLineFile(options.file, end)
  const log = recordsOn(file, { records: lines.map((line) => recordOf(line.value)), damaged, headFile, ...chain })
  await noteDamage(log, chain.breaks, options.now ?? instant(0))
  return log
}

/** Once for each break, in the log itself: a later start finds the chain whole again behind it, and must still know. */
async function noteDamage(log: RecordLog, breaks: number, now: Instant): Promise<void> {
  const noted = (await log.read(DAMAGE_STREAM)).at(-1)?.body as { readonly breaks?: number } | undefined
  if (breaks <= (noted?.breaks ?? 0)) return
  await log.append(DAMAGE_STREAM, 'break', now, { breaks })
}

function recordsOn(file: LineFile, loaded: Loaded): RecordLog {
  const { records, headFile } = loaded
  const queue = createSerialQueue()
  let seq = records.reduce((most, r) => Math.max(most, r.seq), 0)
  let link = loaded.head.link
  let closed = false

  async function write(line: Omit<StateRecord, 'seq'>): Promise<number> {
    const record: StateRecord = { seq: seq + 1, ...line }
    const text = lineOf({ ...record, prev: link })
    try {
      await file.append(text, { durable: true })
    } catch (error) {
      throw new PortError('unavailable', `the record log cannot be written: ${errorText(error)}`, {
        cause: error,
      })
    }
    seq = record.seq
    link = linkTo(text.slice(CHECKSUM_CHARS).trimEnd())
    writeHead(headFile, { seq, link })
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
    breaks: () => loaded.breaks,
    async close() {
      if (closed) return
      closed = true
      await queue.idle()
      await file.close()
    },
  }
}
