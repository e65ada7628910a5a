/** Durations in reasons. */

import { HOUR, MINUTE, SECOND } from '../../domain/index.ts'

/** 90 s, 10 min, 2 h. */
export function durationText(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`
  return ms < 2 * HOUR ? `${Math.round(ms / MINUTE)} min` : `${Math.round(ms / HOUR)} h`
}
