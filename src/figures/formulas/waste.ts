/** Waste and food waste, tonnes, from entries. */

import type { Entry } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { sumEntriesInPeriod } from '../inputs/entry-amounts.ts'
import { absent, type FigureValue, sum } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { message } from '../messages/message.ts'

/** Entries are of sites: a building has none of its own. */
function sumBoundaryEntries(inputs: FigureInputs, key: Entry['key'], boundary: Boundary): FigureValue {
  if (boundary.building !== null) return absent(message('sites-only', { key, boundary: boundary.id }))
  return sumEntriesInPeriod(
    inputs,
    key,
    boundary.sites.map((s) => s.id),
  )
}

export const hazardous = (inputs: FigureInputs, boundary: Boundary): FigureValue => sumBoundaryEntries(inputs, 'waste.hazardous', boundary)

export const foodWaste = (inputs: FigureInputs, boundary: Boundary): FigureValue => sumBoundaryEntries(inputs, 'food-waste', boundary)

export const fertiliser = (inputs: FigureInputs, boundary: Boundary): FigureValue => sumBoundaryEntries(inputs, 'fertiliser', boundary)

/** Domestic and kitchen waste: the entry leaves food waste out, the figure does not. */
export function nonHazardous(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return sum([sumBoundaryEntries(inputs, 'waste.non-hazardous', boundary), foodWaste(inputs, boundary)])
}
