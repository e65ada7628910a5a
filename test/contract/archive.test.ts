/** Segments that leave the journal, kept for some days: read again from there, bounded, and giving way to the journal. */

import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ArchiveOptions, type JournalArchive, openArchive } from '../../src/adapters/journal/archive.ts'
import { createJournal } from '../../src/adapters/journal/journal.ts'
import { openJournalReader } from '../../src/adapters/journal/reader.ts'
import { DAY, instant, type Instant, type Span } from '../../src/domain/index.ts'
import type { Journal, JournalEntry, ServiceEvent } from '../../src/ports/index.ts'
import { journalOptions, messageOf, readAll, text } from '../support/fixtures/journal.ts'
import { tempFolder } from '../support/process/temp-folder.ts'

const START = Date.parse('2026-03-01T00:00:00Z')
const MINUTE = 60_000
const at = (i: number): Instant => instant(START + i * MINUTE)
const EVER: Span = { from: instant(0), to: instant(START * 2) }

interface ArchiveRig {
  readonly dir: string
  readonly archiveDir: string
  readonly archive: JournalArchive
  readonly journal: Journal
  readonly events: ServiceEvent[]
  readonly add: (count: number) => void
}

/** Segments of about ten messages, a message a minute. */
async function openRig(wish: Partial<ArchiveOptions> = {}, root = tempFolder()): Promise<ArchiveRig> {
  const [dir, archiveDir] = [join(root, 'journal'), join(root, 'archive')]
  const events: ServiceEvent[] = []
  const archive = openArchive({
    dir: archiveDir,
    journalDir: dir,
    days: 90,
    maxBytes: 1_000_000,
    minFreeDisk: 0,
    clock: { now: () => at(0) },
    events: { emit: (e) => void events.push(e) },
    ...wish,
  })
  const journal = await createJournal(
    journalOptions(dir, { segmentBytes: 700, archive: (s) => archive.add(s), evictOldest: () => archive.evictOldest() }),
  )
  let n = journal.state().lastSeq
  const add = (count: number): void => {
    for (const end = n + count; n < end; n++) journal.append(messageOf(`m${n + 1}`, { receivedAt: at(n + 1) }))
  }
  return { dir, archiveDir, archive, journal, events, add }
}

async function all(archive: JournalArchive, span: Span): Promise<string[]> {
  const found: JournalEntry[] = []
  for (const part of archive.parts(span)) for await (const entries of archive.read(part)) found.push(...entries)
  return found.map(text)
}

const names = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `m${from + i}`)

describe('the archive', () => {
  it('packs what leaves the journal, and gives back every message in order with those still in the journal', async () => {
    const { dir, archiveDir, archive, journal, add } = await openRig()
    add(100)
    journal.trim(60)
    await archive.whenPacked()
    expect(readdirSync(archiveDir).every((n) => n.endsWith('.journal.gz'))).toBe(true)
    expect(readAll(openJournalReader({ dir })).length).toBeLessThan(60)
    expect(await all(archive, EVER)).toEqual(names(1, 100))
    expect(archive.state()).toMatchObject({ days: 90, first: at(1), whole: true, evicted: 0 })
    await journal.close()
  })

  it('overwrites the payloads of messages for good, keeps all others and their order, and counts what the journal still holds', async () => {
    const { archiveDir, archive, dir, journal, add } = await openRig()
    add(100)
    journal.trim(60)
    await archive.whenPacked()
    const odd = ({ payload }: { readonly payload: Uint8Array }): boolean => Number(Buffer.from(payload).toString().slice(1)) % 2 === 1
    const first = await archive.redact(odd)
    expect(first.messages + first.open).toBe(50)
    expect(first.messages).toBeGreaterThan(20)
    const again = openArchive({ ...plain(dir, archiveDir), clock: { now: () => at(0) } })
    const entries: JournalEntry[] = []
    for (const part of again.parts(EVER)) for await (const batch of again.read(part)) entries.push(...batch)
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
    expect(entries.filter(({ message }) => message.payload.every((byte) => byte === 0)).length).toBe(first.messages)
    expect(entries.filter(({ message }) => message.replayed === true).length).toBe(first.messages)
    expect(
      entries
        .filter(({ message }) => !message.replayed)
        .map(text)
        .filter((name) => Number(name.slice(1)) % 2 === 0).length,
    ).toBe(50)
    expect(await archive.redact(odd)).toEqual({ messages: 0, open: first.open })
    await journal.close()
  })

  it('names only the parts that may hold a message of a span', async () => {
    const { archive, journal, add } = await openRig()
    add(100)
    journal.trim(100)
    await archive.whenPacked()
    const found = await all(archive, { from: at(20), to: at(22) })
    expect(found).toContain('m20')
    expect(found).toContain('m21')
    expect(found).not.toContain('m50')
    await journal.close()
  })

  it('reaches back to the time since which nothing is missing', async () => {
    const { archive, archiveDir, dir, journal, add } = await openRig()
    add(100)
    journal.trim(100)
    await archive.whenPacked()
    expect(archive.reaches(at(0))).toBe(true)
    expect(archive.reaches(at(50))).toBe(true)
    const third = readdirSync(archiveDir).sort()[2] as string
    rmSync(join(archiveDir, third))
    const again = openArchive({ ...plain(dir, archiveDir), clock: { now: () => at(0) } })
    expect(again.reaches(at(1))).toBe(false)
    expect(again.reaches(at(50))).toBe(true)
    rmSync(join(archiveDir, readdirSync(archiveDir).sort()[0] as string))
    expect(openArchive({ ...plain(dir, archiveDir), clock: { now: () => at(0) } }).reaches(at(0))).toBe(false)
    await journal.close()
  })

  it('is read when the store is older than the journal: every message once, and messages in neither are reported', async () => {
    const { dir, archiveDir, archive, journal, add } = await openRig()
    add(100)
    journal.trim(60)
    await archive.whenPacked()
    const missing: [number, number][] = []
    const options = { dir, archiveDir, onMissing: (after: number, first: number) => void missing.push([after, first]) }
    expect(readAll(openJournalReader(options)).map(text)).toEqual(names(1, 100))
    expect(readAll(openJournalReader(options), 33).map(text)).toEqual(names(34, 100))
    expect(missing).toEqual([])
    rmSync(join(archiveDir, readdirSync(archiveDir).sort()[0] as string))
    const rest = readAll(openJournalReader(options)).map((e) => e.seq)
    expect(missing).toEqual([[0, rest[0]]])
    await journal.close()
  })

  it('is read when the whole journal is lost, and continues with the messages that follow', async () => {
    const root = tempFolder()
    const first = await openRig({}, root)
    first.add(50)
    first.journal.trim(50)
    await first.archive.whenPacked()
    await first.journal.close()
    rmSync(first.dir, { recursive: true })
    const { lastSeq } = first.archive.state()
    const next = await openRig({}, root)
    next.journal.skipTo(lastSeq)
    const reader = openJournalReader({ dir: next.dir, archiveDir: next.archiveDir })
    expect(readAll(reader).map(text)).toEqual(names(1, lastSeq))
    next.journal.append(messageOf('new'))
    expect(readAll(reader, lastSeq).map((e) => [e.seq, text(e)])).toEqual([[lastSeq + 1, 'new']])
    await next.journal.close()
  })

  it('evicts parts past their days, and the oldest at its cap: only the latter is reported', async () => {
    const root = tempFolder()
    const old = await openRig({}, root)
    old.add(100)
    old.journal.trim(100)
    await old.archive.whenPacked()
    const { bytes, parts } = old.archive.state()
    const small = openArchive({ ...plain(old.dir, old.archiveDir), maxBytes: bytes / 2, clock: { now: () => at(0) } })
    expect(small.state().bytes).toBeLessThanOrEqual(bytes / 2)
    expect(small.state().evicted).toBeGreaterThan(0)
    const events: ServiceEvent[] = []
    const late = openArchive({
      ...plain(old.dir, old.archiveDir),
      clock: { now: () => instant(at(100) + 91 * DAY) },
      events: { emit: (e) => void events.push(e) },
    })
    expect(late.state()).toMatchObject({ parts: 0, evicted: 0 })
    expect(events).toEqual([])
    expect(parts).toBeGreaterThan(1)
    await old.journal.close()
  })

  it('keeps nothing at zero days', async () => {
    const { archiveDir, archive, journal, add } = await openRig({ days: 0 })
    add(100)
    journal.trim(100)
    await archive.whenPacked()
    expect(readdirSync(archiveDir)).toEqual([])
    await journal.close()
  })

  it('gives disk space to the journal part by part when the disk is nearly full', async () => {
    const { archiveDir, archive, journal, add } = await openRig()
    add(100)
    journal.trim(100)
    await archive.whenPacked()
    const before = readdirSync(archiveDir).length
    expect(archive.evictOldest()).toBe(true)
    expect(readdirSync(archiveDir).length).toBe(before - 1)
    while (archive.evictOldest());
    expect(readdirSync(archiveDir)).toEqual([])
    expect(await all(archive, EVER)).not.toContain('m1')
    await journal.close()
  })

  it('finishes packing what a killed process left half-packed', async () => {
    const root = tempFolder()
    const one = await openRig({}, root)
    one.add(40)
    one.journal.trim(40)
    await one.archive.whenPacked()
    await one.journal.close()
    // A part that was packed, but whose segment was not removed yet; one that was not packed; a torn temporary file.
    const live = readdirSync(one.dir)[0] as string
    renameSync(join(one.dir, live), join(one.archiveDir, live))
    writeFileSync(join(one.archiveDir, 'x.journal.gz.tmp'), 'half')
    const two = openArchive({ ...plain(one.dir, one.archiveDir), clock: { now: () => at(0) } })
    await two.whenPacked()
    const left = readdirSync(one.archiveDir)
    expect(left.filter((n) => !n.endsWith('.gz'))).toEqual([])
    expect(await all(two, EVER)).toEqual(names(1, 40))
  })

  it('skips a damaged part and reports it', async () => {
    const { archiveDir, dir, archive, journal, add } = await openRig()
    add(60)
    journal.trim(60)
    await archive.whenPacked()
    const first = readdirSync(archiveDir).sort()[0] as string
    writeFileSync(join(archiveDir, first), 'no gzip')
    const events: ServiceEvent[] = []
    const again = openArchive({ ...plain(dir, archiveDir), clock: { now: () => at(0) }, events: { emit: (e) => void events.push(e) } })
    const found = await all(again, EVER)
    expect(found).toContain('m60')
    expect(found).not.toContain('m1')
    expect(events.map((e) => e.code)).toEqual(['archive-short'])
    expect(existsSync(join(archiveDir, first))).toBe(true)
    await journal.close()
  })
})

function plain(journalDir: string, dir: string): Omit<ArchiveOptions, 'clock'> {
  return { dir, journalDir, days: 90, maxBytes: 1_000_000, minFreeDisk: 0, events: { emit: () => undefined } }
}
