/** Times written as text: ISO 8601 and its relatives, compact forms, DSMR. */

import { HOUR, instant, MINUTE, offsetAt, parseInstant } from '../../domain/index.ts'

/** A device clock may run ahead by this much. */
export const ACCEPT_AHEAD = 5 * MINUTE

/** What places a time without offset. */
export interface LocalClock {
  readonly zone: string
  /** The meter's own mark for summer (S) or winter (W) time. */
  readonly season?: string
  /** When the message came, epoch ms: of an hour that occurs twice the later one is meant that is not after it. Absent: the first. */
  readonly receivedAt?: number
}

const ISO =
  /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:T|t|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})(?:[.,]?(\d{1,9}))?(Z|[+-]\d{2}(?::?\d{2})?)?$/
const DSMR = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([SW])$/

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

function twoDigits(text: string, i: number): number {
  const a = text.charCodeAt(i) - 48
  const b = text.charCodeAt(i + 1) - 48
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : Number.NaN
}

/** `2026-03-02T08:00:00[.sss](Z|+hh:mm)`, the form nearly every message has; null for any other. */
export function parseQuickIso(text: string): number | null {
  const n = text.length
  if (
    n < 20 ||
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  )
    return null
  let end = 19
  let ms = 0
  if (text.charCodeAt(19) === 46) {
    let scale = 100
    for (end = 20; end < n; end++) {
      const d = text.charCodeAt(end) - 48
      if (d < 0 || d > 9) break
      ms += d * scale
      scale /= 10
    }
  }
  const offset = quickOffset(text, end)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  // Written so that NaN fails every comparison.
  if (
    !(
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= 28 + extraDays(year, month) &&
      hour < 24 &&
      minute < 60 &&
      second < 60 &&
      offset === offset
    )
  )
    return null
  return Date.UTC(year, month - 1, day, hour, minute, second) + Math.floor(ms) - offset
}

function extraDays(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 2 : 3
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0
}

/** Milliseconds east of UTC of `Z` or `+hh:mm` at the end, NaN for anything else. */
function quickOffset(text: string, at: number): number {
  const c = text.charCodeAt(at)
  if (c === 90 && text.length === at + 1) return 0
  if ((c !== 43 && c !== 45) || text.length !== at + 6 || text.charCodeAt(at + 3) !== 58) return Number.NaN
  const minutes = twoDigits(text, at + 1) * 60 + twoDigits(text, at + 4)
  return (c === 43 ? minutes : -minutes) * MINUTE
}

/** A time in any of the forms; without offset it is a local time of the zone. Null: no time, or a local one that does not exist. */
export function parseTimeText(text: string, clock: LocalClock): number | null {
  const iso = ISO.exec(text) ?? COMPACT.exec(text)
  if (iso !== null) {
    const [, y, mo, d, h, mi, s, fraction, offset] = iso
    return assemble(partsOf([y, mo, d, h, mi, s, fraction]), offset, clock)
  }
  const dsmr = DSMR.exec(text)
  if (dsmr === null) return null
  const [, y, mo, d, h, mi, s, season] = dsmr
  return assemble(partsOf([`20${y}`, mo, d, h, mi, s]), undefined, { ...clock, ...(season === undefined ? {} : { season }) })
}

/** Year, month, day, hour, minute, second, fraction, as text. */
export function partsOf(text: readonly (string | undefined)[]): Parts {
  const [year, month, day, hour, minute, second] = text.map((t) => Number(t ?? 0)) as [number, number, number, number, number, number]
  return { year, month, day, hour, minute, second: second || 0, ms: Math.floor(Number(`0.${text[6] ?? 0}`) * 1000) }
}

const FAR = 8_640_000_000_000_000

/** An instant of calendar parts, or null when there is no such day or hour. 24:00 is the midnight that ends the day (ISO 8601-1:2019, 4.3.8). */
export function assemble(p: Parts, offset: string | undefined, clock: LocalClock): number | null {
  const midnight = p.hour === 24 && p.minute === 0 && p.second === 0 && p.ms === 0
  if (
    !(
      p.month >= 1 &&
      p.month <= 12 &&
      p.day >= 1 &&
      p.day <= 28 + extraDays(p.year, p.month) &&
      (p.hour < 24 || midnight) &&
      p.minute < 60 &&
      p.second <= 60
    )
  )
    return null
  const utc = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, Math.min(p.second, 59), p.ms)
  if (!(Math.abs(utc) < FAR)) return null
  if (offset !== undefined) return utc - offsetMs(offset)
  return localInstant(utc, clock)
}

/** Clocks are set back by at most this much. */
const LONGEST_OVERLAP = 3 * HOUR

/** A local wall clock time, written as if it were UTC; null when clocks skip it. Where it occurs twice, `clock` decides. */
function localInstant(wall: number, { zone, season, receivedAt }: LocalClock): number | null {
  const first = parseInstant(new Date(wall).toISOString().slice(0, -1), zone)
  if (first === null || first + offsetAt(zone, first) !== wall) return null
  const second = wall - offsetAt(zone, instant(first + LONGEST_OVERLAP))
  if (second <= first || second + offsetAt(zone, instant(second)) !== wall || season === 'S') return first
  return season === 'W' || (receivedAt !== undefined && second <= receivedAt + ACCEPT_AHEAD) ? second : first
}

function offsetMs(text: string): number {
  if (/^[A-Za-z]/.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0)
  return (text.startsWith('-') ? -minutes : minutes) * MINUTE
}
