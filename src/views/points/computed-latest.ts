/** The last value of a computed point: its terms' last values, added up; as old as the oldest of them and as good as the worst. */

import { type Campus, type Point, type Quality, tidy } from '../../domain/index.ts'
import type { LatestReading } from '../../ports/index.ts'

type Latest = ReadonlyMap<string, LatestReading>

const BEST_FIRST: readonly Quality[] = ['good', 'suspect', 'stale', 'bad']

/** The newest readings, with those of computed points. */
export function withComputed({ points }: Pick<Campus, 'points'>, latest: Latest): Latest {
  const computed = points.filter((p) => p.of !== undefined)
  if (computed.length === 0) return latest
  const byId = new Map(points.map((p) => [p.id, p]))
  const all = new Map(latest)
  for (const point of computed) all.delete(point.id)
  const find = (point: Point): LatestReading | undefined => {
    const found = all.get(point.id)
    if (found !== undefined || point.of === undefined) return found
    const terms = point.of.map((term) => {
      const below = byId.get(term.point)
      return { times: term.times, reading: below === undefined ? undefined : find(below) }
    })
    const reading = addReadings(point.id, terms)
    if (reading !== undefined) all.set(point.id, reading)
    return reading
  }
  for (const point of computed) find(point)
  return all
}

function addReadings(
  point: string,
  terms: readonly { readonly times: number; readonly reading: LatestReading | undefined }[],
): LatestReading | undefined {
  let sum: LatestReading | undefined
  for (const { times, reading } of terms) {
    if (reading === undefined) return undefined
    const { time, quality } = reading
    const value = (sum?.value ?? 0) + times * reading.value
    if (sum === undefined) sum = { point, time, value, quality }
    else sum = { point, time: time < sum.time ? time : sum.time, value, quality: worseOf(sum.quality, quality) }
  }
  return sum === undefined ? undefined : { ...sum, value: tidy(sum.value) }
}

const worseOf = (a: Quality, b: Quality): Quality => (BEST_FIRST.indexOf(a) > BEST_FIRST.indexOf(b) ? a : b)
