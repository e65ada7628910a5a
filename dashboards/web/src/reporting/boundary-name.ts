/** Boundaries as they are read: all sites, a kind of site, a place. */

import { campus } from '../state/campus.ts'
import { findTerm } from '../text/language.ts'
import { placeName } from '../text/places.ts'

export function boundaryName(id: string): string {
  return findTerm('boundary', id) ?? placeName(id, campus.value.value)
}
