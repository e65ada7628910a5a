import type { Campus } from '../../domain/index.ts'

/** Unit of a point by its id, empty for an unknown one. Indexes the points once per campus file: the live feed asks for every reading. */
export function createUnitLookup(campus: () => Campus): (point: string) => string {
  let indexed: Campus | null = null
  let units = new Map<string, string>()
  return (point) => {
    if (indexed !== campus()) {
      indexed = campus()
      units = new Map(indexed.points.map((p) => [p.id, p.unit]))
    }
    return units.get(point) ?? ''
  }
}
