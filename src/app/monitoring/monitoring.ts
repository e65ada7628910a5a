/** Read models for those who watch the campus, each cut to the site that the principal is bound to. */

import { iso, type Principal, type RequestContext } from '../../domain/index.ts'
import type { StoreWriter } from '../../ports/index.ts'
import type { LiveFeed } from '../../views/live-types.ts'
import type { LossesView } from '../../views/losses-types.ts'
import type { ExpectedQuery, ExpectedView } from '../../views/points/expected-types.ts'
import { LEAST_GROUP, publicFeed, withoutPeople } from '../../views/people.ts'
import type { PointView } from '../../views/points/point-types.ts'
import type { CampusView } from '../../views/types.ts'
import type { Views } from '../../views/views.ts'
import type { OverlookedTopics } from '../../ingest/overlooked-topics.ts'
import type { LossSummary } from '../operations/losses.ts'
import type { Refusal } from '../refusal.ts'
import type { MonitoringApi } from './api.ts'
import { discoveryOf, overlookedOf } from './discoveries.ts'

export interface MonitoringParts {
  readonly views: Views
  readonly expected: (query: ExpectedQuery) => Promise<ExpectedView | Refusal>
  readonly live: LiveFeed
  readonly writer: Pick<StoreWriter, 'discoveries'>
  readonly overlooked: Pick<OverlookedTopics, 'list'>
  /** Counts the messages that the broker dropped until now. */
  readonly losses: () => Promise<LossSummary>
}

export function createMonitoring({ views, expected, live, writer, overlooked, losses }: MonitoringParts): MonitoringApi {
  /** Nobody knows who looks without a login. */
  const isClosed = ({ via }: Principal, id: string): boolean => via === 'anonymous' && !views.isPublic(id)

  /** Refuses a point that the principal may not see with the words for one that does not exist. */
  async function findPoint({ principal }: RequestContext, id: string): Promise<PointView | Refusal> {
    const point = await views.point(id)
    if (point === null || !isVisible(point, principal.site)) return refuseUnknownPoint(id)
    return isClosed(principal, id) ? withoutPeople(point) : point
  }

  /** Answers the query of a point that the principal may see. Who is bound to no site needs no look-up. */
  async function ofVisible<T>(context: RequestContext, id: string, answer: () => Promise<T>): Promise<T | Refusal> {
    if (isClosed(context.principal, id)) return refuseClosedPoint(id)
    const point = context.principal.site === null ? null : await findPoint(context, id)
    return point !== null && 'refused' in point ? point : answer()
  }

  return {
    campus: async ({ principal }) => cutToSite(views.campus(), principal.site),
    async points({ principal }) {
      const points = await views.points()
      const visible = principal.site === null ? points : points.filter((point) => isVisible(point, principal.site))
      return principal.via === 'anonymous'
        ? visible.map((point) => (isClosed(principal, point.id) ? withoutPeople(point) : point))
        : visible
    },
    point: findPoint,
    series: (context, query) => ofVisible(context, query.point, () => views.series(query)),
    buckets: (context, query) => ofVisible(context, query.point, () => views.buckets(query)),
    expected: (context, query) => ofVisible(context, query.point, () => expected(query)),
    now: () => views.now(),
    curve: (_context, { medium, day }) => views.curve(medium, day),
    usage: async ({ principal: { site } }, query) => {
      const place = query.place ?? site
      return site === null || place === site || place?.startsWith(`${site}/`) ? views.usage({ ...query, place }) : refuseOtherSite(place)
    },
    async chosen(context, query) {
      const closed = query.points.find((id) => isClosed(context.principal, id))
      if (closed !== undefined) return refuseClosedPoint(closed)
      for (const id of context.principal.site === null ? [] : query.points) {
        const point = await findPoint(context, id)
        if ('refused' in point) return point
      }
      return views.chosen(query)
    },
    live: async ({ principal: { via } }) => (via === 'anonymous' ? publicFeed(live, views.isPublic) : live),
    discoveries: async () => (await writer.discoveries()).map(discoveryOf),
    overlooked: async () => overlooked.list().map(overlookedOf),
    losses: async () => lossesView(await losses()),
  }
}

const isVisible = (point: PointView, site: string | null): boolean => site === null || point.place.site === site

const refuseUnknownPoint = (id: string): Refusal => ({ refused: 'unknown-point', detail: `no point "${id}" in the campus file` })

const refuseClosedPoint = (id: string): Refusal => ({
  refused: 'refused',
  detail: `"${id}" tells of people: without a login only groups of at least ${LEAST_GROUP} points are shown; sign in`,
})

const refuseOtherSite = (place: string | null): Refusal => ({
  refused: 'invalid-request',
  detail: `no place "${place ?? ''}" in the campus file`,
})

const cutToSite = (campus: CampusView, site: string | null): CampusView =>
  site === null ? campus : { ...campus, sites: campus.sites.filter((s) => s.id === site) }

function lossesView({ broker, devices }: LossSummary): LossesView {
  return {
    broker: broker && {
      messages: broker.messages,
      counter: broker.counter,
      first: 'first' in broker ? iso(broker.first) : null,
      last: 'last' in broker ? iso(broker.last) : null,
    },
    devices: devices.map(({ source, device, messages, first, last, spans }) => ({
      source,
      device,
      messages,
      first: iso(first),
      last: iso(last),
      spans: spans.map(({ messages: missing, span }) => ({ messages: missing, from: iso(span.from), to: iso(span.to) })),
    })),
  }
}
