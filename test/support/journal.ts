/** Journals and messages for them. */

import type { JournalOptions } from '../../src/adapters/journal/journal.ts'
import { instant, type RawMessage } from '../../src/domain/index.ts'
import type { JournalEntry, JournalReader } from '../../src/ports/index.ts'

export function journalOptions(dir: string, wish: Partial<JournalOptions> = {}): JournalOptions {
  return { dir, segmentBytes: 1024 * 1024, maxBytes: 64 * 1024 * 1024, minFreeDisk: 0, durability: 'os', intervalMs: 200, ...wish }
}

export function messageOf(payload: string | Uint8Array, wish: Partial<RawMessage> = {}): RawMessage {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  return {
    topic: 'campus/test/meter/telemetry',
    payload: bytes,
    receivedAt: instant(1_770_000_000_000),
    retain: false,
    dup: false,
    qos: 1,
    ...wish,
  }
}

export const text = (entry: JournalEntry): string => Buffer.from(entry.message.payload).toString('utf8')

/** Everything after `after`, read in portions until three reads in a row bring nothing. */
export function readAll(reader: JournalReader, after = 0, maxBytes = 64 * 1024): JournalEntry[] {
  const all: JournalEntry[] = []
  for (let empty = 0; empty < 3; ) {
    const entries = reader.read(all.at(-1)?.seq ?? after, maxBytes)
    empty = entries.length === 0 ? empty + 1 : 0
    all.push(...entries)
  }
  return all
}
