/** Use cases of those who watch the campus. Each answers for the principal's site where it is bound to one. */

import type { RequestContext } from '../../domain/index.ts'
import type { LiveFeed } from '../../views/live-types.ts'
import type { LossesView } from '../../views/losses-types.ts'
import type { CurveView, MediumNow, NowView } from '../../views/now/now-types.ts'
import type { PointView } from '../../views/points/point-types.ts'
import type { ExpectedQuery, ExpectedView } from '../../views/points/expected-types.ts'
import type { BucketsQuery, BucketsView, SeriesQuery, SeriesView } from '../../views/points/series-types.ts'
import type { ChosenQuery, ChosenView } from '../../views/usage/chosen-types.ts'
import type { UsageQuery, UsageView } from '../../views/usage/usage-types.ts'
import type { CampusView, Discovery, OverlookedTopicView } from '../../views/types.ts'
import type { Refusal } from '../refusal.ts'

export interface CurveQuery {
  readonly medium: MediumNow['medium']
  /** Local day, YYYY-MM-DD; null: today. */
  readonly day: string | null
}

export interface MonitoringApi {
  campus(context: RequestContext): Promise<CampusView>
  points(context: RequestContext): Promise<readonly PointView[]>
  /** A point of another site looks like one that does not exist. */
  point(context: RequestContext, id: string): Promise<PointView | Refusal>
  series(context: RequestContext, query: SeriesQuery): Promise<SeriesView | Refusal>
  buckets(context: RequestContext, query: BucketsQuery): Promise<BucketsView | Refusal>
  /** A point against its typical band. */
  expected(context: RequestContext, query: ExpectedQuery): Promise<ExpectedView | Refusal>
  now(context: RequestContext): Promise<NowView>
  curve(context: RequestContext, query: CurveQuery): Promise<CurveView>
  /** What a medium's meters used, by place or use; a principal of one site asks for places of it. */
  usage(context: RequestContext, query: UsageQuery): Promise<UsageView | Refusal>
  /** Several points over the same spans. */
  chosen(context: RequestContext, query: ChosenQuery): Promise<ChosenView | Refusal>
  live(context: RequestContext): Promise<LiveFeed>
  /** Fields that devices send and no point maps. */
  discoveries(context: RequestContext): Promise<readonly Discovery[]>
  /** Messages on topics that no source listens to; the embedded broker alone sees them. */
  overlooked(context: RequestContext): Promise<readonly OverlookedTopicView[]>
  /** Messages that never reached the service. */
  losses(context: RequestContext): Promise<LossesView>
}
