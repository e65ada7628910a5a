/**
 * Decodes archived raw messages again after a mapping was corrected: they go back into the journal with their own receive time, and as the
 * newer ones they replace what stands at the same point and time.
 */

import { type Campus, type Instant, MINUTE, type Span } from '../../domain/index.ts'
import type { Archive, DeadLetters, Journal, JournalEntry } from '../../ports/index.ts'
import type { AppParts } from '../context.ts'
import type { Refusal } from '../refusal.ts'
import type { RollupQueue } from './rollup-queue.ts'
import { createDecoder, type Decoder, IMPORT_SOURCE, IMPORT_TOPIC, importOf, type WireLimits } from '../../wire/index.ts'

export interface ReplayQuery {
  /** Null: every source. */
  readonly source: string | null
  readonly span: Span
  /** Handled so far; 0 at first. */
  readonly after: number
  /** The newest message there was at the first step; null at the first step. */
  readonly until: number | null
}

/** The outcome for one part of the archive. */
export interface ReplayStep {
  /** Messages decoded. */
  readonly messages: number
  /** Messages sent through again. */
  readonly replayed: number
  /** `after` of the next step; null when this was the last. */
  readonly next: number | null
  readonly until: number
  /** Journal sequence that has to be stored before the next step. */
  readonly seq: number
  readonly partsLeft: number
}

export interface ReplayParts {
  readonly archive: Archive
  readonly journal: Pick<Journal, 'append' | 'state'>
  readonly deadLetters: DeadLetters
  /** Imports whose rows are taken back: neither they nor what came back in their place is decoded again. */
  readonly undoneImports: ReadonlySet<string>
  readonly campus: Campus
  /** The same as for live messages. */
  readonly limits: WireLimits
}

/** A value's time is believed when it is up to this much ahead of its arrival. */
const AHEAD_MS = 5 * MINUTE
const LATEST = 8.64e15 as Instant

/**
 * Messages of the source that were received in the span, and later ones that carry a value of it. Rows imported since go again too: what
 * was newer stays newer. Throws PortError `full` when the journal takes no more.
 */
export async function replayStep(parts: ReplayParts, { source, span, after, until: first }: ReplayQuery): Promise<ReplayStep> {
  const { archive, journal, campus, limits, undoneImports } = parts
  const until = first ?? journal.state().lastSeq
  const wanted = { from: (span.from - AHEAD_MS) as Instant, to: LATEST }
  const left = archive.parts(wanted).filter((p) => p.firstSeq <= until && (p.lastSeq ?? until) > after)
  const [part] = left
  const decoder = createDecoder(campus.sources, campus.timezone, limits)
  let messages = 0
  const replayed: JournalEntry[] = []
  for await (const entries of part ? archive.read(part) : []) {
    const fresh = entries.filter((e) => e.seq > after && e.seq <= until && e.message.replayed === undefined)
    messages += fresh.length
    const chosen = fresh.filter((e) => !isUndone(e, undoneImports) && matches(decoder, e, source, span))
    for (const { message } of chosen) journal.append({ ...message, replayed: true })
    replayed.push(...chosen)
  }
  await dropLettersOf(parts.deadLetters, replayed)
  const next = left.length > 1 && part ? Math.max(after, part.lastSeq ?? until) : null
  return { messages, replayed: replayed.length, next, until, seq: journal.state().lastSeq, partsLeft: Math.max(0, left.length - 1) }
}

function isUndone({ message }: JournalEntry, undone: ReadonlySet<string>): boolean {
  return message.topic === IMPORT_TOPIC && undone.has(importOf(message.payload) ?? '')
}

function matches(decoder: Decoder, { message }: JournalEntry, source: string | null, span: Span): boolean {
  const within = (time: Instant): boolean => time >= span.from && time < span.to
  const { source: found, decoded } = decoder.decode(message)
  const ours = source === null || found === source
  if (ours && within(message.receivedAt)) return true
  return (ours || found === IMPORT_SOURCE) && decoded.readings.some((r) => within(r.time))
}

/** Drops the dead letters of messages that are replayed: a message that fails again gets new ones. */
async function dropLettersOf(deadLetters: DeadLetters, replayed: readonly JournalEntry[]): Promise<void> {
  if (replayed.length === 0) return
  const seqs = new Set(replayed.map((e) => String(e.seq)))
  const found: string[] = []
  for (let before: string | undefined; ; ) {
    const page = await deadLetters.list({ limit: 500, ...(before === undefined ? {} : { before }) })
    found.push(...page.items.map((i) => i.id).filter((id) => seqs.has(id.replace(/-\d+$/, ''))))
    before = page.items.at(-1)?.id
    if (page.items.length < 500) break
  }
  if (found.length > 0) await deadLetters.drop(found)
}

/** Points that the source serves, or ever served. */
function pointsOf(campus: Campus, source: string | null): string[] {
  return campus.points.filter((p) => source === null || p.from.some((row) => row.source === source)).map((p) => p.id)
}

export interface ClearParts {
  readonly parts: Pick<AppParts, 'archive' | 'readings' | 'buckets' | 'journal' | 'writer'>
  readonly campus: Campus
  readonly rollups: RollupQueue
  /** Reads the newest readings of these points again. */
  readonly renewLatest: (points: readonly string[]) => Promise<void>
}

/**
 * Removes readings of the source's points within the span, and their buckets, before everything of the span is decoded again: values with
 * wrong times would stay otherwise. Refused unless the archive holds all messages that may carry a value of the span.
 */
export async function clearForReplay(
  { parts, campus, rollups, renewLatest }: ClearParts,
  { source, span }: Pick<ReplayQuery, 'source' | 'span'>,
): Promise<{ readonly points: number } | Refusal> {
  const { archive, readings, buckets, journal, writer } = parts
  if (!archive.reaches((span.from - AHEAD_MS) as Instant))
    return {
      refused: 'refused',
      detail: 'the archive does not hold everything since then: what was removed could not be decoded again; replay without removing',
    }
  const points = pointsOf(campus, source)
  await writer.drained(journal.state().lastSeq)
  await rollups.runAlone(async () => {
    await readings.remove(points, span)
    await buckets.remove(points, span)
  })
  await renewLatest(points)
  return { points: points.length }
}

/** Refuses a source that the campus file does not have; `import` stands for rows of files, null for every source. */
export function refuseUnknownSource(campus: Campus, source: string | null): Refusal | null {
  const sources = [...campus.sources.map((s) => s.id), 'import']
  if (source === null || sources.includes(source)) return null
  const message = `no source "${source}" in the campus file; there are ${sources.join(', ')}`
  return { refused: 'invalid-request', faults: [{ path: 'source', message }] }
}
