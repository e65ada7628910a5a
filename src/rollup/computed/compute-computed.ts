/**
 * Buckets of computed points: wherever a pass wrote quarter hours of a term, those of the computed point are computed again from the stored ones,
 * and folded like any other. They are a function of the buckets of their terms, so any order of arrival and a rebuild give the same bytes.
 */

import { type Bucket, DAY, type Instant, instant, type Point, type Span, span } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { ComputeParts } from '../compute-parts.ts'
import { createBucketEdges, createCascade, FOLDED } from '../fold.ts'
import { emptyQuarter } from '../open-quarters.ts'
import { completeCascades, type Folding, preloadCascades } from '../pass.ts'
import type { PointsById } from '../range-edges.ts'
import { computeQuarter, scaleTerms, sortComputed, startsOf } from './terms.ts'

/** Stored quarter hours of all terms over so many days are in memory at once. */
const WINDOW = 16 * DAY

/** Where quarter hours were written, by point. */
export interface WrittenSpans {
  readonly spans: ReadonlyMap<string, Span>
  /** Remembers the quarter hours among the buckets. */
  note(buckets: readonly Bucket[]): void
  /** Remembers a span of a term, of whole quarter hours. */
  mark(point: string, within: Span): void
}

/** Spans of points that computed points are computed of; others are not remembered. */
export function createWrittenSpans(points: PointsById): WrittenSpans {
  const spans = new Map<string, Span>()
  const terms = new Set([...points.values()].flatMap((p) => (p.of ?? []).map((term) => term.point)))
  const widen = (point: string, { from, to }: Span): void => {
    const known = spans.get(point)
    if (known === undefined) spans.set(point, span(from, to))
    else if (from < known.from || to > known.to) spans.set(point, span(Math.min(known.from, from), Math.max(known.to, to)))
  }
  return {
    spans,
    note(buckets) {
      if (terms.size === 0) return
      for (const { point, step, start, end } of buckets) if (step === '15m' && terms.has(point)) widen(point, { from: start, to: end })
    },
    mark: widen,
  }
}

type ComputedParts = Pick<ComputeParts, 'buckets' | 'points' | 'zone' | 'sink' | 'fresh' | 'signal'>

/** The part of all time in which a term of the point was written; null when none was. */
function dirtySpan(point: Point, spans: ReadonlyMap<string, Span>): Span | null {
  const of = (point.of ?? []).map((term) => spans.get(term.point)).filter((s) => s !== undefined)
  if (of.length === 0) return null
  return span(Math.min(...of.map((s) => s.from)), Math.max(...of.map((s) => s.to)))
}

/** Computes what depends on the written spans. Resolves to the number of buckets that went to the sink. */
export async function computeComputed(parts: ComputedParts, written: WrittenSpans): Promise<number> {
  let count = 0
  for (const point of sortComputed(parts.points)) {
    const within = dirtySpan(point, written.spans)
    if (within === null || parts.signal?.aborted) continue
    count += await computePoint(parts, point, within, written)
  }
  return count
}

/** Computes one computed point over a span of quarter hours, from the stored buckets of its terms. */
async function computePoint(parts: ComputedParts, point: Point, within: Span, written: WrittenSpans): Promise<number> {
  const { buckets, zone, sink, fresh = false } = parts
  let waiting: Bucket[] = []
  let count = 0
  const edges = FOLDED.map((step) => createBucketEdges(zone, step))
  const emit = (bucket: Bucket): void => void waiting.push(bucket)
  const cascade = createCascade(edges, emit, point.rules.interval ?? point.rules.gapLimit)
  const flush = async (): Promise<void> => {
    const rows = waiting
    waiting = []
    count += rows.length
    if (rows.length > 0) await sink(rows)
  }
  const folding: Folding = { point, from: within.from, emittedUpTo: within.to, cascade }
  if (!fresh) await preloadCascades(buckets, zone, [folding])
  for (let at: number = within.from; at < within.to; at += WINDOW) {
    const window = span(at, Math.min(at + WINDOW, within.to))
    const quarters = await quartersOf(parts, point, window)
    written.note(quarters)
    for (const quarter of quarters) {
      emit(quarter)
      cascade.push(0, quarter)
    }
    await flush()
  }
  if (fresh) for (let level = 0; level < FOLDED.length; level++) cascade.close(level)
  else await completeCascades(buckets, zone, [folding])
  await flush()
  return count
}

async function quartersOf({ buckets, points, fresh = false }: ComputedParts, point: Point, window: Span): Promise<readonly Bucket[]> {
  const terms = scaleTerms(points, point)
  const ids = [...new Set(terms.map((t) => t.point))]
  const stored = await buckets.read({ step: '15m', span: window, points: fresh ? ids : [...ids, point.id] })
  const byPoint = groupBy(stored, (b) => b.point)
  const byStart = new Map(ids.map((id) => [id, new Map<number, Bucket>((byPoint.get(id) ?? []).map((b) => [b.start, b]))]))
  const starts: readonly Instant[] = startsOf([...byPoint.values()])
  return starts.map((start) => {
    const own = terms.map((t) => byStart.get(t.point)?.get(start))
    // A stored quarter hour whose terms have lost theirs is written empty.
    return computeQuarter(point, terms, own) ?? emptyQuarter(point, instant(start))
  })
}
