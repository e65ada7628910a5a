/** What is shown without a login of points that tell of people: only groups in which nobody is alone. */

import { type Campus, isOfPeople, type Point } from '../domain/index.ts'
import type { LiveEvent, LiveFeed, LiveReading } from './live-types.ts'
import type { PointView } from './points/point-types.ts'

/** Points that a computed point has to join. */
export const LEAST_GROUP = 5

/** Points of other quantities are; a point of occupancy only where it is computed of at least LEAST_GROUP points. */
export function isPublic({ quantity, of = [] }: Pick<Point, 'quantity' | 'of'>): boolean {
  return !isOfPeople(quantity) || new Set(of.map(({ point }) => point)).size >= LEAST_GROUP
}

/** Whether a point of the campus in force is shown without a login; true for one that it does not have. */
export function createPublicCheck(campus: () => Campus): (id: string) => boolean {
  let [of, closed]: [Campus | null, ReadonlySet<string>] = [null, new Set()]
  return (id) => {
    if (of !== campus()) {
      of = campus()
      closed = new Set(of.points.filter((point) => !isPublic(point)).map((point) => point.id))
    }
    return !closed.has(id)
  }
}

/** Without its value and when it came: the time of a message tells as much. */
export const withoutPeople = (view: PointView): PointView => ({ ...view, last: null, coverage: null, coverage_detail: null, findings: [] })

/** The stream without readings of points that are not shown. */
export function publicFeed(feed: LiveFeed, isShown: (point: string) => boolean): LiveFeed {
  return {
    lastId: () => feed.lastId(),
    subscribe: (listener, afterId) => feed.subscribe((event) => listener(publicEvent(event, isShown)), afterId),
  }
}

function publicEvent(event: LiveEvent, isShown: (point: string) => boolean): LiveEvent {
  if (event.event !== 'readings') return event
  const { readings } = event.data as { readonly readings: readonly LiveReading[] }
  return readings.every(({ point }) => isShown(point))
    ? event
    : { ...event, data: { readings: readings.filter(({ point }) => isShown(point)) } }
}
