/** Remarks of savings: findings of claims, each once, and why nothing is claimed. */

import { MWH_PER_KWH, type Saving, type SavingFinding } from '../../domain/index.ts'
import { type Boundary, isInside } from '../inputs/boundary.ts'
import { type Remark, remarkOf } from '../inputs/figure-value.ts'
import { claimsOf, type MeasureMonth, measureMonths, totalsOf } from '../inputs/saving-claims.ts'
import { message, type Message } from '../messages/message.ts'

/** A finding with whose it is. */
interface OwnFinding {
  readonly measure: string
  readonly finding: SavingFinding
  readonly ofLoad: boolean
}

/** Findings of loads are the same when they have one code and reason, whichever the load; those of measures only when all values are equal. */
function kindOf({ ofLoad, finding }: OwnFinding): string {
  if (!ofLoad) return JSON.stringify(finding)
  const { reason } = finding.message.values
  return typeof reason === 'object' ? `${finding.code} ${reason.code}` : finding.code
}

function findingsOf({ measure: { id: measure }, findings, loads }: Saving, boundary: Boundary | null): OwnFinding[] {
  const inside = loads.filter((load) => boundary === null || isInside(boundary, load.place))
  return [
    ...findings.map((finding) => ({ measure, finding, ofLoad: false })),
    ...inside.flatMap((load) => load.findings.map((finding) => ({ measure, finding, ofLoad: true }))),
  ]
}

/** The first of each kind with how many more loads have it, in the order in which they came. */
function groupFindings(
  all: readonly OwnFinding[],
): { readonly code: SavingFinding['code']; readonly words: Message; readonly measures: readonly string[] }[] {
  const kinds = new Map<string, OwnFinding[]>()
  for (const owned of all) kinds.set(kindOf(owned), [...(kinds.get(kindOf(owned)) ?? []), owned])
  return [...kinds.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { code, message: what } = first.finding
    const more = first.ofLoad ? group.length - 1 : 0
    const measures = [...new Set(group.map((o) => o.measure))]
    return [{ code, words: more === 0 ? what : message('same-of-more', { what, n: more }), measures }]
  })
}

function aboveBaseline(saving: Saving, boundary: Boundary | null): Remark[] {
  const { saving: total } = totalsOf(claimsOf(measureMonths([saving], boundary)))
  if (total >= 0) return []
  const kWh = -total / MWH_PER_KWH
  return [remarkOf('negative-saving', message('above-baseline', { measure: saving.measure.id, kWh }))]
}

/** Of one measure and its loads in the boundary; of all its loads when it is null. */
export function measureRemarks(saving: Saving, boundary: Boundary | null): Remark[] {
  const own = groupFindings(findingsOf(saving, boundary))
  return [...aboveBaseline(saving, boundary), ...own.map(({ code, words }) => remarkOf(code, words))]
}

/** Of several measures: a remark that several share appears once, with all their ids. */
export function savingRemarks(savings: readonly Saving[], boundary: Boundary): Remark[] {
  const shared = groupFindings(savings.flatMap((s) => findingsOf(s, boundary)))
  return [
    ...savings.flatMap((s) => aboveBaseline(s, boundary)),
    ...shared.map(({ code, words, measures }) => remarkOf(code, message('of-measures', { measures: measures.join(', '), what: words }))),
  ]
}

/** Why nothing is claimed of a measure; empty when something is. */
export function reasonsOf({ measure: { id, from } }: Saving, shares: readonly MeasureMonth[]): Message[] {
  if (claimsOf(shares).length > 0) return []
  const [first] = shares.flatMap((s) => s.month.reason ?? [])
  const why: Message = first ?? (from === null ? message('measure-not-begun') : message('measure-later', { from }))
  return [message('of-measures', { measures: id, what: why })]
}
