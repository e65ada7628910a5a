/** Instruments that do not hold: made before the period they are claimed for, or claimed twice. Pure. */

import type { Entry } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'

export type InstrumentClaim = Pick<Entry, 'id' | 'key' | 'site' | 'from' | 'to' | 'value' | 'reference' | 'vintage'>

export type InstrumentFault =
  /** Its energy was made in a year that the claim does not touch. */
  | { readonly code: 'instrument-vintage'; readonly id: string; readonly vintage: string; readonly from: string; readonly to: string }
  /** One reference of a registry stands in several entries. */
  | { readonly code: 'instrument-twice'; readonly reference: string; readonly ids: readonly string[]; readonly amount: number }

/** Years that the days [from, to) touch. */
function yearsOf(from: string, to: string): readonly string[] {
  const last = new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 4)
  const first = from.slice(0, 4)
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => String(Number(first) + i))
}

const normal = (reference: string): string => reference.trim().toLowerCase().replace(/\s+/g, ' ')

/** Entries `instrument.*` that count; references are compared without case and runs of blanks. */
export function findInstrumentFaults(claims: readonly InstrumentClaim[]): readonly InstrumentFault[] {
  const old = claims.flatMap(({ id, from, to, vintage }): InstrumentFault[] => {
    if (vintage === undefined || to === null || yearsOf(from, to).includes(vintage.slice(0, 4))) return []
    return [{ code: 'instrument-vintage', id, vintage, from, to }]
  })
  const named = claims.filter((c) => c.reference !== null && c.reference.trim() !== '')
  const twice = [...groupBy(named, (c) => normal(c.reference ?? ''))].flatMap(([, group]): InstrumentFault[] => {
    const [first] = group
    if (first === undefined || group.length < 2) return []
    const amount = group.reduce((total, c) => total + c.value, 0)
    return [{ code: 'instrument-twice', reference: first.reference ?? '', ids: group.map((c) => c.id), amount }]
  })
  return [...old, ...twice]
}
