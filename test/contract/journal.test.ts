/** What the journal does, written on one side and read on the other, as the store thread does. */

import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJournal, type JournalOptions } from '../../src/adapters/journal/journal.ts'
import { openJournalReader } from '../../src/adapters/journal/reader.ts'
import { instant, type RawMessage } from '../../src/domain/index.ts'
import { type Journal, type JournalState, PortError } from '../../src/ports/index.ts'
import { journalOptions, messageOf, readAll, text } from '../support/fixtures/journal.ts'
import { tempFolder } from '../support/process/temp-folder.ts'

const open = (dir: string, wish: Partial<JournalOptions> = {}): Promise<Journal> => createJournal(journalOptions(dir, wish))
const seqs = (entries: readonly { seq: number }[]): number[] => entries.map((e) => e.seq)
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** The code of the PortError that the work throws. */
function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof PortError ? error.code : String(error)
  }
  return 'nothing thrown'
}

describe('the journal', () => {
  it('numbers messages 1, 2, 3 and gives them back with every field, in order', async () => {
    const dir = tempFolder()
    const journal = await open(dir)
    const messages: RawMessage[] = [
      messageOf('plain'),
      messageOf('', { topic: '办公楼/电表/é', retain: true, qos: 0 }),
      messageOf(Uint8Array.from([0, 255, 0xe1, 0xc5, 10]), { dup: true, qos: 2, receivedAt: instant(0) }),
      messageOf('x'.repeat(700_000), { topic: 't'.repeat(65_535) }),
    ]
    expect(messages.map((m) => journal.append(m))).toEqual([1, 2, 3, 4])
    const entries = readAll(openJournalReader({ dir }))
    expect(seqs(entries)).toEqual([1, 2, 3, 4])
    for (const [i, entry] of entries.entries()) {
      const { payload, ...rest } = messages[i] as RawMessage
      expect({ ...entry.message, payload: undefined }).toEqual({ ...rest, payload: undefined })
      expect(Buffer.compare(entry.message.payload, payload)).toBe(0)
    }
    await journal.close()
  })

  it('has a message in its file when append returns, so that a reader of another thread finds it at once', async () => {
    const dir = tempFolder()
    const reader = openJournalReader({ dir })
    expect(reader.read(0, 1000)).toEqual([])
    const journal = await open(dir, { segmentBytes: 300 })
    for (let i = 1; i <= 50; i++) {
      journal.append(messageOf(`m${i}`))
      expect(reader.read(i - 1, 1000).map(text)).toEqual([`m${i}`])
      expect(reader.read(i, 1000)).toEqual([])
    }
    expect(reader.skipped()).toBe(0)
    reader.close()
    await journal.close()
  })

  it('has buffered messages in its file after a flush, in order and before what is appended after them', async () => {
    const dir = tempFolder()
    const reader = openJournalReader({ dir })
    const journal = await open(dir, { segmentBytes: 400 })
    expect([journal.enqueue(messageOf('a')), journal.enqueue(messageOf('b'))]).toEqual([1, 2])
    expect([journal.state().lastSeq, reader.read(0, 1000)]).toEqual([0, []])
    journal.flush()
    expect([journal.state().lastSeq, readAll(reader).map(text)]).toEqual([2, ['a', 'b']])
    journal.enqueue(messageOf('c'))
    expect(journal.append(messageOf('d'))).toBe(4)
    for (let i = 5; i <= 20; i++) expect(journal.enqueue(messageOf('e'.repeat(i)))).toBe(i)
    await journal.close()
    expect(seqs(readAll(reader))).toEqual(range(1, 20))
    reader.close()
  })

  it('reports buffered messages that it could not write once, at the flush, and numbers continue without a gap', async () => {
    const dir = join(tempFolder(), 'journal')
    const journal = await open(dir)
    journal.enqueue(messageOf('lost'))
    rmSync(dir, { recursive: true })
    expect(codeOf(() => journal.append(messageOf('refused')))).toBe('full')
    mkdirSync(dir)
    expect(journal.append(messageOf('kept'))).toBe(1)
    expect([codeOf(() => journal.flush()), codeOf(() => journal.flush())]).toEqual(['full', 'nothing thrown'])
    expect(readAll(openJournalReader({ dir })).map(text)).toEqual(['kept'])
    await journal.close()
  })

  it('reads a missing folder as an empty journal', () => {
    const reader = openJournalReader({ dir: join(tempFolder(), 'none') })
    expect(reader.read(0, 1000)).toEqual([])
    expect(reader.read(7, 1000)).toEqual([])
    reader.close()
  })

  it('returns about as many bytes as requested, at least one message, and continues where it stopped', async () => {
    const dir = tempFolder()
    const journal = await open(dir)
    for (let i = 0; i < 100; i++) journal.append(messageOf('x'.repeat(1000)))
    const reader = openJournalReader({ dir })
    const first = reader.read(0, 10_000)
    expect(first.length).toBeGreaterThan(8)
    expect(first.length).toBeLessThan(12)
    expect(reader.read(first.length, 1)).toHaveLength(1)
    expect(seqs(readAll(openJournalReader({ dir }), 0, 5000))).toEqual(range(1, 100))
    await journal.close()
  })

  it('can be read again from any message', async () => {
    const dir = tempFolder()
    const journal = await open(dir, { segmentBytes: 500 })
    for (let i = 1; i <= 40; i++) journal.append(messageOf(`m${i}`))
    const reader = openJournalReader({ dir })
    for (const after of [39, 0, 17, 40, 5]) expect(seqs(readAll(reader, after))).toEqual(range(after + 1, 40))
    expect(reader.skipped()).toBe(0)
    reader.close()
    await journal.close()
  })

  it('continues with the next number after it was closed and opened again', async () => {
    const dir = tempFolder()
    for (const round of [0, 1, 2]) {
      const journal = await open(dir, { segmentBytes: 400 })
      expect(journal.state().lastSeq).toBe(round * 7)
      for (let i = 1; i <= 7; i++) expect(journal.append(messageOf('again'))).toBe(round * 7 + i)
      await journal.close()
    }
    expect(seqs(readAll(openJournalReader({ dir })))).toEqual(range(1, 21))
  })

  it('begins a new segment when one is full, and gives a message larger than a segment its own', async () => {
    const dir = tempFolder()
    const journal = await open(dir, { segmentBytes: 1000 })
    for (let i = 0; i < 30; i++) journal.append(messageOf('x'.repeat(100)))
    journal.append(messageOf('y'.repeat(5000)))
    journal.append(messageOf('z'))
    const sizes = readdirSync(dir).map((name) => statSync(join(dir, name)).size)
    expect(sizes.filter((size) => size > 1000)).toHaveLength(1)
    expect(sizes.length).toBeGreaterThan(5)
    expect(journal.state().bytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
    expect(seqs(readAll(openJournalReader({ dir })))).toEqual(range(1, 32))
    await journal.close()
  })

  it('removes only whole segments whose last message is stored, and never the newest', async () => {
    const dir = tempFolder()
    const journal = await open(dir, { segmentBytes: 400 })
    for (let i = 1; i <= 40; i++) journal.append(messageOf(`m${i}`))
    journal.trim(0)
    expect(journal.state().firstSeq).toBe(1)
    journal.trim(20)
    const { firstSeq } = journal.state()
    expect(firstSeq).toBeGreaterThan(10)
    expect(firstSeq).toBeLessThanOrEqual(21)
    expect(seqs(readAll(openJournalReader({ dir }), 20))).toEqual(range(21, 40))
    expect(seqs(readAll(openJournalReader({ dir }), 0))).toEqual(range(firstSeq, 40))
    journal.trim(1000)
    expect(readdirSync(dir)).toHaveLength(1)
    expect(journal.append(messageOf('next'))).toBe(41)
    expect(journal.state().bytes).toBe(readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0))
    await journal.close()
    const again = await open(dir)
    expect(again.state().lastSeq).toBe(41)
    await again.close()
  })

  it('continues after a given number that is ahead, and a reader passes the gap', async () => {
    const dir = tempFolder()
    const journal = await open(dir)
    const reader = openJournalReader({ dir })
    journal.append(messageOf('one'))
    expect(reader.read(0, 1000)).toHaveLength(1)
    journal.skipTo(1)
    journal.skipTo(100)
    journal.skipTo(50)
    expect(journal.state().lastSeq).toBe(100)
    expect(journal.append(messageOf('leapt'))).toBe(101)
    expect(seqs(reader.read(1, 1000))).toEqual([101])
    expect(seqs(readAll(openJournalReader({ dir }), 100))).toEqual([101])
    expect(reader.skipped()).toBe(0)
    await journal.close()
    const again = await open(dir)
    expect(again.append(messageOf('after'))).toBe(102)
    expect(again.state()).toMatchObject({ torn: 0, corrupt: 0 })
    await again.close()
  })

  it('continues after a given number when it is empty', async () => {
    const dir = tempFolder()
    const journal = await open(dir)
    journal.skipTo(9)
    expect(journal.append(messageOf('ten'))).toBe(10)
    expect(seqs(readAll(openJournalReader({ dir }), 9))).toEqual([10])
    await journal.close()
  })

  it('at its cap refuses a message with `full`, keeps what it acknowledged, and takes messages again when there is room', async () => {
    const dir = tempFolder()
    const journal = await open(dir, { segmentBytes: 1000, maxBytes: 3000 })
    let accepted = 0
    while (codeOf(() => journal.append(messageOf('x'.repeat(100)))) === 'nothing thrown') accepted += 1
    expect(accepted).toBeGreaterThan(10)
    expect(journal.state()).toMatchObject({ full: true, lastSeq: accepted })
    expect(journal.state().bytes).toBeLessThanOrEqual(3000)
    expect(codeOf(() => journal.append(messageOf('x'.repeat(100))))).toBe('full')
    journal.trim(accepted)
    expect(journal.state().full).toBe(false)
    expect(journal.append(messageOf('x'.repeat(100)))).toBe(accepted + 1)
    expect(seqs(readAll(openJournalReader({ dir }), accepted))).toEqual([accepted + 1])
    await journal.close()
  })

  it('refuses with `full` when the disk has less free space than configured', async () => {
    const journal = await open(tempFolder(), { minFreeDisk: Number.MAX_SAFE_INTEGER })
    expect(codeOf(() => journal.append(messageOf('x')))).toBe('full')
    expect(journal.state()).toMatchObject({ full: true, lastSeq: 0 })
    await journal.close()
  })

  it('refuses a message larger than a frame, and writes nothing of it', async () => {
    const dir = tempFolder()
    const journal = await open(dir)
    journal.append(messageOf('before'))
    expect(codeOf(() => journal.append(messageOf(Buffer.alloc(16 * 1024 * 1024))))).toBe('refused')
    expect(codeOf(() => journal.append(messageOf('x', { topic: 't'.repeat(65_536) })))).toBe('refused')
    expect(journal.append(messageOf('after'))).toBe(2)
    expect(readAll(openJournalReader({ dir })).map(text)).toEqual(['before', 'after'])
    await journal.close()
  })

  it('accepts the largest message of a frame', async () => {
    const dir = tempFolder()
    const journal = await open(dir)
    const largest = Buffer.alloc(16 * 1024 * 1024 - 19 - 1, 7)
    journal.append(messageOf(largest, { topic: 't' }))
    journal.append(messageOf('small'))
    const entries = readAll(openJournalReader({ dir }))
    expect(entries.map((e) => e.message.payload.length)).toEqual([largest.length, 5])
    await journal.close()
  })

  it.each(['always', 'interval', 'os'] as const)('writes and reads messages with durability "%s"', async (durability) => {
    const dir = tempFolder()
    const journal = await open(dir, { durability, intervalMs: 1, segmentBytes: 300 })
    for (let i = 0; i < 20; i++) {
      journal.append(messageOf(`${i}`))
      await new Promise(setImmediate)
    }
    await journal.close()
    expect(readAll(openJournalReader({ dir }))).toHaveLength(20)
  })

  it('notifies of appends at most once a turn of the event loop, with its current state', async () => {
    const journal = await open(tempFolder())
    const told: JournalState[] = []
    journal.onAppend((state) => told.push(state))
    for (let i = 0; i < 5; i++) journal.append(messageOf('x'))
    expect(told).toHaveLength(0)
    await new Promise(setImmediate)
    expect(told.map((s) => s.lastSeq)).toEqual([5])
    journal.append(messageOf('x'))
    await new Promise(setImmediate)
    expect(told.map((s) => s.lastSeq)).toEqual([5, 6])
    await journal.close()
  })

  it('refuses messages after it was closed', async () => {
    const journal = await open(tempFolder())
    journal.append(messageOf('x'))
    await journal.close()
    await journal.close()
    expect(codeOf(() => journal.append(messageOf('y')))).toBe('closed')
  })

  it('returns every message from any offset, over any sequence of appends, trims, leaps and reopenings', async () => {
    const operation = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constantFrom('append' as const, 'enqueue' as const),
          sizes: fc.array(fc.nat(300), { maxLength: 10 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('trim' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('skip' as const), by: fc.nat(50) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (ops) => {
        const dir = tempFolder()
        const held = new Map<number, number>()
        const reader = openJournalReader({ dir })
        let journal = await open(dir, { segmentBytes: 600 })
        let follower = 0
        let last = 0
        for (const op of ops) {
          if ('sizes' in op) {
            for (const size of op.sizes) {
              expect(journal[op.do](messageOf('x'.repeat(size)))).toBe(++last)
              held.set(last, size)
            }
            if (op.do === 'enqueue') journal.flush()
          } else if (op.do === 'trim') journal.trim(Math.floor(follower * op.share))
          else if (op.do === 'skip') journal.skipTo((last += op.by))
          else {
            await journal.close()
            journal = await open(dir, { segmentBytes: 600 })
            // A leap without a message after it is not on disk: who leapt leaps again.
            journal.skipTo(last)
          }
          const news = readAll(reader, follower, 500)
          expect(news.map((e) => [e.seq, e.message.payload.length])).toEqual([...held].filter(([seq]) => seq > follower))
          follower = news.at(-1)?.seq ?? follower
          const { firstSeq } = journal.state()
          expect(seqs(readAll(openJournalReader({ dir }), 0))).toEqual([...held.keys()].filter((seq) => seq >= firstSeq))
        }
        expect(reader.skipped()).toBe(0)
        reader.close()
        await journal.close()
      }),
      { numRuns: 40 },
    )
  })
})
