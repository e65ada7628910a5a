/** Journals that were written by earlier programs are read for ever: the bytes in test/fixtures/journal never change, new ones are added. */

import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { segmentName } from '../../../../src/adapters/journal/format.ts'
import { createJournal } from '../../../../src/adapters/journal/journal.ts'
import { openJournalReader } from '../../../../src/adapters/journal/reader.ts'
import type { JournalEntry } from '../../../../src/ports/index.ts'
import { journalOptions, messageOf, readAll } from '../../../support/fixtures/journal.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

const FIXTURES = resolve(import.meta.dirname, '../../../fixtures/journal')

/** What stands in every fixture, in numbers and words that a person can compare with docs/journal-format.md. */
const MESSAGES = [
  { seq: 41, topic: 'campus/park/m1/telemetry', payload: '{"v":1}', receivedAt: 1_770_000_000_000, retain: false, dup: false, qos: 1 },
  { seq: 42, topic: '楼/é', payload: '', receivedAt: 1_770_000_000_001, retain: true, dup: false, qos: 0 },
  { seq: 43, topic: 't', payload: '\u0000\n', receivedAt: 0, retain: false, dup: true, qos: 2 },
]

function placed(fixture: string): string {
  const dir = join(tempFolder(), 'journal')
  mkdirSync(dir)
  cpSync(join(FIXTURES, fixture), join(dir, segmentName(41)))
  return dir
}

const plain = ({ seq, message }: JournalEntry) => ({ seq, ...message, payload: Buffer.from(message.payload).toString('utf8') })

describe.each(['version-1.bin', 'version-1-without-header-checksum.bin'])('the journal segment %s', (fixture) => {
  it('reads to the messages that were written', () => {
    const reader = openJournalReader({ dir: placed(fixture) })
    expect(readAll(reader, 40).map(plain)).toEqual(MESSAGES)
    expect(reader.skipped()).toBe(0)
    reader.close()
  })

  it('is complete for the writer, which goes on behind it', async () => {
    const dir = placed(fixture)
    const journal = await createJournal(journalOptions(dir))
    expect(journal.state()).toMatchObject({ lastSeq: 43, firstSeq: 41, torn: 0, corrupt: 0 })
    expect(journal.append(messageOf('next'))).toBe(44)
    const reader = openJournalReader({ dir })
    expect(readAll(reader, 40).map((e) => e.seq)).toEqual([41, 42, 43, 44])
    reader.close()
    await journal.close()
  })
})

describe('the journal of this version', () => {
  it('is written byte for byte as the fixture', async () => {
    const dir = join(tempFolder(), 'journal')
    const journal = await createJournal(journalOptions(dir))
    journal.skipTo(40)
    for (const { seq, ...message } of MESSAGES)
      expect(journal.append({ ...messageOf(message.payload), ...message, payload: Buffer.from(message.payload) } as never)).toBe(seq)
    await journal.close()
    expect(readFileSync(join(dir, segmentName(41))).toString('hex')).toBe(readFileSync(join(FIXTURES, 'version-1.bin')).toString('hex'))
  })
})
