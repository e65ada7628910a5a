/** What a medium's meters used over time: the total of a place, its groups, and the rest that no group explains. */

import {
  type Bucket,
  type Campus,
  contains,
  DAY,
  edges as edgesOf,
  type Factor,
  HOUR,
  type Instant,
  instant,
  iso,
  QUARTER,
  type Point,
  type Span,
  span,
  type Step,
} from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { Buckets, LatestReading } from '../../ports/index.ts'
import type { RefusedQuery } from '../points/series-types.ts'
import { type ColumnSource, type Columns, columnsOf, restOf, seriesOf, sumColumns } from './columns.ts'
import { findMembers, type Member, type MemberGroup, type Members } from './members.ts'
import { changesWithinHour, type UnitRates, ratesOf } from './rates.ts'
import type { UsageQuery, MeterSeries, UsageView } from './usage-types.ts'

export interface UsageParts {
  readonly campus: Campus
  readonly buckets: Pick<Buckets, 'read'>
  readonly latest: ReadonlyMap<string, LatestReading>
  readonly factors: () => Promise<readonly Factor[]>
  readonly now: Instant
}

const LENGTH: Readonly<Record<Step, number>> = { '15m': QUARTER, '1h': HOUR, '1d': DAY, '1M': 28 * DAY, '1y': 365 * DAY }
/** Spans of one answer: more than a year of hours. */
const MOST_SPANS = 9000
/** Buckets read for one answer. */
const MOST_BUCKETS = 700_000

/** Prices hold for hours or quarters, factors for days. */
function readingStep({ step, measure, medium }: UsageQuery, campus: Campus): Step {
  if (measure === 'cost') return step === '15m' || changesWithinHour(campus, medium) ? '15m' : '1h'
  return measure === 'co2' && step === '1M' ? '1d' : step
}

const refuse = (detail: string): RefusedQuery => ({ refused: 'too-many-values', detail })

/** The point unit that amounts of a medium are in. */
function unitOf(points: readonly Point[]): string {
  const quantity = points[0]?.quantity
  if (quantity === 'volume' || quantity === 'flow') return 'm3'
  return quantity === 'mass' ? 'kg' : 'kWh'
}

const pointsOf = ({ total, groups, places }: Members): readonly string[] => [
  ...new Set([total, ...[...groups, ...places].map((g) => g.members)].flatMap((members) => members.map((m) => m.point.id))),
]

export async function usageView(parts: UsageParts, query: UsageQuery): Promise<UsageView | RefusedQuery> {
  const { campus, now } = parts
  const within = span(query.from, Math.max(query.from, query.to))
  if ((within.to - within.from) / LENGTH[query.step] > MOST_SPANS)
    return refuse(`more than ${MOST_SPANS} spans of ${query.step}; ask for a longer step or a shorter range`)
  const edges = within.to > within.from ? edgesOf(campus.timezone, query.step, within) : Float64Array.of(within.from)
  const whole = span(edges[0] ?? within.from, edges.at(-1) ?? within.to)
  const members = findMembers(campus, query.medium, query, contains(whole, now) ? now : whole.from)
  const points = pointsOf(members)
  const step = readingStep(query, campus)
  if ((points.length * (whole.to - whole.from)) / LENGTH[step] > MOST_BUCKETS)
    return refuse(
      `${points.length} meters have more than ${MOST_BUCKETS} values in this range; ask for a longer step, a place, or a shorter range`,
    )
  const [rows, factors] = await Promise.all([
    points.length === 0 ? [] : parts.buckets.read({ step, span: whole, points }),
    query.measure === 'co2' ? parts.factors() : [],
  ])
  const rates = ratesOf(query.measure, campus, query.medium, factors)
  const source: ColumnSource = { now, edges, buckets: groupBy(rows, (b: Bucket) => b.point), latest: parts.latest, rates }
  return compose(query, { campus, members, source, rates, whole })
}

interface Composed {
  readonly campus: Campus
  readonly members: Members
  readonly source: ColumnSource
  readonly rates: UnitRates | null
  readonly whole: Span
}

function compose(query: UsageQuery, { campus, members, source, rates }: Composed): UsageView {
  const n = source.edges.length - 1
  const kept = new Map<string, Columns>()
  const columns = (member: Member): Columns => {
    const found = kept.get(member.point.id) ?? columnsOf(source, member)
    kept.set(member.point.id, found)
    return found
  }
  const sum = (list: readonly Member[]): Columns => sumColumns(list.map(columns), n)
  const total = sum(members.total)
  const groups = members.groups.map((g) => ({ ...g, columns: sum(g.members) }))
  const places = members.places.map((p) => ({ ...p, columns: sum(p.members) }))
  const parts = sumColumns(
    (places.length > 0 ? places : groups).map((g) => g.columns),
    n,
  )
  return {
    medium: query.medium,
    unit: rates?.unit ?? unitOf(members.total.map((m) => m.point)),
    measure: query.measure,
    zone: campus.timezone,
    step: query.step,
    place: query.place,
    by: query.by,
    edges: Array.from(source.edges, (edge) => iso(instant(edge))),
    total: seriesOf('total', total, idsOf(members.total)),
    groups: [...groups.map((g) => seriesOf(g.key, g.columns, idsOf(g.members))), ...places.flatMap((p) => placeRest(p, groups, n))],
    rest: groups.length === 0 ? null : seriesOf('rest', restOf(total, parts, n), []),
    unpriced: [...new Set(members.total.filter((m) => columns(m).unpriced).map((m) => m.site))],
  }
}

const idsOf = (members: readonly Member[]): readonly string[] => members.map((m) => m.point.id)

/** What the meters of a place show beyond its uses: `park/block-a|rest`. */
function placeRest(
  place: MemberGroup & { columns: Columns },
  groups: readonly (MemberGroup & { columns: Columns })[],
  n: number,
): MeterSeries[] {
  const inside = groups.filter((g) => g.key.startsWith(`${place.key}|`))
  const own = new Set(idsOf(place.members))
  // The meter of the place is the meter of its one use.
  if (inside.length > 0 && inside.every((g) => g.members.every((m) => own.has(m.point.id)))) return []
  const parts = sumColumns(
    inside.map((g) => g.columns),
    n,
  )
  const rest = inside.length === 0 ? place.columns : restOf(place.columns, parts, n)
  return [seriesOf(`${place.key}|rest`, rest, [])]
}
