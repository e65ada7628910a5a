/** Times as clients write them. */

import { DAY, type Instant, instant, parseInstant } from '../../domain/index.ts'
import { Problem } from './problems.ts'

/** RFC 3339 with offset, or a date or time in the campus zone. */
export function timeOf(path: string, text: string, zone: string): Instant {
  // In a query an unescaped plus arrives as a space.
  const at = parseInstant(text.replace(/ (\d\d:\d\d)$/, '+$1'), zone)
  if (at === null)
    throw new Problem('invalid-request', undefined, {
      errors: [{ path, message: `"${text}" is no time; write 2026-03-02T08:00:00+08:00, or 2026-03-02 for a day's start` }],
    })
  return at
}

/** [from, to) of a query; the last 24 hours by default. */
export function spanOfQuery({ from, to }: { from?: string; to?: string }, zone: string, now: Instant): { from: Instant; to: Instant } {
  const end = to === undefined ? now : timeOf('querystring/to', to, zone)
  const start = from === undefined ? instant(end - DAY) : timeOf('querystring/from', from, zone)
  if (start > end)
    throw new Problem('invalid-request', undefined, {
      errors: [{ path: 'querystring/from', message: `"${from ?? ''}" is after "${to ?? 'now'}"` }],
    })
  return { from: start, to: end }
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY, y: 365 * DAY }

/** `90d`, `12h`, `1y` as milliseconds; null when the text is no duration. */
export function durationOf(text: string): number | null {
  const [, count = '', unit = ''] = /^(\d{1,6})\s*([smhdwy])$/.exec(text) ?? []
  return count === '' || Number(count) === 0 ? null : Number(count) * (UNIT_MS[unit] ?? 0)
}
