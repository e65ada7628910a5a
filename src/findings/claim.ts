/** One cause a finding: where several rules fire on the same load and quarter hour, the most specific keeps the waste. Pure. */

import type { Resource } from './rules/fault-rule.ts'

export interface ClaimedFault {
  readonly rule: string
  readonly subject: string
  readonly site: string
  readonly rank: number
  readonly resource: Resource
  /** Points whose load is wasted. */
  readonly load: readonly string[]
  readonly points: readonly string[]
  readonly slots: readonly number[]
  /** One for each slot; empty for a rule without an amount. */
  readonly amounts: readonly number[]
  readonly width: number
}

/**
 * The highest rank first, of equals the smaller load. A meter above takes only what no meter below it has taken; of the same load a slot belongs
 * to one rule alone. A fault of which nothing is left is dropped.
 */
export function claimWaste(faults: readonly ClaimedFault[], parentOf: (point: string) => string | null): ClaimedFault[] {
  const order = faults.toSorted((a, b) => b.rank - a.rank || a.load.length - b.load.length || (a.subject < b.subject ? -1 : 1))
  /** `point slot` -> what is taken at the point or below it; and whether the point itself is taken. */
  const below = new Map<string, number>()
  const own = new Set<string>()
  return order.flatMap((fault) => {
    if (fault.amounts.length === 0) return [fault]
    const amounts = fault.slots.map((slot, i) => {
      const taken = fault.load.some((point) => own.has(`${point} ${slot}`))
      const others = fault.load.reduce((sum, point) => sum + (below.get(`${point} ${slot}`) ?? 0), 0)
      return taken ? 0 : Math.max(0, (fault.amounts[i] ?? 0) - others)
    })
    for (const [i, slot] of fault.slots.entries()) {
      const amount = amounts[i] ?? 0
      if (amount === 0) continue
      const [first = ''] = fault.load
      for (const point of fault.load) own.add(`${point} ${slot}`)
      for (const point of pathOf(first, parentOf)) below.set(`${point} ${slot}`, (below.get(`${point} ${slot}`) ?? 0) + amount)
    }
    return amounts.some((amount) => amount > 0) ? [{ ...fault, amounts }] : []
  })
}

function pathOf(point: string, parentOf: (point: string) => string | null): string[] {
  const path = [point]
  for (let at = parentOf(point); at !== null && !path.includes(at); at = parentOf(at)) path.push(at)
  return path
}
