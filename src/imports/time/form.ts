/** A form of written time: a regular expression with named parts, and what the parts come to. */

import { DAY, HOUR, instant, MINUTE, offsetAt } from '../../domain/index.ts'
import { isAfternoon, monthOf, offsetsOf } from './words.ts'

/** What a cell says: an instant, a local wall clock (`season`: the meter's own mark for summer or winter), or why neither. */
export type TimeRead =
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'local'; readonly wall: number; readonly season: 'S' | 'W' | null }
  | { readonly kind: 'bad'; readonly reason: string }

/** Named parts: y yy M L d H m s f a z w (year, two digits of it, month, its name, day, ..., fraction, half day, zone, season). */
export interface TimeLayout {
  readonly label: string
  readonly regex: RegExp
}

type Parts = Readonly<Record<string, string | undefined>>

const bad = (reason: string): TimeRead => ({ kind: 'bad', reason })
const LAST_DAY = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Null when the text is not of the form at all. `zone` decides between meanings of an abbreviation. */
export function readForm(form: TimeLayout, text: string, zone: string | null): TimeRead | null {
  const groups = form.regex.exec(text)?.groups as Parts | undefined
  if (groups === undefined) return null
  if (groups['n'] !== undefined) return readNumber(form.label, Number(groups['n']))
  const date = readDate(groups)
  if (typeof date === 'string') return bad(date)
  const clock = readClock(groups)
  if (typeof clock === 'string') return bad(clock)
  const wall = date + clock
  if (groups['z'] !== undefined) return atOffset(wall, groups['z'], zone)
  const season = groups['w'] as 'S' | 'W' | undefined
  return { kind: 'local', wall, season: season ?? null }
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['ms', 1],
  ['us', 1e-3],
  ['ns', 1e-6],
])
/** Days of a workbook count from 30 December 1899. */
export const WORKBOOK_EPOCH = -25_569 * DAY
/** 1 January 10000, the last time that is written with four digits. */
const FAR = 253_402_300_800_000

function readNumber(unit: string, value: number): TimeRead {
  const ms = UNIT_MS.get(unit)
  const at = ms === undefined ? workbookWall(value) : Math.round(value * ms)
  if (!(Math.abs(at) < FAR)) return bad('the number is no time')
  return ms === undefined ? { kind: 'local', wall: at, season: null } : { kind: 'instant', at }
}

/** Local wall clock of a workbook's day count. Its digits end at about a millisecond, so what lies near a second is one. */
export function workbookWall(serial: number): number {
  const ms = Math.round(serial * DAY)
  const second = Math.round(ms / 1000) * 1000
  return WORKBOOK_EPOCH + (Math.abs(ms - second) <= 20 ? second : ms)
}

/** Midnight of the date as if it were UTC, or what is wrong. */
function readDate(p: Parts): number | string {
  const year = p['y'] === undefined ? 2000 + Number(p['yy']) : Number(p['y'])
  const month = p['L'] === undefined ? Number(p['M'] ?? 1) : monthOf(p['L'])
  const day = Number(p['d'] ?? 1)
  if (month === null) return `"${p['L'] ?? ''}" is no month`
  if (!(month >= 1 && month <= 12)) return `there is no month ${month}`
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (!(day >= 1 && day <= (LAST_DAY[month - 1] ?? 0) + (leap ? 1 : 0))) return `there is no day ${day} in month ${month} of ${year}`
  if (year < 100 || year === 9999) return `the year ${String(year).padStart(4, '0')} is no year of a reading`
  return Date.UTC(year, month - 1, day)
}

/** Milliseconds after midnight; 24:00 is the next one. */
function readClock(p: Parts): number | string {
  const written = Number(p['H'] ?? 0)
  const minute = Number(p['m'] ?? 0)
  const second = Number(p['s'] ?? 0)
  const rest = minute * MINUTE + Math.min(second, 59) * 1000 + Math.floor(Number(`0.${p['f'] ?? 0}`) * 1000)
  if (minute > 59 || second > 60) return `there is no minute ${minute} or second ${second}`
  if (p['a'] !== undefined) {
    if (written > 12) return `there is no hour ${written} ${p['a']}`
    return ((written % 12) + (isAfternoon(p['a']) ? 12 : 0)) * HOUR + rest
  }
  if (written === 24 && rest === 0) return DAY
  return written > 23 ? `there is no hour ${written}` : written * HOUR + rest
}

function atOffset(wall: number, text: string, zone: string | null): TimeRead {
  const minutes = offsetsOf(text)
  if (minutes.length === 0) return bad(`"${text}" is no zone`)
  const at = minutes.map((m) => wall - m * MINUTE)
  const [first = wall] = at
  if (at.length === 1) return { kind: 'instant', at: first }
  const fits = zone === null ? [] : at.filter((t) => offsetAt(zone, instant(t)) === wall - t)
  return fits.length === 1 ? { kind: 'instant', at: fits[0] ?? first } : bad(`"${text}" stands for several zones: name yours with --zone`)
}

const TOKEN: Readonly<Record<string, (text: string, p: Parts) => string>> = {
  y: () => 'yyyy',
  yy: () => 'yy',
  M: (t) => 'M'.repeat(t.length),
  L: (t) => (t.replace('.', '').length > 3 ? 'MMMM' : 'MMM'),
  d: (t) => 'd'.repeat(t.length),
  H: (t, p) => (p['a'] === undefined ? 'H' : 'h').repeat(t.length),
  m: () => 'mm',
  s: () => 'ss',
  f: (t) => 'S'.repeat(t.length),
  a: () => 'a',
  z: (t) => (/^[A-Z]/i.test(t) ? 'z' : t.includes(':') ? 'XXX' : 'X'),
}

/** The pattern of Unicode date tokens that reads this sample in this form; the label of the form where it has none. */
export function patternOf(form: TimeLayout, sample: string): string {
  const found = new RegExp(form.regex.source, `${form.regex.flags}d`).exec(sample)
  if (found?.groups === undefined || found.indices?.groups === undefined || found.groups['n'] !== undefined) return form.label
  const parts = found.groups
  const spots = Object.entries(found.indices.groups)
    .filter(([name, spot]) => spot !== undefined && TOKEN[name] !== undefined)
    .sort(([, a], [, b]) => (a?.[0] ?? 0) - (b?.[0] ?? 0))
  let text = ''
  let at = 0
  for (const [name, spot] of spots) {
    text += literal(sample.slice(at, spot?.[0])) + (TOKEN[name]?.(parts[name] ?? '', parts) ?? '')
    at = spot?.[1] ?? at
  }
  return text + literal(sample.slice(at))
}

function literal(text: string): string {
  return text.replace(/[A-Za-z]+/g, "'$&'")
}
