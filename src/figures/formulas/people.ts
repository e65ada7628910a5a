/** Denominators: head count and floor area, from dated entries. One with a gap is none: every site must have its entry. */

import type { Entry } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { type FigureValue, missing, whole } from '../inputs/figure-value.ts'
import { keyOf, type FigureInputs, once } from '../inputs/figure-inputs.ts'
import { message } from '../messages/reasons.ts'

/** The step that holds on a local day: of those that began by then, the last. */
function holding(ledger: FigureInputs, key: Entry['key'], site: string, day: string): Entry | null {
  return ledger.facts.filter((f) => f.key === key && f.site === site && f.from <= day && (f.to === null || day < f.to)).at(-1) ?? null
}

const DAY_MS = 86_400_000
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10)

function mean(ledger: FigureInputs, key: Entry['key'], site: string, days: readonly string[]): FigureValue {
  const held = days.map((day) => holding(ledger, key, site, day))
  const gap = held.findIndex((f) => f === null)
  if (gap >= 0) return missing(message('no-step', { key, site, day: days[gap] ?? '' }))
  const facts = held.filter((f) => f !== null)
  const value = facts.reduce((total, f) => total + f.value, 0) / facts.length
  const inputs = [...new Set(facts)].map((fact) => {
    const share = facts.filter((f) => f === fact).length / facts.length
    return { kind: 'fact' as const, fact: fact.id, key, value: fact.value, unit: fact.unit, share }
  })
  const leaves = inputs.map((i) => ({ op: 'entry', entry: i.fact, value: i.value, share: i.share }) as const)
  return { value, coverage: 1, estimated: 0, inputs, remarks: [], missing: [], absent: false, how: { op: 'sum', of: leaves } }
}

/** Mean of the month-end head counts of the period. */
export function headCount(ledger: FigureInputs, boundary: Boundary): FigureValue {
  if (boundary.building !== null) return missing(message('sites-only', { key: 'head-count', boundary: boundary.id }))
  const ends = ledger.period.months.map((m) => dayBefore(m.to))
  return once(ledger, `head count ${keyOf(boundary)}`, () => whole(boundary.sites.map((site) => mean(ledger, 'head-count', site.id, ends))))
}

/** Floor area weighted by time, day by day, m2. */
export function floorArea(ledger: FigureInputs, boundary: Boundary): FigureValue {
  if (boundary.building !== null) return missing(message('sites-only', { key: 'floor-area', boundary: boundary.id }))
  const days: string[] = []
  const first = ledger.period.months[0]?.from ?? ''
  const end = ledger.period.months.at(-1)?.to ?? ''
  for (let at = Date.parse(first); at < Date.parse(end); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10))
  return once(ledger, `floor area ${keyOf(boundary)}`, () => whole(boundary.sites.map((site) => mean(ledger, 'floor-area', site.id, days))))
}
