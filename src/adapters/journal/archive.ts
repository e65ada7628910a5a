/** The archive: segments whose messages are stored are compressed and kept for some days, so that they can be decoded again. */

import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { DAY, type Instant, type RawMessage, type Span } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import type { Archive, ArchivePart, ArchiveState, Clock, Events, JournalEntry, RedactedMessages } from '../../ports/index.ts'
import { isPacked, listPacked, type PackedSegment } from './archive-files.ts'
import { packSegment, writePacked } from './pack-segment.ts'
import { redactSegment } from './redact-segment.ts'
import { freeDiskBytes } from './disk-budget.ts'
import { readFrames, listSegments, type Segment } from './segments.ts'

export interface ArchiveOptions {
  readonly dir: string
  /** Folder of the journal: segments that are not archived yet are read there. */
  readonly journalDir: string
  readonly days: number
  readonly maxBytes: number
  /** The archive evicts its oldest parts while less than this is free: the journal needs the space. */
  readonly minFreeDisk: number
  readonly clock: Pick<Clock, 'now'>
  readonly events: Events
}

export interface JournalArchive extends Archive {
  /** Moves a segment of the journal into the archive. When that fails the segment is removed and reported. */
  add(segment: Segment): void
  /** Removes the oldest part; false when the archive is empty. */
  evictOldest(): boolean
  /** Resolves when no segment waits to be compressed. */
  whenPacked(): Promise<void>
  /** Resolves when no compression runs; waiting segments are compressed after the next start. */
  close(): Promise<void>
}

const unpack = promisify(gunzip)
/** Messages in one batch of `read`. */
const BATCH = 250
const RATE_DAYS = 7

export function openArchive(options: ArchiveOptions): JournalArchive {
  mkdirSync(options.dir, { recursive: true })
  for (const name of readdirSync(options.dir)) if (name.endsWith('.tmp')) rmSync(join(options.dir, name), { force: true })
  const archive = new SegmentArchive(options)
  archive.tidy()
  return archive
}

class SegmentArchive implements JournalArchive {
  readonly #options: ArchiveOptions
  readonly #packed: PackedSegment[]
  readonly #waiting: Segment[]
  #packing: Promise<void> | null = null
  #evicted = 0
  #closed = false

  constructor(options: ArchiveOptions) {
    this.#options = options
    this.#packed = listPacked(options.dir)
    const packed = new Set(this.#packed.map((p) => p.firstSeq))
    this.#waiting = []
    for (const segment of listSegments(options.dir)) {
      // A process compressed it and ended before it could remove it.
      if (packed.has(segment.firstSeq)) rmSync(segment.path, { force: true })
      else this.#waiting.push(segment)
    }
  }

  add(segment: Segment): void {
    if (this.#options.days === 0) return rmSync(segment.path, { force: true })
    const path = join(this.#options.dir, segment.path.slice(segment.path.lastIndexOf('/') + 1))
    try {
      moveFile(segment.path, path)
    } catch (error) {
      rmSync(segment.path, { force: true })
      return this.#reportShort(`a part of the journal could not be kept: ${errorText(error)}`)
    }
    this.#waiting.push({ ...segment, path })
    this.tidy()
  }

  evictOldest(): boolean {
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
      whole: (this.#packed[0] ?? this.#openParts()[0])?.firstSeq === 1,
      lastSeq: this.#lastSeq(),
      bytesPerDay: this.#bytesPerDay(last),
      freeDisk: freeDiskBytes(dir),
      evicted: this.#evicted,
    }
  }

  parts({ from, to }: Span): readonly ArchivePart[] {
    const packed = this.#packed.filter((p) => p.received.last >= from && p.received.first < to)
    return [...packed, ...this.#openParts()]
  }

  reaches(from: Instant): boolean {
    const all: ArchivePart[] = [...this.#packed, ...this.#openParts()]
    const since = all.findLastIndex((p) => p.received !== null && p.received.first <= from)
    if (since < 0) return all[0]?.firstSeq === 1
    return all.slice(since + 1).every((part, i) => {
      const before = all[since + i] as ArchivePart
      return before.lastSeq === null || before.lastSeq + 1 === part.firstSeq
    })
  }

  async *read(part: ArchivePart): AsyncIterable<readonly JournalEntry[]> {
    const bytes = await this.#load(part.firstSeq)
    let batch: JournalEntry[] = []
    for (const { entry } of bytes === null ? [] : readFrames(bytes, part.firstSeq)) {
      batch.push(entry)
      if (batch.length < BATCH) continue
      yield batch
      batch = []
      await yieldToEventLoop()
    }
    if (batch.length > 0) yield batch
  }

  async redact(matches: (message: RawMessage) => boolean): Promise<RedactedMessages> {
    await this.#packing
    const found = { messages: 0, open: 0 }
    const behind = (seq: number): PackedSegment | undefined => this.#packed.find((p) => p.firstSeq > seq)
    // Parts come and go meanwhile.
    for (let part = behind(0); part !== undefined; part = behind(part.firstSeq)) {
      const bytes = await this.#load(part.firstSeq)
      const messages = bytes === null ? 0 : redactSegment(bytes, part.firstSeq, matches)
      // It may have had to make room meanwhile.
      if (bytes === null || messages === 0 || !this.#packed.includes(part)) continue
      part.bytes = await writePacked(part.path, bytes)
      found.messages += messages
    }
    for (const { firstSeq } of this.#openParts()) {
      const bytes = await this.#load(firstSeq)
      if (bytes !== null) found.open += redactSegment(bytes, firstSeq, matches)
    }
    return found
  }

  async whenPacked(): Promise<void> {
    await this.#packing
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#packing
  }

  /** Removes parts that are older than `days`, then the oldest while the archive is too large, then compresses the rest. */
  tidy(): void {
    const { days, maxBytes, minFreeDisk, dir, clock } = this.#options
    const since = clock.now() - days * DAY
    while ((this.#packed[0]?.received.last ?? since) < since) rmSync((this.#packed.shift() as PackedSegment).path, { force: true })
    const before = this.#evicted
    while ((this.#bytes() > maxBytes || freeDiskBytes(dir) < minFreeDisk) && this.evictOldest());
    if (this.#evicted > before) this.#reportShort('the archive removed messages before their days were over, to free space')
    if (this.#waiting.length > 0) this.#packing ??= this.#packAll().finally(() => (this.#packing = null))
  }

  /** Segments that wait for compression, and those of the journal: their receive times are not known. */
  #openParts(): ArchivePart[] {
    const live = listSegments(this.#options.journalDir)
    const open = [...this.#waiting, ...live]
    return open.map((s, i) => ({
      firstSeq: s.firstSeq,
      lastSeq: open[i + 1] ? (open[i + 1] as Segment).firstSeq - 1 : null,
      received: null,
    }))
  }

  /** Null when it was removed meanwhile, or cannot be read, which is reported. */
  async #load(firstSeq: number): Promise<Buffer | null> {
    const all = [...this.#packed, ...this.#waiting, ...listSegments(this.#options.journalDir)]
    const segment = all.find((s) => s.firstSeq === firstSeq)
    if (segment === undefined) return null
    try {
      const bytes = await readFile(segment.path)
      return isPacked(segment.path) ? await unpack(bytes) : bytes
    } catch (error) {
      this.#reportShort(`"${segment.path}" cannot be read: ${errorText(error)}`)
      return null
    }
  }

  async #packAll(): Promise<void> {
    for (let next = this.#waiting[0]; next && !this.#closed; next = this.#waiting[0]) {
      try {
        const packed = await packSegment(this.#options.dir, next, this.#waiting.length > 1)
        if (this.#waiting[0] === next) this.#waiting.shift()
        if (packed !== null) this.#packed.push(packed)
      } catch (error) {
        // The segment stays uncompressed, and is tried again with the next one.
        this.#reportShort(`a part of the archive could not be packed: ${errorText(error)}`)
        break
      }
    }
  }

  /** An upper bound: of a segment that is not compressed only the first sequence is known, and it holds fewer messages than bytes. */
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

  #reportShort(detail: string): void {
    this.#options.events.emit({ code: 'archive-short', level: 'warn', detail })
  }
}

/** Copies when the journal is on another disk. */
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
