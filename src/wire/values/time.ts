/** Times as devices write them. Never Date.parse on free text; what is not recognised is null, and the receive time is used. */

import { durationMs } from '../../domain/index.ts'
import { parsePattern } from './time-pattern.ts'
import { ACCEPT_AHEAD, type LocalClock, parseTimeText, parseQuickIso } from './time-text.ts'

/** The oldest time that is believed unless a source says otherwise: 2000-01-01. */
export const ACCEPT_SINCE = 946_684_800_000
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['ms', 1],
  ['us', 1e-3],
  ['ns', 1e-6],
])

export interface TimeForm extends LocalClock {
  /** s, ms, us, ns, iso, or a pattern such as `yyyyMMdd'T'HHmmss'Z'`; absent: by form and magnitude. */
  readonly unit?: string
}

/** Epoch milliseconds (whole), or null when the value is no time. Says nothing about whether the time is believable. */
export function parseTime(raw: unknown, form: TimeForm): number | null {
  if (typeof raw === 'number') return fromNumber(raw, form)
  if (typeof raw !== 'string') return null
  const text = raw.trim()
  const { unit } = form
  if (unit !== undefined && unit !== 'iso' && !UNIT_MS.has(unit)) return parsePattern(text, unit, form)
  if (unit !== 'iso' && NUMBER.test(text) && !(unit === undefined && /^(19|20)\d{12}$/.test(text))) return fromNumber(Number(text), form)
  return parseQuickIso(text) ?? parseTimeText(text, form)
}

/** Seconds, ms, us or ns since 1970, by declaration or by magnitude. Small numbers are uptimes, not times. */
function fromNumber(value: number, form: TimeForm): number | null {
  if (!Number.isFinite(value)) return null
  const declared = form.unit === undefined ? undefined : UNIT_MS.get(form.unit)
  if (declared !== undefined) return Math.round(value * declared)
  if (form.unit !== undefined && form.unit !== 'iso') return parsePattern(String(value), form.unit, form)
  if (value < 1e8) return null
  if (value < 1e11) return Math.round(value * 1000)
  if (value < 1e14) return value >= 1.9e13 ? parseTimeText(String(value), form) : Math.round(value)
  return Math.round(value < 1e17 ? value / 1e3 : value / 1e6)
}

/** What is wrong with a value that `parseTime` gives null for: a local time that clocks skip is one in UTC. */
export function timeFault(raw: unknown, form: TimeForm): string {
  return parseTime(raw, { ...form, zone: 'UTC' }) === null ? 'not readable' : `skipped by the clocks of ${form.zone}: it does not exist`
}

/** Whether a device time is believed: not before the source's limit, not more than five minutes after the message came. */
export function isBelievable(time: number, receivedAt: number, since: number): boolean {
  return time >= since && time <= receivedAt + ACCEPT_AHEAD
}

/** `accept_since` of a source in epoch ms; a plain date begins in UTC. */
export function parseAcceptSince(text: string | undefined): number {
  if (text === undefined) return ACCEPT_SINCE
  return parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text, { unit: 'iso', zone: 'UTC' }) ?? ACCEPT_SINCE
}

/** `accept_within` of a source in ms; null: no limit. */
export function parseAcceptWithin(text: string | undefined): number | null {
  const ms = text === undefined ? Number.NaN : durationMs(text)
  return Number.isFinite(ms) ? ms : null
}
