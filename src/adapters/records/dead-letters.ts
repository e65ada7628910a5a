/** Dead letters: a bounded ring of files of checksummed lines. The oldest file goes when the ring is full; what went is counted. */

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DeadReason, instant, type KeptDeadLetter } from '../../domain/index.ts'
import { type DeadLetters, type DeadLetterSummary, PortError } from '../../ports/index.ts'
import { decodeLine, decodeLines, encodeLine } from './lines.ts'

export interface DeadLetterOptions {
  readonly dir: string
  readonly maxCount?: number
  readonly maxBytes?: number
}

interface Kept {
  readonly id: string
  readonly at: number
  readonly reason: DeadReason
  readonly detail: string
  readonly topic: string
  /** base64 */
  readonly payload: string
  readonly receivedAt: number
  readonly retain: boolean
  readonly dup: boolean
  readonly qos: 0 | 1 | 2
}

type Line = { readonly letter: Kept } | { readonly drop: readonly string[] }

interface Entry {
  readonly summary: DeadLetterSummary
  readonly file: string
  readonly offset: number
  readonly length: number
}

interface RingFile {
  readonly path: string
  bytes: number
}

const FILES = 10

export async function openDeadLetters(options: DeadLetterOptions): Promise<DeadLetters & { close(): Promise<void> }> {
  const maxBytes = options.maxBytes ?? 50 * 1024 * 1024
  const maxCount = options.maxCount ?? 10_000
  mkdirSync(options.dir, { recursive: true })
  const entries = new Map<string, Entry>()
  const files: RingFile[] = []
  let evicted = 0
  for (const name of readdirSync(options.dir)
    .filter((n) => /^\d+\.ndjson$/.test(n))
    .sort()) {
    const path = join(options.dir, name)
    const { lines, end } = decodeLines(await readFile(path))
    files.push({ path, bytes: end })
    for (const { value, offset, length } of lines) apply(entries, value as Line, { file: path, offset, length })
  }
  let handle: FileHandle | null = null
  let tail: Promise<unknown> = Promise.resolve()

  async function target(bytes: number): Promise<RingFile> {
    const newest = files.at(-1)
    if (newest && newest.bytes + bytes <= maxBytes / FILES) {
      if (handle === null) {
        handle = await open(newest.path, 'a')
        await handle.truncate(newest.bytes)
      }
      return newest
    }
    await handle?.close()
    const number = newest ? Number(/(\d+)\.ndjson$/.exec(newest.path)?.[1] ?? 0) + 1 : 1
    const made: RingFile = { path: join(options.dir, `${String(number).padStart(10, '0')}.ndjson`), bytes: 0 }
    handle = await open(made.path, 'a', 0o600)
    files.push(made)
    return made
  }

  async function write(line: Line): Promise<void> {
    const bytes = Buffer.from(encodeLine(line))
    try {
      const file = await target(bytes.length)
      await handle?.appendFile(bytes)
      apply(entries, line, { file: file.path, offset: file.bytes, length: bytes.length - 1 })
      file.bytes += bytes.length
    } catch (error) {
      throw new PortError('unavailable', `dead letters cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
  }

  /** Whole files of the oldest letters, until both limits hold. */
  function evict(): void {
    while (files.length > 1 && (entries.size > maxCount || files.reduce((sum, f) => sum + f.bytes, 0) > maxBytes)) {
      const gone = files.shift() as RingFile
      for (const [id, entry] of entries) {
        if (entry.file !== gone.path) continue
        entries.delete(id)
        evicted += 1
      }
      rmSync(gone.path, { force: true })
    }
    for (const id of entries.keys()) {
      if (entries.size <= maxCount) break
      entries.delete(id)
      evicted += 1
    }
  }

  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work)
    tail = done.catch(() => undefined)
    return done
  }

  const keep = async (letters: readonly KeptDeadLetter[]): Promise<void> => {
    for (const letter of letters) if (!entries.has(letter.id)) await write({ letter: plain(letter) })
    evict()
  }
  const drop = async (ids: readonly string[]): Promise<number> => {
    const known = ids.filter((id) => entries.has(id))
    if (known.length > 0) await write({ drop: known })
    return known.length
  }
  return {
    keep: (letters) => exclusive(() => keep(letters)),
    drop: (ids) => exclusive(() => drop(ids)),
    async list({ reason, topic, limit, before }) {
      const fitting = [...entries.values()]
        .reverse()
        .filter((e) => (!reason || e.summary.reason === reason) && (!topic || e.summary.topic === topic))
      const start = before === undefined ? 0 : fitting.findIndex((e) => e.summary.id === before) + 1
      return { total: fitting.length, evicted, items: fitting.slice(start, start + limit).map((e) => e.summary) }
    },
    async get(id) {
      const entry = entries.get(id)
      return entry ? letterAt(entry) : null
    },
    async counts() {
      const counts: Record<string, number> = {}
      for (const { summary } of entries.values()) counts[summary.reason] = (counts[summary.reason] ?? 0) + 1
      return counts
    },
    async close() {
      await tail
      await handle?.close()
    },
  }
}

function apply(entries: Map<string, Entry>, line: Line, at: Omit<Entry, 'summary'>): void {
  if ('drop' in line) {
    for (const id of line.drop) entries.delete(id)
    return
  }
  const { id, reason, detail, topic, payload } = line.letter
  const summary: DeadLetterSummary = { id, at: instant(line.letter.at), reason, detail, topic, bytes: Buffer.byteLength(payload, 'base64') }
  entries.set(id, { summary, ...at })
}

function plain({ id, at, reason, detail, message }: KeptDeadLetter): Kept {
  const { topic, receivedAt, retain, dup, qos } = message
  return { id, at, reason, detail, topic, payload: Buffer.from(message.payload).toString('base64'), receivedAt, retain, dup, qos }
}

async function letterAt(entry: Entry): Promise<KeptDeadLetter | null> {
  const handle = await open(entry.file, 'r')
  try {
    const bytes = Buffer.alloc(entry.length)
    await handle.read(bytes, 0, entry.length, entry.offset)
    const line = decodeLine(bytes.toString('utf8')) as Line | undefined
    if (line === undefined || !('letter' in line)) return null
    const { id, at, reason, detail, topic, payload, receivedAt, retain, dup, qos } = line.letter
    return {
      id,
      at: instant(at),
      reason,
      detail,
      message: { topic, payload: Buffer.from(payload, 'base64'), receivedAt: instant(receivedAt), retain, dup, qos },
    }
  } finally {
    await handle.close()
  }
}
