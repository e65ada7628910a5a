/**
 * Facts: what no meter knows. A step holds from its date until the next one (head count, floor area); an amount belongs to its span (waste, meals,
 * bills). Entries are appended with author and note, never overwritten: of entries for the same thing the one recorded last counts.
 */

import type { Instant } from './instant.ts'

interface FactDefinition {
  readonly form: 'step' | 'amount'
  readonly unit: string
}

export const FACTS = {
  'head-count': { form: 'step', unit: 'person' },
  'floor-area': { form: 'step', unit: 'm2' },
  'waste.hazardous': { form: 'amount', unit: 't' },
  /** Without food waste: the figure is this plus `food-waste`. */
  'waste.non-hazardous': { form: 'amount', unit: 't' },
  'food-waste': { form: 'amount', unit: 't' },
  fertiliser: { form: 'amount', unit: 't' },
  meals: { form: 'amount', unit: '1' },
  'bill.electricity': { form: 'amount', unit: 'kWh' },
  'bill.gas': { form: 'amount', unit: 'm3' },
  'bill.water': { form: 'amount', unit: 'm3' },
  'bill.reclaimed-water': { form: 'amount', unit: 'm3' },
} as const satisfies Record<string, FactDefinition>

export type FactKey = keyof typeof FACTS | `target.${string}`

export interface Fact {
  readonly id: string
  readonly key: FactKey
  readonly site: string
  /** First local day, YYYY-MM-DD. */
  readonly from: string
  /** First local day that no longer belongs to it; null for a step. */
  readonly to: string | null
  readonly value: number
  readonly unit: string
  readonly note: string | null
  /** Invoice number or document. */
  readonly reference: string | null
  readonly attachment: string | null
  readonly author: string
  readonly recordedAt: Instant
}

export function isFactKey(key: string): key is FactKey {
  return Object.hasOwn(FACTS, key) || /^target\.[a-z0-9.-]+$/.test(key)
}

/** Form and unit of a key; a target has the unit of its figure, which is said elsewhere. */
export function factDefinition(key: FactKey): FactDefinition {
  return key.startsWith('target.') ? { form: 'amount', unit: '' } : FACTS[key as keyof typeof FACTS]
}

/** What an entry is about: a later entry with the same subject replaces it. */
export function factSubject({ key, site, from, to, reference }: Pick<Fact, 'key' | 'site' | 'from' | 'to' | 'reference'>): string {
  return JSON.stringify([key, site, from, to, reference])
}

/** The entries that count: of each subject the one recorded last, in the order of their dates. */
export function countingFacts(facts: readonly Fact[]): Fact[] {
  const last = new Map<string, Fact>()
  for (const fact of facts) last.set(factSubject(fact), fact)
  return [...last.values()].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.recordedAt - b.recordedAt))
}
