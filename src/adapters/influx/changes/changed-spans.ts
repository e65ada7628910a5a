/** What was written when: spans of points by day with the sequences of their rows. The roller asks for those after its watermark. */

import { DAY, instant, type ReadingColumns } from '../../../domain/index.ts'
import type { Change } from '../../../ports/index.ts'

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
  /** Spans since the last cut. */
  recent: number
  /** Number of that cut. */
  cut: number
}

/** Between two cuts a point has at most so many spans a day; then the last one grows. */
const RECENT = 16

export interface ChangedSpans {
  add(mark: ChangedSpan): void
  /** Spans so far grow no more: what is written from now on is told apart from what was asked for. */
  cut(): void
  /** Changes with a sequence in (after, upTo], sorted by day and point. */
  changes(after: number, upTo: number): Change[]
  /** Those with rows after `seq`; the others are forgotten. */
  forget(seq: number): void
  /** Spans of points, all or those wholly in [from, to). */
  remove(points: ReadonlySet<string>, within?: readonly [from: number, to: number]): void
  all(): ChangedSpan[]
}

export function createChangedSpans(): ChangedSpans {
  const days = new Map<string, Day>()
  let cuts = 0

  function add([point, from, to, least, most]: ChangedSpan): void {
    const day = Math.floor(from / DAY)
    const key = `${day} ${point}`
    const known = days.get(key) ?? { point, day, spans: [], recent: 0, cut: cuts }
    days.set(key, known)
    if (known.cut !== cuts) known.recent = 0
    known.cut = cuts
    const last = known.recent < RECENT ? undefined : known.spans.at(-1)
    if (last === undefined) {
      known.spans.push({ from, to, least, most })
      known.recent += 1
    } else {
      last.from = Math.min(last.from, from)
      last.to = Math.max(last.to, to)
      last.least = Math.min(last.least, least)
      last.most = Math.max(last.most, most)
    }
  }

  return {
    add,
    cut: () => void (cuts += 1),
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

type Growing = [string, number, number, number, number]

/** Marks of the rows of a batch that are to be written. Neighbouring rows of a point mostly lie on one day: that is looked at first. */
export function marksOf(rows: ReadingColumns, seq: Float64Array, wanted: readonly number[]): ChangedSpan[] {
  const found = new Map<string, Growing>()
  const lastDay = new Float64Array(rows.names.length).fill(Number.NaN)
  const last: Growing[] = []
  for (const i of wanted) {
    const time = rows.time[i] as number
    const point = rows.point[i] as number
    const day = Math.floor(time / DAY)
    const s = seq[i] as number
    if (lastDay[point] !== day) {
      lastDay[point] = day
      const key = `${day} ${point}`
      const mark = found.get(key) ?? [rows.names[point] ?? '', time, time, s, s]
      found.set(key, mark)
      last[point] = mark
    }
    widen(last[point] as Growing, time, s)
  }
  return [...found.values()]
}

function widen(mark: Growing, time: number, seq: number): void {
  if (time < mark[1]) mark[1] = time
  if (time > mark[2]) mark[2] = time
  if (seq < mark[3]) mark[3] = seq
  if (seq > mark[4]) mark[4] = seq
}
