/** Waste and food waste, tonnes, from entries (or scales, once they are points). */

import type { Boundary } from './boundary.ts'
import { type Known, sum } from './known.ts'
import { enteredInPeriod } from './entered.ts'
import type { Ledger } from './ledger.ts'

const ids = (boundary: Boundary): string[] => boundary.sites.map((s) => s.id)

export const hazardous = (ledger: Ledger, boundary: Boundary): Known => enteredInPeriod(ledger, 'waste.hazardous', ids(boundary))

export const foodWaste = (ledger: Ledger, boundary: Boundary): Known => enteredInPeriod(ledger, 'food-waste', ids(boundary))

export const fertiliser = (ledger: Ledger, boundary: Boundary): Known => enteredInPeriod(ledger, 'fertiliser', ids(boundary))

/** Domestic and kitchen waste: the entry leaves food waste out, the figure does not. */
export function nonHazardous(ledger: Ledger, boundary: Boundary): Known {
  return sum([enteredInPeriod(ledger, 'waste.non-hazardous', ids(boundary)), foodWaste(ledger, boundary)])
}
