/** Use cases of those who keep the campus and the service running: drafts, alarms, notices, long work. */

import type { AlarmRuleChange, RequestContext } from '../../domain/index.ts'
import type {
  AlarmRulesView,
  AlarmRuleView,
  AlarmView,
  AlarmWish,
  DraftsView,
  DraftView,
  NoticeView,
} from '../../views/operations-types.ts'
import type { FindingsQuery, FindingsView, FindingView, FindingWish } from '../../views/findings-types.ts'
import type { JobProgress } from '../../views/types.ts'
import type { Refusal } from '../refusal.ts'

export interface OperationsApi {
  drafts(context: RequestContext): Promise<DraftsView>
  /** The draft of a period that is over, computed now. The same figures are the same revision. */
  makeDraft(context: RequestContext, period: string): Promise<DraftView | Refusal>
  /** Newest first; null: of every state. Conditions whose hold-off runs are listed as `pending` only. */
  alarms(context: RequestContext, state: AlarmView['state'] | AlarmView['phase'] | null): Promise<readonly AlarmView[]>
  /** In the name of the principal. The first acknowledgement stays. */
  acknowledgeAlarm(context: RequestContext, id: string, note: string | null): Promise<AlarmView | Refusal>
  /** A comment, an owner, or a mute. */
  actOnAlarm(context: RequestContext, id: string, wish: AlarmWish): Promise<AlarmView | Refusal>
  alarmRules(context: RequestContext): Promise<AlarmRulesView>
  /** Until the rule is changed again; the campus file stays as it is. */
  changeAlarmRule(context: RequestContext, id: string, change: AlarmRuleChange): Promise<AlarmRuleView | Refusal>
  /** What was wasted in a week, biggest first. */
  findings(context: RequestContext, query: FindingsQuery): Promise<FindingsView | Refusal>
  actOnFinding(context: RequestContext, id: string, wish: FindingWish): Promise<FindingView | Refusal>
  /** Newest first; the last hundred. */
  notices(context: RequestContext): Promise<readonly NoticeView[]>
  progress(context: RequestContext): Promise<readonly JobProgress[]>
  /** Prometheus text. */
  metrics(context: RequestContext): Promise<string>
}
