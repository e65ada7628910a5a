/** Waste and food waste, tonnes, from entries. */

import type { Entry } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { enteredInPeriod } from '../inputs/entered.ts'
import { absent, type FigureValue, sum } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { message } from '../messages/reasons.ts'

/** Entries are of sites: a building has none of its own. */
function enteredFor(ledger: FigureInputs, key: Entry['key'], boundary: Boundary): FigureValue {
  if (boundary.building !== null) return absent(message('sites-only', { key, boundary: boundary.id }))
  return enteredInPeriod(
    ledger,
    key,
    boundary.sites.map((s) => s.id),
  )
}

export const hazardous = (ledger: FigureInputs, boundary: Boundary): FigureValue => enteredFor(ledger, 'waste.hazardous', boundary)

export const foodWaste = (ledger: FigureInputs, boundary: Boundary): FigureValue => enteredFor(ledger, 'food-waste', boundary)

export const fertiliser = (ledger: FigureInputs, boundary: Boundary): FigureValue => enteredFor(ledger, 'fertiliser', boundary)

/** Domestic and kitchen waste: the entry leaves food waste out, the figure does not. */
export function nonHazardous(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return sum([enteredFor(ledger, 'waste.non-hazardous', boundary), foodWaste(ledger, boundary)])
}
