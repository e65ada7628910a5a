/** Which spans of which points were written, by day, with the sequences of their rows. The roller reads those after its watermark. */

import { DAY, instant, type Instant } from '../time/instant.ts'
import type { ReadingColumns } from './reading.ts'

/** A span of a point whose readings changed, within one UTC day: the roller computes its buckets again. */
export interface Change {
  readonly point: string
  readonly from: Instant
  /** Inclusive: the last changed instant. */
  readonly to: Instant
}

/** [point, first changed instant, last changed instant, lowest sequence, highest sequence], all within one UTC day. */
export type ChangedSpan = readonly [string, number, number, number, number]

interface Span {
  from: number
  to: number
  least: number
  most: number
}

interface Day {
  readonly point: string
  readonly day: number
  /** In the order in which they were written. */
  spans: Span[]
  /** Spans that were started in the current generation. */
  recent: number
  generation: number
}

/** Spans of a point and day in one generation; then the last one grows. */
const RECENT = 16

export interface ChangedSpans {
  add(span: ChangedSpan): void
  /** Begins a generation: existing spans do not grow any more, so that later writes stay apart from those the roller has read. */
  startNewSpans(): void
  /** Changes with a sequence in (after, upTo], sorted by day and point. */
  changes(after: number, upTo: number): Change[]
  /** Removes spans without rows after `seq`. */
  forget(seq: number): void
  /** Removes spans of points, all or those wholly in [from, to). */
  remove(points: ReadonlySet<string>, within?: readonly [from: number, to: number]): void
  all(): ChangedSpan[]
}

export function createChangedSpans(): ChangedSpans {
  const days = new Map<string, Day>()
  let generation = 0

  function add([point, from, to, least, most]: ChangedSpan): void {
    const day = Math.floor(from / DAY)
    const key = `${day} ${point}`
    const entry = days.get(key) ?? { point, day, spans: [], recent: 0, generation }
    days.set(key, entry)
    if (entry.generation !== generation) entry.recent = 0
    entry.generation = generation
    const last = entry.recent < RECENT ? undefined : entry.spans.at(-1)
    if (last === undefined) {
      entry.spans.push({ from, to, least, most })
      entry.recent += 1
    } else {
      last.from = Math.min(last.from, from)
      last.to = Math.max(last.to, to)
      last.least = Math.min(last.least, least)
      last.most = Math.max(last.most, most)
    }
  }

  return {
    add,
    startNewSpans: () => void (generation += 1),
    changes(after, upTo) {
      const found: (Change & { day: number })[] = []
      for (const { point, day, spans } of days.values()) {
        const fit = spans.filter((s) => s.most > after && s.least <= upTo)
        if (fit.length === 0) continue
        const from = fit.reduce((least, s) => Math.min(least, s.from), Infinity)
        const to = fit.reduce((most, s) => Math.max(most, s.to), -Infinity)
        found.push({ point, from: instant(from), to: instant(to), day })
      }
      found.sort((a, b) => a.day - b.day || (a.point < b.point ? -1 : 1))
      return found.map(({ point, from, to }) => ({ point, from, to }))
    },
    forget(seq) {
      for (const [key, day] of days) {
        day.spans = day.spans.filter((s) => s.most > seq)
        day.recent = Math.min(day.recent, day.spans.length)
        if (day.spans.length === 0) days.delete(key)
      }
    },
    remove(points, [from, to] = [-Infinity, Infinity]) {
      for (const [key, day] of days) {
        if (!points.has(day.point)) continue
        day.spans = day.spans.filter((s) => s.from < from || s.to >= to)
        day.recent = Math.min(day.recent, day.spans.length)
        if (day.spans.length === 0) days.delete(key)
      }
    },
    all: () => [...days.values()].flatMap(({ point, spans }) => spans.map((s): ChangedSpan => [point, s.from, s.to, s.least, s.most])),
  }
}

type MutableSpan = [string, number, number, number, number]

/** Changed spans of the rows of a batch that will be written. Most neighbouring rows of a point lie on one day: that case needs no map look-up. */
export function changedSpansOf(rows: ReadingColumns, seq: Float64Array, picked: readonly number[]): ChangedSpan[] {
  const found = new Map<string, MutableSpan>()
  const lastDay = new Float64Array(rows.names.length).fill(Number.NaN)
  const last: MutableSpan[] = []
  for (const i of picked) {
    const time = rows.time[i] as number
    const point = rows.point[i] as number
    const day = Math.floor(time / DAY)
    const s = seq[i] as number
    if (lastDay[point] !== day) {
      lastDay[point] = day
      const key = `${day} ${point}`
      const span = found.get(key) ?? [rows.names[point] ?? '', time, time, s, s]
      found.set(key, span)
      last[point] = span
    }
    widen(last[point] as MutableSpan, time, s)
  }
  return [...found.values()]
}

function widen(span: MutableSpan, time: number, seq: number): void {
  if (time < span[1]) span[1] = time
  if (time > span[2]) span[2] = time
  if (seq < span[3]) span[3] = seq
  if (seq > span[4]) span[4] = seq
}
