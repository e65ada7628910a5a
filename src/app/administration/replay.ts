/**
 * Raw messages decoded again after a mapping was put right: they go back into the journal with their own receive time, and as the newer
 * ones they replace what stands at the same point and time.
 */

import { type Campus, type Instant, MINUTE, type Span } from '../../domain/index.ts'
import type { Archive, DeadLetters, Journal, JournalEntry } from '../../ports/index.ts'
import type { AppParts } from '../context.ts'
import type { Rolling } from './rolling.ts'
import { createDecoder, type Decoder, IMPORT_SOURCE, type WireLimits } from '../../wire/index.ts'

export interface ReplayQuery {
  /** Null: every source. */
  readonly source: string | null
  readonly span: Span
  /** Handled so far; 0 at first. */
  readonly after: number
  /** The newest message there was at the first step; null at the first step. */
  readonly until: number | null
}

/** One part of the archive, done. */
export interface ReplayStep {
  /** Messages looked at. */
  readonly messages: number
  /** Messages sent through again. */
  readonly replayed: number
  /** `after` of the next step; null when this was the last. */
  readonly next: number | null
  readonly until: number
  /** What is to be drained before the next step. */
  readonly seq: number
  readonly partsLeft: number
}

export interface ReplayParts {
  readonly archive: Archive
  readonly journal: Pick<Journal, 'append' | 'state'>
  readonly letters: DeadLetters
  readonly campus: Campus
  /** As for messages that come. */
  readonly limits: WireLimits
}

/** A value's time is believed when it is up to this much ahead of its arrival. */
const AHEAD_MS = 5 * MINUTE
const LATEST = 8.64e15 as Instant

/**
 * Messages of the source that were received in the span, and later ones that carry a value of it. Rows imported since go again too: what
 * was newer stays newer. Throws PortError `full` when the journal takes no more.
 */
export async function replayStep(parts: ReplayParts, { source, span, after, until: known }: ReplayQuery): Promise<ReplayStep> {
  const { archive, journal, campus, limits } = parts
  const until = known ?? journal.state().lastSeq
  const wanted = { from: (span.from - AHEAD_MS) as Instant, to: LATEST }
  const left = archive.parts(wanted).filter((p) => p.firstSeq <= until && (p.lastSeq ?? until) > after)
  const [part] = left
  const decoder = createDecoder(campus.sources, campus.timezone, limits)
  let messages = 0
  const again: JournalEntry[] = []
  for await (const entries of part ? archive.read(part) : []) {
    const fresh = entries.filter((e) => e.seq > after && e.seq <= until && e.message.replayed === undefined)
    messages += fresh.length
    const chosen = fresh.filter((e) => concerns(decoder, e, source, span))
    for (const { message } of chosen) journal.append({ ...message, replayed: true })
    again.push(...chosen)
  }
  await dropLetters(parts.letters, again)
  const next = left.length > 1 && part ? Math.max(after, part.lastSeq ?? until) : null
  return { messages, replayed: again.length, next, until, seq: journal.state().lastSeq, partsLeft: Math.max(0, left.length - 1) }
}

function concerns(decoder: Decoder, { message }: JournalEntry, source: string | null, span: Span): boolean {
  const within = (time: Instant): boolean => time >= span.from && time < span.to
  const { source: found, decoded } = decoder.decode(message)
  const ours = source === null || found === source
  if (ours && within(message.receivedAt)) return true
  return (ours || found === IMPORT_SOURCE) && decoded.readings.some((r) => within(r.time))
}

/** What could not be used the first time is tried again: its letters go, and come back when it fails again. */
async function dropLetters(letters: DeadLetters, again: readonly JournalEntry[]): Promise<void> {
  if (again.length === 0) return
  const seqs = new Set(again.map((e) => String(e.seq)))
  const found: string[] = []
  for (let before: string | undefined; ; ) {
    const page = await letters.list({ limit: 500, ...(before === undefined ? {} : { before }) })
    found.push(...page.items.map((i) => i.id).filter((id) => seqs.has(id.replace(/-\d+$/, ''))))
    before = page.items.at(-1)?.id
    if (page.items.length < 500) break
  }
  if (found.length > 0) await letters.drop(found)
}

/** Points that the source serves, or ever served. */
function pointsOf(campus: Campus, source: string | null): string[] {
  return campus.points.filter((p) => source === null || p.from.some((row) => row.source === source)).map((p) => p.id)
}

export interface Clearing {
  readonly parts: Pick<AppParts, 'archive' | 'readings' | 'buckets' | 'journal' | 'writer'>
  readonly campus: Campus
  readonly rolling: Rolling
  /** The newest readings of these points are asked of the store again. */
  readonly renew: (points: readonly string[]) => Promise<void>
}

/**
 * Readings of the source's points within the span, and their buckets, removed before everything of the span is decoded again: wrong times
 * leave nothing behind. Refused unless the archive holds all that may carry a value of the span.
 */
export async function clearForReplay({ parts, campus, rolling, renew }: Clearing, source: string | null, span: Span): Promise<Cleared> {
  const { archive, readings, buckets, journal, writer } = parts
  if (!archive.reaches((span.from - AHEAD_MS) as Instant))
    return {
      refused: 'the archive does not hold everything since then: what was removed could not be decoded again; replay without removing',
    }
  const points = pointsOf(campus, source)
  await writer.drained(journal.state().lastSeq)
  await rolling.alone(async () => {
    await readings.remove(points, span)
    await buckets.remove(points, span)
  })
  await renew(points)
  return { points: points.length }
}

export type Cleared = { readonly points: number } | { readonly refused: string }
