/** A factor row for the books, examined before it is written. Pure. */

import { type Factor, FACTOR_SETS, FACTOR_UNITS, type FactorKind } from '../domain/index.ts'
import type { EntryFault } from './fact-entry.ts'

export interface FactorEntry {
  readonly kind: string
  readonly value: number
  readonly region?: string | null
  /** A set, or `*` for all of them. */
  readonly set?: string
  readonly from?: string | null
  readonly to?: string | null
  readonly publisher: string
  readonly document: string
  readonly note?: string
}

export type ExaminedFactor =
  | { readonly ok: true; readonly factor: Omit<Factor, 'id' | 'recordedAt'> }
  | { readonly ok: false; readonly faults: readonly EntryFault[] }

const isDay = (text: string | null): boolean => text === null || (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)))

export function examineFactor(entry: FactorEntry): ExaminedFactor {
  const faults: EntryFault[] = []
  const say = (path: string, message: string): void => void faults.push({ path, message })
  const [from, to, set] = [entry.from ?? null, entry.to ?? null, entry.set ?? '*']
  if (!Object.hasOwn(FACTOR_UNITS, entry.kind)) say('kind', `"${entry.kind}" is not one of ${Object.keys(FACTOR_UNITS).join(', ')}`)
  if (!(Number.isFinite(entry.value) && entry.value >= 0)) say('value', `"${String(entry.value)}" is no number from 0 up`)
  if (set !== '*' && !FACTOR_SETS.some((s) => s === set)) say('set', `"${set}" is not one of *, ${FACTOR_SETS.join(', ')}`)
  if (!isDay(from)) say('from', `"${from ?? ''}" is no date; write 2026-01-01`)
  if (!isDay(to)) say('to', `"${to ?? ''}" is no date; write 2027-01-01`)
  if (from !== null && to !== null && to <= from) say('to', `"${to}" is not after "${from}"`)
  if (entry.publisher.trim() === '' || entry.document.trim() === '')
    say('document', 'who published the factor, and where? name publisher and document')
  if (faults.length > 0) return { ok: false, faults }
  const kind = entry.kind as FactorKind
  const { value, publisher, document, note = '', region = null } = entry
  return { ok: true, factor: { kind, set, region, value, unit: FACTOR_UNITS[kind], from, to, publisher, document, note, verified: false } }
}
