/**
 * The ring of files behind the dead letters. The oldest letter is evicted when there are too many; the oldest file when the ring is too large,
 * or when no letter of it is left. Files are evicted oldest first, so that a line that drops a letter outlives the letter.
 */

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DeadLetterSummary } from '../../ports/index.ts'
import { type RingLine, summaryOf } from './letter-lines.ts'
import { type LineFile, openLineFile } from './line-file.ts'
import { decodeLines, encodeLine } from './checksummed-lines.ts'

export interface RingLimits {
  readonly dir: string
  readonly maxCount: number
  readonly maxBytes: number
}

interface RingFile {
  readonly path: string
  bytes: number
  /** Letters in it that are not dropped. */
  letters: number
}

/** Where the ring stood when it was last written. */
export interface RingMark {
  /** Name of its newest file. */
  readonly file: string
  readonly bytes: number
}

export interface RingSlot {
  readonly summary: DeadLetterSummary
  readonly file: RingFile
  readonly offset: number
  readonly length: number
}

/** The ring has about so many files. */
const FILES = 10

export class Ring {
  readonly #limits: RingLimits
  /** Oldest first. */
  readonly #entries = new Map<string, RingSlot>()
  readonly #files: RingFile[] = []
  #open: LineFile | null = null
  #evicted = 0

  constructor(limits: RingLimits) {
    this.#limits = limits
  }

  get entries(): ReadonlyMap<string, RingSlot> {
    return this.#entries
  }

  /** Letters that were evicted since the ring was opened. */
  get evicted(): number {
    return this.#evicted
  }

  get newest(): RingMark | null {
    const file = this.#files.at(-1)
    return file === undefined ? null : { file: basename(file.path), bytes: file.bytes }
  }

  /** What is gone since then, in words; null when nothing is. */
  missingSince(mark: RingMark | null): string | null {
    if (mark === null) return null
    const file = this.#files.find(({ path }) => basename(path) === mark.file)
    if (file === undefined) return `the file "${mark.file}" of the dead letters was removed`
    return file.bytes < mark.bytes ? `the file "${mark.file}" of the dead letters had ${mark.bytes} bytes and has ${file.bytes}` : null
  }

  async load(): Promise<void> {
    const { dir } = this.#limits
    mkdirSync(dir, { recursive: true })
    const names = readdirSync(dir).filter((name) => /^\d+\.ndjson$/.test(name))
    for (const name of names.sort()) {
      const path = join(dir, name)
      const { lines, end } = decodeLines(await readFile(path))
      const file: RingFile = { path, bytes: end, letters: 0 }
      this.#files.push(file)
      for (const { value, offset, length } of lines) this.#apply(value as RingLine, { file, offset, length })
    }
    this.evictExcess()
    this.#evicted = 0
  }

  async write(line: RingLine): Promise<void> {
    const text = encodeLine(line)
    const length = Buffer.byteLength(text)
    const { file, lines } = await this.#target(length)
    const offset = lines.end
    await lines.append(text, { durable: false })
    file.bytes = lines.end
    this.#apply(line, { file, offset, length: length - 1 })
  }

  evictExcess(): void {
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= this.#limits.maxCount) break
      this.#evict(id)
    }
    for (let oldest = this.#files[0]; oldest && this.#files.length > 1; oldest = this.#files[0]) {
      const bytes = this.#files.reduce((sum, f) => sum + f.bytes, 0)
      if (oldest.letters > 0 && bytes <= this.#limits.maxBytes) break
      for (const [id, { file }] of this.#entries) if (file === oldest) this.#evict(id)
      rmSync(oldest.path, { force: true })
      this.#files.shift()
    }
  }

  async close(): Promise<void> {
    await this.#open?.close()
    this.#open = null
  }

  /** The newest file, or a new one when that is full. */
  async #target(bytes: number): Promise<{ file: RingFile; lines: LineFile }> {
    const newest = this.#files.at(-1)
    if (newest && newest.bytes + bytes <= this.#limits.maxBytes / FILES) {
      this.#open ??= await openLineFile(newest.path, newest.bytes)
      return { file: newest, lines: this.#open }
    }
    const number = newest ? Number(/(\d+)\.ndjson$/.exec(newest.path)?.[1] ?? 0) + 1 : 1
    const file: RingFile = { path: join(this.#limits.dir, `${String(number).padStart(10, '0')}.ndjson`), bytes: 0, letters: 0 }
    const lines = await openLineFile(file.path, 0)
    await this.close()
    this.#open = lines
    this.#files.push(file)
    return { file, lines }
  }

  #apply(line: RingLine, at: Omit<RingSlot, 'summary'>): void {
    if ('drop' in line) for (const id of line.drop) this.#forget(id)
    else {
      this.#forget(line.letter.id)
      this.#entries.set(line.letter.id, { summary: summaryOf(line.letter), ...at })
      at.file.letters += 1
    }
  }

  #forget(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.file.letters -= 1
    this.#entries.delete(id)
  }

  #evict(id: string): void {
    this.#forget(id)
    this.#evicted += 1
  }
}
