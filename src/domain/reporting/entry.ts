/**
 * Entries: what no meter knows. A step holds from its date until the next one (head count, floor area); an amount belongs to its span (waste, meals,
 * bills). Entries are appended with author and note, never overwritten: of entries for the same thing the one recorded last counts.
 */

import { type Carrier, SHIPPED_CARRIERS, unitOfCarrier } from '../campus/carrier.ts'
import { FIGURES, isFigureId } from './figure.ts'
import type { Instant } from '../time/instant.ts'

export interface EntryDefinition {
  readonly form: 'step' | 'amount'
  readonly unit: string
}

export const ENTRY_KEYS = {
  'head-count': { form: 'step', unit: 'person' },
  'floor-area': { form: 'step', unit: 'm2' },
  'waste.hazardous': { form: 'amount', unit: 't' },
  /** Without food waste: the figure is this plus `food-waste`. */
  'waste.non-hazardous': { form: 'amount', unit: 't' },
  'food-waste': { form: 'amount', unit: 't' },
  fertiliser: { form: 'amount', unit: 't' },
  meals: { form: 'amount', unit: '1' },
  'bill.water': { form: 'amount', unit: 'm3' },
  'bill.reclaimed-water': { form: 'amount', unit: 'm3' },
  'bill.rain-water': { form: 'amount', unit: 'm3' },
  /** The year that others are compared with; of the whole campus. */
  'base-year': { form: 'step', unit: 'year' },
} as const satisfies Record<string, EntryDefinition>

/**
 * bill.<carrier>     in the carrier's unit
 * instrument.<type>  MWh of electricity with an attribute of its own: certificates, contracts; its factor stands in the entry
 * target.<figure>    in the figure's unit; its site is a boundary
 */
export type EntryKey = keyof typeof ENTRY_KEYS | `bill.${string}` | `instrument.${string}` | `target.${string}`

/** Who took an entry out, when and why. It stays in the log. */
export interface Withdrawal {
  readonly author: string
  readonly reason: string
  readonly at: Instant
}

export interface Entry {
  readonly id: string
  readonly key: EntryKey
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
  /** Of an instrument: tCO2e/MWh that it conveys, and the year in which its energy was made. */
  readonly factor?: number
  readonly vintage?: string
  /** Of an instrument: the point whose hours tell when its energy was made, the meter of a plant or of its sun. */
  readonly profile?: string
  /** Of a bill of gas: what its m3 are multiplied with to be m3 at `conditions`, temperature and pressure. */
  readonly conversionNumber?: number
  readonly conditions?: string
  readonly author: string
  readonly recordedAt: Instant
  readonly withdrawn?: Withdrawal
}

/** Form and unit of a key; null when there is no such key. */
export function entryDefinition(key: string, carriers: readonly Carrier[] = SHIPPED_CARRIERS): EntryDefinition | null {
  if (Object.hasOwn(ENTRY_KEYS, key)) return ENTRY_KEYS[key as keyof typeof ENTRY_KEYS]
  const [head = '', ...rest] = key.split('.')
  const tail = rest.join('.')
  const carrier = head === 'bill' ? carriers.find((c) => c.id === tail) : undefined
  if (carrier !== undefined) return { form: 'amount', unit: unitOfCarrier(carrier) }
  if (head === 'instrument' && /^[a-z][a-z0-9-]{0,39}$/.test(tail)) return { form: 'amount', unit: 'MWh' }
  if (head === 'target' && isFigureId(tail)) return { form: 'amount', unit: FIGURES[tail].unit }
  return null
}

/** Every key there is, for messages. */
export function entryKeys(carriers: readonly Carrier[]): string[] {
  return [...Object.keys(ENTRY_KEYS), ...carriers.map((c) => `bill.${c.id}`), 'instrument.<type>', 'target.<figure>']
}

/** What an entry is about: a later entry with the same subject replaces it. */
export function entrySubject({ key, site, from, to, reference }: Pick<Entry, 'key' | 'site' | 'from' | 'to' | 'reference'>): string {
  return JSON.stringify([key, site, from, to, reference])
}

/** The entries that count: of each subject the one recorded last and not withdrawn, in the order of their dates. */
export function effectiveEntries(entries: readonly Entry[]): Entry[] {
  const last = new Map<string, Entry>()
  for (const entry of entries) if (entry.withdrawn === undefined) last.set(entrySubject(entry), entry)
  return [...last.values()].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.recordedAt - b.recordedAt))
}
