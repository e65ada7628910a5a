/** What a rule finds about its subjects, and what follows for alarms: those that fire, those whose hold-off runs, those that stay as they are. Pure. */

import { type AlarmRule, type Cause, type Instant, isUnderMaintenance, type MaintenanceWindow } from '../domain/index.ts'
import { alarmKey } from './lifecycle.ts'

/** About one subject of a rule: a point, a device, a gateway, a meter with its sub-meters. */
export interface SubjectVerdict {
  readonly subject: string
  /** unknown: there is not enough to judge by; an open alarm stays open, and none is raised. */
  readonly verdict: 'holds' | 'sound' | 'unknown'
  /** Since when the condition holds without a break, by the data. */
  readonly since: Instant
  readonly points: readonly string[]
  readonly sentence: string
  readonly evidence: Cause['evidence']
  /** Subjects that it stands for: their alarms are taken over. */
  readonly covers?: readonly string[]
}

export interface RuleJudgements {
  readonly rule: AlarmRule
  readonly judgements: readonly SubjectVerdict[]
}

export interface WeighedCauses {
  readonly firing: readonly Cause[]
  /** The condition holds, the hold-off runs. */
  readonly pending: readonly Cause[]
  /** Keys of alarms that stay as they are. */
  readonly undecided: ReadonlySet<string>
  /** Key of an alarm -> key of the one that takes it over. */
  readonly folded: ReadonlyMap<string, string>
  /** Rules that were judged. */
  readonly rules: ReadonlySet<string>
}

function causeOf({ id, kind, severity }: AlarmRule, { subject, since, points, sentence, evidence }: SubjectVerdict): Cause {
  return { code: kind, subject, severity, sentence, evidence, rule: id, since, points }
}

/**
 * The hold-off counts from `since`, which the data tell: whoever evaluates more often, less often, in another order or after a restart raises the
 * same alarms. A subject under maintenance is not judged.
 */
export function weighCauses(
  judged: readonly RuleJudgements[],
  { now, maintenance }: { readonly now: Instant; readonly maintenance: readonly MaintenanceWindow[] },
): WeighedCauses {
  const [firing, pending]: [Cause[], Cause[]] = [[], []]
  const undecided = new Set<string>()
  const folded = new Map<string, string>()
  for (const { rule, judgements } of judged)
    for (const judgement of judgements) {
      const cause = causeOf(rule, judgement)
      if (judgement.verdict === 'unknown' || isUnderMaintenance(maintenance, judgement.points, now)) undecided.add(alarmKey(cause))
      else if (judgement.verdict === 'holds') (now - judgement.since >= rule.hold ? firing : pending).push(cause)
      if (judgement.verdict === 'holds')
        for (const subject of judgement.covers ?? []) folded.set(alarmKey({ ...cause, subject }), alarmKey(cause))
    }
  return { firing, pending, undecided, folded, rules: new Set(judged.map(({ rule }) => rule.id)) }
}
