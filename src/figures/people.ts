/** Denominators: head count and floor area, from dated entries. */

import { type Fact, factDefinition } from '../domain/index.ts'
import type { Boundary } from './boundary.ts'
import { exactly, type Known, missing, sum } from './known.ts'
import type { Ledger } from './ledger.ts'

/** The step that holds on a local day: of those that began by then, the last. */
function holding(ledger: Ledger, key: Fact['key'], site: string, day: string): Fact | null {
  return ledger.facts.filter((f) => f.key === key && f.site === site && f.from <= day && (f.to === null || day < f.to)).at(-1) ?? null
}

const DAY_MS = 86_400_000
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10)

function mean(ledger: Ledger, key: Fact['key'], site: string, days: readonly string[]): Known {
  const held = days.map((day) => holding(ledger, key, site, day))
  const gap = held.findIndex((f) => f === null)
  if (gap >= 0) return missing(`no ${key} of ${site} on ${days[gap] ?? ''}: \`campus fact set ${key} VALUE --site ${site} --from DATE\``)
  const facts = held.filter((f) => f !== null)
  const value = facts.reduce((total, f) => total + f.value, 0) / facts.length
  const { unit } = factDefinition(key)
  const inputs = [...new Set(facts)].map((fact) => ({
    kind: 'fact' as const,
    fact: fact.id,
    key,
    value: fact.value,
    unit,
    share: facts.filter((f) => f === fact).length / facts.length,
  }))
  return { ...exactly(value, inputs[0] ?? { kind: 'fact', fact: '', key, value, unit, share: 1 }), inputs }
}

/** Mean of the month-end head counts of the period. */
export function headCount(ledger: Ledger, boundary: Boundary): Known {
  const ends = ledger.period.months.map((m) => dayBefore(m.to))
  return whole(boundary.sites.map((site) => mean(ledger, 'head-count', site.id, ends)))
}

/** Floor area weighted by time, day by day, m2. */
export function floorArea(ledger: Ledger, boundary: Boundary): Known {
  const days: string[] = []
  const first = ledger.period.months[0]?.from ?? ''
  const end = ledger.period.months.at(-1)?.to ?? ''
  for (let at = Date.parse(first); at < Date.parse(end); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10))
  return whole(boundary.sites.map((site) => mean(ledger, 'floor-area', site.id, days)))
}

/** A denominator with a gap is no denominator: every site must have its entry. */
function whole(parts: readonly Known[]): Known {
  const reasons = parts.flatMap((p) => p.missing)
  return reasons.length > 0 ? { ...missing(...reasons), inputs: parts.flatMap((p) => p.inputs) } : sum(parts)
}
