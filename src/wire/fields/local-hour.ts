/** Local times of one hour are parsed once: devices without an offset write the same hour in thousands of messages. */

import { HOUR, SECOND } from '../../domain/index.ts'
import { parseTimeText } from '../values/time-text.ts'

interface KnownHour {
  /** `2026-03-02T15`. */
  readonly text: string
  /** Epoch ms of its begin; null: clocks change in or near it, and each time is parsed for itself. */
  readonly begin: number | null
}

const PREFIX = 13
const LATE = 8.64e15

/** The begin of an hour that occurs once and has 60 minutes. */
function beginOf(text: string, zone: string): number | null {
  const first = parseTimeText(`${text}:00:00`, { zone })
  const last = parseTimeText(`${text}:59:59`, { zone, receivedAt: LATE })
  const late = parseTimeText(`${text}:00:00`, { zone, receivedAt: LATE })
  return first !== null && last === first + HOUR - SECOND && late === first ? first : null
}

const digit = (text: string, i: number): number => text.charCodeAt(i) - 48

/** Two digits below 60, or NaN. */
function sexagesimal(text: string, i: number): number {
  const [a, b] = [digit(text, i), digit(text, i + 1)]
  return a >= 0 && a <= 5 && b >= 0 && b <= 9 ? a * 10 + b : Number.NaN
}

/** Reads `2026-03-02T15:59:58`; null for any other form, and where the clocks of the zone change. */
export function createLocalClock(zone: string): (text: string) => number | null {
  let known: KnownHour = { text: '', begin: null }
  return (text) => {
    if (text.length !== 19 || text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null
    if (!text.startsWith(known.text) || known.text === '') {
      const hour = text.slice(0, PREFIX)
      known = { text: hour, begin: beginOf(hour, zone) }
    }
    const ms = known.begin === null ? Number.NaN : known.begin + (sexagesimal(text, 14) * 60 + sexagesimal(text, 17)) * SECOND
    return Number.isNaN(ms) ? null : ms
  }
}
