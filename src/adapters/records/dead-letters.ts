/** Dead letters: a bounded ring of files of checksummed lines. A full ring evicts the oldest letters and counts them. */

import { readFileSync, writeFileSync } from 'node:fs'
import type { KeptDeadLetter } from '../../domain/index.ts'
import { createSerialQueue, errorText } from '../../kernel/index.ts'
import { type DeadLetters, PortError } from '../../ports/index.ts'
import { readLetter, toLetterLine, type RingLine } from './letter-lines.ts'
import { Ring, type RingMark } from './ring.ts'

export interface DeadLetterOptions {
  readonly dir: string
  readonly maxCount?: number
  readonly maxBytes?: number
  /** Files of the ring were removed or cut since it was last written. */
  readonly onMissing?: (detail: string) => void
}

const MAX_COUNT = 10_000
const MAX_BYTES = 50 * 1024 * 1024

export async function openDeadLetters(options: DeadLetterOptions): Promise<DeadLetters & { close(): Promise<void> }> {
  const { dir, maxCount = MAX_COUNT, maxBytes = MAX_BYTES } = options
  const ring = new Ring({ dir, maxCount, maxBytes })
  await ring.load()
  const marker = `${dir}.last`
  const missing = ring.missingSince(readMarker(marker))
  if (missing !== null) options.onMissing?.(missing)
  const queue = createSerialQueue()
  return {
    keep: (letters) =>
      queue.run(async () => {
        await keep(ring, letters)
        writeMarker(marker, ring.newest)
      }),
    drop: (ids) => queue.run(() => drop(ring, ids)),
    list: async (query) => list(ring, query),
    async get(id) {
      const entry = ring.entries.get(id)
      return entry ? readLetter(entry.file.path, entry.offset, entry.length) : null
    },
    async counts() {
      const counts: Record<string, number> = {}
      for (const { summary } of ring.entries.values()) counts[summary.reason] = (counts[summary.reason] ?? 0) + 1
      return counts
    },
    async close() {
      await queue.idle()
      await ring.close()
    },
  }
}

function readMarker(path: string): RingMark | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RingMark
  } catch {
    return null
  }
}

function writeMarker(path: string, mark: RingMark | null): void {
  try {
    if (mark !== null) writeFileSync(path, JSON.stringify(mark), { mode: 0o600 })
  } catch {
    // An older mark reports less, and nothing wrong.
  }
}

async function keep(ring: Ring, letters: readonly KeptDeadLetter[]): Promise<void> {
  for (const letter of letters) if (!ring.entries.has(letter.id)) await write(ring, { letter: toLetterLine(letter) })
  ring.evictExcess()
}

async function drop(ring: Ring, ids: readonly string[]): Promise<number> {
  const present = [...new Set(ids)].filter((id) => ring.entries.has(id))
  if (present.length > 0) await write(ring, { drop: present })
  return present.length
}

async function write(ring: Ring, line: RingLine): Promise<void> {
  try {
    await ring.write(line)
  } catch (error) {
    throw new PortError('unavailable', `dead letters cannot be written: ${errorText(error)}`, {
      cause: error,
    })
  }
}

/** Newest first. A page after an evicted letter is empty: all older letters were evicted before it. */
function list(ring: Ring, { reason, topic, limit, before }: Parameters<DeadLetters['list']>[0]) {
  const all = Array.from(ring.entries.values(), (e) => e.summary).toReversed()
  const fits = (s: (typeof all)[number]): boolean => (!reason || s.reason === reason) && (!topic || s.topic === topic)
  const last = before === undefined ? -1 : all.findIndex((s) => s.id === before)
  const older = before !== undefined && last < 0 ? [] : all.slice(last + 1)
  return { total: all.filter(fits).length, evicted: ring.evicted, items: older.filter(fits).slice(0, limit) }
}
