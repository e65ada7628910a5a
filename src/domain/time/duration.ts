/** Durations as people write them: `30s`, `15m`, `1h`, `90d`. */

import { DAY, HOUR, MINUTE, SECOND } from './instant.ts'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, min: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** `15m` -> milliseconds; NaN for a text of another form. */
export function durationMs(text: string): number {
  const [, amount = '', unit = ''] = /^([\d.]+)\s*([a-z]+)$/.exec(text) ?? []
  return Math.round(Number(amount) * (UNIT_MS[unit] ?? Number.NaN))
}
