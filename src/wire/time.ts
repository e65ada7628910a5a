/** Times as devices write them. Never Date.parse on free text; what is not recognised is null, and the receive time is used. */

import { formatIn, instant, MINUTE, parseInstant } from '../domain/index.ts'

/** The oldest time that is believed unless a source says otherwise: 2000-01-01. */
export const ACCEPT_SINCE = 946_684_800_000
/** A device clock may run ahead by this much. */
export const ACCEPT_AHEAD = 5 * MINUTE

const ISO =
  /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:T|t|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})(?:[.,]?(\d{1,9}))?(Z|[+-]\d{2}(?::?\d{2})?)?$/
const DSMR = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([SW])$/
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 }

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

export interface TimeForm {
  /** s, ms, us, ns, iso, or a pattern such as `yyyyMMdd'T'HHmmss'Z'`; absent: by form and magnitude. */
  readonly unit?: string
  /** Zone of times without offset. */
  readonly zone: string
}

/** Epoch milliseconds (whole), or null when the value is no time. Says nothing about whether the time is believable. */
export function parseTime(raw: unknown, form: TimeForm): number | null {
  if (typeof raw === 'number') return fromNumber(raw, form)
  if (typeof raw !== 'string') return null
  const text = raw.trim()
  const { unit, zone } = form
  if (unit !== undefined && unit !== 'iso' && UNIT_MS[unit] === undefined) return fromPattern(text, unit, zone)
  if (unit !== 'iso' && NUMBER.test(text) && !(unit === undefined && /^(19|20)\d{12}$/.test(text))) return fromNumber(Number(text), form)
  return quickIso(text) ?? fromText(text, zone)
}

/** Seconds, ms, us or ns since 1970, by declaration or by magnitude. Small numbers are uptimes, not times. */
function fromNumber(value: number, form: TimeForm): number | null {
  if (!Number.isFinite(value)) return null
  const declared = form.unit === undefined ? undefined : UNIT_MS[form.unit]
  if (declared !== undefined) return Math.round(value * declared)
  if (form.unit !== undefined && form.unit !== 'iso') return fromPattern(String(value), form.unit, form.zone)
  if (value < 1e8) return null
  if (value < 1e11) return Math.round(value * 1000)
  if (value < 1e14) return value >= 1.9e13 ? fromText(String(value), form.zone) : Math.round(value)
  return Math.round(value < 1e17 ? value / 1e3 : value / 1e6)
}

function two(text: string, i: number): number {
  const a = text.charCodeAt(i) - 48
  const b = text.charCodeAt(i + 1) - 48
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : Number.NaN
}

/** `2026-03-02T08:00:00[.sss](Z|+hh:mm)`, the form nearly every message has; null for any other. */
export function quickIso(text: string): number | null {
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
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  const year = two(text, 0) * 100 + two(text, 2)
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
  const minutes = two(text, at + 1) * 60 + two(text, at + 4)
  return (c === 43 ? minutes : -minutes) * MINUTE
}

function fromText(text: string, zone: string): number | null {
  const iso = ISO.exec(text) ?? COMPACT.exec(text)
  if (iso !== null) {
    const [, y, mo, d, h, mi, s, fraction, offset] = iso
    return assemble(partsOf([y, mo, d, h, mi, s, fraction]), offset, zone)
  }
  const dsmr = DSMR.exec(text)
  if (dsmr === null) return null
  const [, y, mo, d, h, mi, s, season] = dsmr
  return assemble(partsOf([`20${y}`, mo, d, h, mi, s]), undefined, zone, season)
}

function partsOf(text: readonly (string | undefined)[]): Parts {
  const [year, month, day, hour, minute, second] = text.map((t) => Number(t ?? 0)) as [number, number, number, number, number, number]
  return { year, month, day, hour, minute, second: second || 0, ms: Math.floor(Number(`0.${text[6] ?? 0}`) * 1000) }
}

const FAR = 8_640_000_000_000_000

function assemble(p: Parts, offset: string | undefined, zone: string, season?: string): number | null {
  if (
    !(
      p.month >= 1 &&
      p.month <= 12 &&
      p.day >= 1 &&
      p.day <= 28 + extraDays(p.year, p.month) &&
      p.hour < 24 &&
      p.minute < 60 &&
      p.second <= 60
    )
  )
    return null
  const utc = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, Math.min(p.second, 59), p.ms)
  if (!(Math.abs(utc) < FAR)) return null
  if (offset !== undefined) return utc - offsetMs(offset)
  return local(utc, zone, season)
}

/** A local wall clock time, given as if it were UTC. Where it occurs twice, the first, or the second when the season says winter. */
function local(utc: number, zone: string, season: string | undefined): number | null {
  const wall = new Date(utc).toISOString().slice(0, 23)
  const first = parseInstant(wall, zone)
  if (first === null || season !== 'W') return first
  const second = first + 60 * MINUTE
  return formatIn(zone, instant(second)).slice(0, 19) === wall.slice(0, 19) ? second : first
}

function offsetMs(text: string): number {
  if (/^[A-Za-z]/.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0)
  return (text.startsWith('-') ? -minutes : minutes) * MINUTE
}

const PATTERNS = new Map<string, { readonly form: RegExp; readonly fields: readonly string[] }>()
const TOKENS = /'([^']*)'|yyyy|yy|MM|dd|HH|mm|ss|S{1,9}|XXX|X|Z|./g
const FIELD: Readonly<Record<string, string>> = {
  yyyy: '(\\d{4})',
  yy: '(\\d{2})',
  MM: '(\\d{2})',
  dd: '(\\d{2})',
  HH: '(\\d{2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  X: '(Z|[+-]\\d{2}(?::?\\d{2})?)',
  XXX: '(Z|[+-]\\d{2}(?::?\\d{2})?)',
}

function compilePattern(pattern: string): { readonly form: RegExp; readonly fields: readonly string[] } {
  const fields: string[] = []
  let form = ''
  for (const [token, literal] of pattern.matchAll(TOKENS)) {
    const field = FIELD[token] ?? (/^S+$/.test(token) ? `(\\d{${token.length}})` : undefined)
    if (field !== undefined && literal === undefined) {
      fields.push(token.startsWith('S') ? 'S' : token.startsWith('X') ? 'X' : token)
      form += field
    } else form += (literal ?? token).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  }
  // A quoted or bare Z at the end of a pattern means UTC.
  if (/'Z'$|Z$/.test(pattern)) fields.push('UTC')
  return { form: new RegExp(`^${form}$`), fields }
}

/** A time in a declared pattern (letters as in Java: yyyy MM dd HH mm ss SSS XXX, literals in quotes). */
function fromPattern(text: string, pattern: string, zone: string, season?: string): number | null {
  const known = PATTERNS.get(pattern) ?? compilePattern(pattern)
  PATTERNS.set(pattern, known)
  const found = known.form.exec(text)
  if (found === null) return null
  const value = (name: string): string | undefined => {
    const i = known.fields.indexOf(name)
    return i < 0 ? undefined : found[i + 1]
  }
  const yy = value('yy')
  const year = value('yyyy') ?? (yy === undefined ? '1970' : `20${yy}`)
  const parts = partsOf([year, value('MM') ?? '1', value('dd') ?? '1', value('HH'), value('mm'), value('ss'), value('S')])
  return assemble(parts, value('X') ?? (known.fields.includes('UTC') ? 'Z' : undefined), zone, season)
}

/** A captured piece of text in a pattern, with the meter's own mark for summer (S) or winter (W) time. */
export function parseCaptured(text: string, pattern: string, zone: string, season: string | undefined): number | null {
  return fromPattern(text, pattern, zone, season)
}

/** Whether a device time is believed: not before the source's limit, not more than five minutes after the message came. */
export function believable(time: number, receivedAt: number, since: number): boolean {
  return time >= since && time <= receivedAt + ACCEPT_AHEAD
}

/** `accept_since` of a source in epoch ms; a plain date begins in UTC. */
export function sinceOf(text: string | undefined): number {
  if (text === undefined) return ACCEPT_SINCE
  return parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text, { unit: 'iso', zone: 'UTC' }) ?? ACCEPT_SINCE
}
