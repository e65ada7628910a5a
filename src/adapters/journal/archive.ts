/** The archive: segments whose messages are stored, packed and kept for some days, so that they can be decoded again. */

import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { DAY, type Instant, type Span } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { Archive, ArchivePart, ArchiveState, Clock, Events, JournalEntry } from '../../ports/index.ts'
import { isPacked, listPacked, type Packed } from './archived.ts'
import { pack } from './pack.ts'
import { freeDisk } from './disk-budget.ts'
import { framesIn, listSegments, type Segment } from './segments.ts'

export interface ArchiveOptions {
  readonly dir: string
  /** Folder of the journal: what is not archived yet is read there. */
  readonly journalDir: string
  readonly days: number
  readonly maxBytes: number
  /** The archive gives way when less than this is free: the journal needs it. */
  readonly minFreeDisk: number
  readonly clock: Pick<Clock, 'now'>
  readonly events: Events
}

export interface KeptArchive extends Archive {
  /** Takes a segment of the journal over. Where that fails the segment is removed, and told. */
  take(segment: Segment): void
  /** Gives up the oldest part; false when there is none. */
  yields(): boolean
  /** Resolves when nothing waits to be packed. */
  packed(): Promise<void>
  /** Resolves when nothing is being packed; what is not packed is at the next start. */
  close(): Promise<void>
}

const unpack = promisify(gunzip)
/** Messages handed over at once. */
const PORTION = 250
const RATE_DAYS = 7

export function openArchive(options: ArchiveOptions): KeptArchive {
  mkdirSync(options.dir, { recursive: true })
  for (const name of readdirSync(options.dir)) if (name.endsWith('.tmp')) rmSync(join(options.dir, name), { force: true })
  const archive = new SegmentArchive(options)
  archive.tidy()
  return archive
}

class SegmentArchive implements KeptArchive {
  readonly #options: ArchiveOptions
  readonly #packed: Packed[]
  readonly #waiting: Segment[]
  #packing: Promise<void> | null = null
  #evicted = 0
  #closed = false

  constructor(options: ArchiveOptions) {
    this.#options = options
    this.#packed = listPacked(options.dir)
    const known = new Set(this.#packed.map((p) => p.firstSeq))
    this.#waiting = []
    for (const segment of listSegments(options.dir)) {
      // Packed by a process that ended before it could remove it.
      if (known.has(segment.firstSeq)) rmSync(segment.path, { force: true })
      else this.#waiting.push(segment)
    }
  }

  take(segment: Segment): void {
    if (this.#options.days === 0) return rmSync(segment.path, { force: true })
    const path = join(this.#options.dir, segment.path.slice(segment.path.lastIndexOf('/') + 1))
    try {
      moveFile(segment.path, path)
    } catch (error) {
      rmSync(segment.path, { force: true })
      return this.#short(`a part of the journal could not be kept: ${errorText(error)}`)
    }
    this.#waiting.push({ ...segment, path })
    this.tidy()
  }

  yields(): boolean {
    const oldest = this.#packed.shift() ?? this.#waiting.shift()
    if (oldest === undefined) return false
    rmSync(oldest.path, { force: true })
    this.#evicted += 1
    return true
  }

  state(): ArchiveState {
    const { days, maxBytes: capBytes, dir } = this.#options
    const first = this.#packed[0]?.received.first ?? null
    const last = this.#packed.at(-1)?.received.last ?? null
    return {
      days,
      capBytes,
      parts: this.#packed.length + this.#waiting.length,
      bytes: this.#bytes(),
      first,
      last,
      whole: (this.#packed[0] ?? this.#open()[0])?.firstSeq === 1,
      lastSeq: this.#lastSeq(),
      bytesPerDay: this.#bytesPerDay(last),
      freeDisk: freeDisk(dir),
      evicted: this.#evicted,
    }
  }

  parts({ from, to }: Span): readonly ArchivePart[] {
    const packed = this.#packed.filter((p) => p.received.last >= from && p.received.first < to)
    return [...packed, ...this.#open()]
  }

  reaches(from: Instant): boolean {
    const all: ArchivePart[] = [...this.#packed, ...this.#open()]
    const since = all.findLastIndex((p) => p.received !== null && p.received.first <= from)
    if (since < 0) return all[0]?.firstSeq === 1
    return all.slice(since + 1).every((part, i) => {
      const before = all[since + i] as ArchivePart
      return before.lastSeq === null || before.lastSeq + 1 === part.firstSeq
    })
  }

  async *read(part: ArchivePart): AsyncIterable<readonly JournalEntry[]> {
    const bytes = await this.#load(part.firstSeq)
    let portion: JournalEntry[] = []
    for (const { entry } of bytes === null ? [] : framesIn(bytes, part.firstSeq)) {
      portion.push(entry)
      if (portion.length < PORTION) continue
      yield portion
      portion = []
      await yieldToEventLoop()
    }
    if (portion.length > 0) yield portion
  }

  async packed(): Promise<void> {
    await this.#packing
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#packing
  }

  /** What is over its days goes; then the oldest while there is too much; then the rest is packed. */
  tidy(): void {
    const { days, maxBytes, minFreeDisk, dir, clock } = this.#options
    const since = clock.now() - days * DAY
    while ((this.#packed[0]?.received.last ?? since) < since) rmSync((this.#packed.shift() as Packed).path, { force: true })
    const before = this.#evicted
    while ((this.#bytes() > maxBytes || freeDisk(dir) < minFreeDisk) && this.yields());
    if (this.#evicted > before) this.#short('the archive had to make room before its days were over')
    if (this.#waiting.length > 0) this.#packing ??= this.#packAll().finally(() => (this.#packing = null))
  }

  /** Parts of the journal, and what waits to be packed: their times are not known. */
  #open(): ArchivePart[] {
    const live = listSegments(this.#options.journalDir)
    const open = [...this.#waiting, ...live]
    return open.map((s, i) => ({
      firstSeq: s.firstSeq,
      lastSeq: open[i + 1] ? (open[i + 1] as Segment).firstSeq - 1 : null,
      received: null,
    }))
  }

  /** Null when it has gone, or cannot be read: told. */
  async #load(firstSeq: number): Promise<Buffer | null> {
    const all = [...this.#packed, ...this.#waiting, ...listSegments(this.#options.journalDir)]
    const segment = all.find((s) => s.firstSeq === firstSeq)
    if (segment === undefined) return null
    try {
      const bytes = await readFile(segment.path)
      return isPacked(segment.path) ? await unpack(bytes) : bytes
    } catch (error) {
      this.#short(`"${segment.path}" cannot be read: ${errorText(error)}`)
      return null
    }
  }

  async #packAll(): Promise<void> {
    for (let next = this.#waiting[0]; next && !this.#closed; next = this.#waiting[0]) {
      try {
        const packed = await pack(this.#options.dir, next, this.#waiting.length > 1)
        if (this.#waiting[0] === next) this.#waiting.shift()
        if (packed !== null) this.#packed.push(packed)
      } catch (error) {
        // It stands there unpacked, and is tried again with the next one.
        this.#short(`a part of the archive could not be packed: ${errorText(error)}`)
        break
      }
    }
  }

  /** Of a part that is not packed yet only the first is known, and the next number leaves room for a whole segment. */
  #lastSeq(): number {
    const waiting = this.#waiting.at(-1)
    return Math.max(this.#packed.at(-1)?.lastSeq ?? 0, waiting === undefined ? 0 : waiting.firstSeq + waiting.bytes)
  }

  #bytes(): number {
    return [...this.#packed, ...this.#waiting].reduce((sum, s) => sum + s.bytes, 0)
  }

  #bytesPerDay(last: Instant | null): number | null {
    const lately = last === null ? [] : this.#packed.filter((p) => p.received.last > last - RATE_DAYS * DAY)
    const first = lately[0]?.received.first ?? last
    if (first === null || last === null || last - first < DAY) return null
    return Math.round((lately.reduce((sum, p) => sum + p.bytes, 0) * DAY) / (last - first))
  }

  #short(detail: string): void {
    this.#options.events.emit({ code: 'archive-short', level: 'warn', detail })
  }
}

/** The journal may be on a disk of its own. */
function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    copyFileSync(from, `${to}.tmp`)
    renameSync(`${to}.tmp`, to)
    rmSync(from, { force: true })
  }
}
