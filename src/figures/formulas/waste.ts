/** Waste and food waste, tonnes, from entries. */

import type { Fact } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { enteredInPeriod } from '../inputs/entered.ts'
import { absent, type Known, sum } from '../inputs/figure-value.ts'
import type { Ledger } from '../inputs/figure-inputs.ts'
import { said } from '../messages/reasons.ts'

/** Entries are of sites: a building has none of its own. */
function enteredFor(ledger: Ledger, key: Fact['key'], boundary: Boundary): Known {
  if (boundary.building !== null) return absent(said('sites-only', { key, boundary: boundary.id }))
  return enteredInPeriod(
    ledger,
    key,
    boundary.sites.map((s) => s.id),
  )
}

export const hazardous = (ledger: Ledger, boundary: Boundary): Known => enteredFor(ledger, 'waste.hazardous', boundary)

export const foodWaste = (ledger: Ledger, boundary: Boundary): Known => enteredFor(ledger, 'food-waste', boundary)

export const fertiliser = (ledger: Ledger, boundary: Boundary): Known => enteredFor(ledger, 'fertiliser', boundary)

/** Domestic and kitchen waste: the entry leaves food waste out, the figure does not. */
export function nonHazardous(ledger: Ledger, boundary: Boundary): Known {
  return sum([enteredFor(ledger, 'waste.non-hazardous', boundary), foodWaste(ledger, boundary)])
}
