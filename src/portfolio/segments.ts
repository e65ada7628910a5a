/** Parts of a period in which the share of a campus is the same. Shares change at the start of a month. */

import type { ConsolidationShare } from './types.ts'

/** First and last month of a period, both included. */
export interface MonthSpan {
  readonly first: string
  readonly last: string
}

export interface ShareSegment {
  /** As a command takes it: the period itself, where its share is one. */
  readonly period: string
  readonly share: number
  /** Part of the months, 0 to 1. */
  readonly weight: number
}

/** `2024-07` as a count of months. */
const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
const monthAt = (months: number): string =>
  `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`

/** Segments in order; a period shorter than a month has the share of its month. */
export function segmentsOf(period: string, { first, last }: MonthSpan, shares: readonly ConsolidationShare[]): readonly ShareSegment[] {
  const [from, to] = [count(first), count(last) + 1]
  const startOf = ({ from: month }: ConsolidationShare): number => (month === null ? -Infinity : count(month))
  const parts = shares
    .map((entry, i) => ({
      share: entry.share,
      from: Math.max(from, startOf(entry)),
      to: Math.min(to, i + 1 < shares.length ? startOf(shares[i + 1] as ConsolidationShare) : Infinity),
    }))
    .filter((part) => part.from < part.to)
  if (parts.length <= 1) return [{ period, share: parts[0]?.share ?? 0, weight: 1 }]
  return parts.map((part) => {
    const [begin, end] = [monthAt(part.from), monthAt(part.to - 1)]
    return { period: begin === end ? begin : `${begin}/${end}`, share: part.share, weight: (part.to - part.from) / (to - from) }
  })
}
