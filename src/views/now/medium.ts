/** What flows through a point. */

import { type Instant, type Point, valueAt } from '../../domain/index.ts'
import type { MediumNow } from './now-types.ts'

export type Medium = MediumNow['medium']

export const MEDIA: readonly Medium[] = ['electricity', 'tap-water', 'reclaimed-water']

/** Other names of the media that are summed. */
const ALIASES: Readonly<Record<string, Medium>> = {
  electricity: 'electricity',
  electric: 'electricity',
  power: 'electricity',
  water: 'tap-water',
  'cold-water': 'tap-water',
  'tap-water': 'tap-water',
  'reclaimed-water': 'reclaimed-water',
  reclaimed: 'reclaimed-water',
}

/** The medium of a point: as the campus file says, else by quantity, role and use; null where none of them decides. */
export function mediumOf(point: Point, at: Instant): string | null {
  if (point.medium !== null) return Object.hasOwn(ALIASES, point.medium) ? (ALIASES[point.medium] ?? null) : point.medium
  if (point.quantity === 'energy' || point.quantity === 'power') return 'electricity'
  if (point.quantity !== 'volume' && point.quantity !== 'flow') return null
  const role = valueAt(point.role, at) ?? ''
  const words = `${role} ${point.use ?? ''}`
  if (words.includes('reclaimed')) return 'reclaimed-water'
  // A solar loop's volumes go round: they are not drawn from the mains.
  return words.includes('solar') ? null : 'tap-water'
}

/** Rates are shown per hour in these units, amounts in those. */
export const UNITS: Readonly<Record<Medium, { readonly rate: string; readonly amount: string; readonly ratePerCanonical: number }>> = {
  electricity: { rate: 'kW', amount: 'kWh', ratePerCanonical: 1 / 1000 },
  'tap-water': { rate: 'm3/h', amount: 'm3', ratePerCanonical: 1 },
  'reclaimed-water': { rate: 'm3/h', amount: 'm3', ratePerCanonical: 1 },
}
