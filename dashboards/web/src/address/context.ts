/** What the address asks for: the range, what it is compared with, the place. */

import { computed } from '@preact/signals'
import type { Point } from '../api/types.ts'
import { zone } from '../state/campus.ts'
import { serviceTime } from '../state/clock.ts'
import { localDay } from '../text/report-format.ts'
import { lastMonth } from './periods.ts'
import { type Comparison, fits, parseComparison, parseRange, type Range, type Scope } from './range.ts'
import { route } from './route.ts'

/** Local day of the site; changes at its midnight only. */
export const today = computed(() => localDay(new Date(serviceTime.value), zone.value))

/** The range of the address where a screen can show it, else what the screen shows by itself. */
export function rangeFor(scope: Scope): Range {
  const range = parseRange(route.value.query['period'] ?? '')
  if (range !== null && fits(range, scope)) return range
  if (scope === 'day') return { kind: 'days', first: today.value, last: today.value }
  return scope === 'period' ? { kind: 'period', period: lastMonth(today.value) } : { kind: 'rolling', length: '24h' }
}

export const comparison = computed<Comparison | null>(() => parseComparison(route.value.query['compare']))

/** `park` or `park/block-a`; null for the whole campus. */
export const place = computed(() => route.value.query['place'] ?? null)

/** Whether something at a site, or in a building of it, lies in the place of the address. */
export function isInPlace({ site, building }: Pick<Point['place'], 'site' | 'building'>): boolean {
  const [wantedSite, wantedBuilding] = (place.value ?? '').split(/\/(.*)/s)
  if (!wantedSite) return true
  return site === wantedSite && (wantedBuilding === undefined || building === wantedBuilding)
}
