import { type Alarm, type Cause, type Draft, formatIn, type Instant, instant, isMuted, phaseOf } from '../../domain/index.ts'
import type { WaitingDraft } from '../../jobs/drafter.ts'
import { type Delivery, dueAt } from '../../notifications/outbox.ts'
import type { AlarmView, DraftView, NoticeView } from '../../views/operations-types.ts'

type Zone = string

export function draftView(zone: Zone, draft: Draft, limit: number): DraftView {
  const { period, revision, createdAt, hash, coverage, figures, missing } = draft
  const created = formatIn(zone, createdAt)
  return { period, state: 'draft', revision, created, hash, coverage, coverage_low: coverage < limit, figures, missing, why: null }
}

export function waitingView({ period, why }: WaitingDraft): DraftView {
  const nothing = { revision: null, created: null, hash: null, coverage: null, coverage_low: false, figures: null, missing: [] }
  return { period, state: 'waiting', ...nothing, why }
}

export function alarmView(zone: Zone, alarm: Alarm, now: Instant): AlarmView {
  const { id, code, subject, severity, sentence, evidence, raisedAt, clearedAt, acknowledged, mute } = alarm
  const at = (time: Instant): string => formatIn(zone, time)
  return {
    id,
    code,
    subject,
    severity,
    sentence,
    evidence,
    state: clearedAt === null ? 'open' : 'cleared',
    phase: phaseOf(alarm),
    rule: alarm.rule ?? null,
    since: alarm.since === undefined ? null : at(alarm.since),
    points: alarm.points ?? [],
    raised: at(raisedAt),
    cleared: clearedAt === null ? null : at(clearedAt),
    acknowledged: acknowledged === null ? null : { ...acknowledged, at: at(acknowledged.at) },
    owner: alarm.owner,
    comments: alarm.comments.map((comment) => ({ ...comment, at: at(comment.at) })),
    muted: mute === null || !isMuted(alarm, now) ? null : { by: mute.by, until: at(mute.until), reason: mute.reason },
    escalated: alarm.escalatedAt === null ? null : at(alarm.escalatedAt),
    folded_into: alarm.foldedInto,
  }
}

/** A condition that holds and whose hold-off runs: it has no alarm yet. */
export function pendingView(zone: Zone, cause: Cause, { number, now }: { readonly number: number; readonly now: Instant }): AlarmView {
  const none = { clearedAt: null, acknowledged: null, owner: null, comments: [], mute: null, escalatedAt: null, foldedInto: null }
  const alarm: Alarm = { ...cause, ...none, id: `pending-${number}`, raisedAt: instant(cause.since ?? now) }
  return { ...alarmView(zone, alarm, now), phase: 'pending' }
}

export function noticeView(zone: Zone, delivery: Delivery): NoticeView {
  const { notice, channel, state, attempts, at, reason } = delivery
  return {
    id: notice.id,
    kind: notice.kind,
    title: notice.title,
    channel,
    state,
    attempts,
    queued: formatIn(zone, notice.at),
    tried: attempts === 0 ? null : formatIn(zone, at),
    next: state === 'waiting' ? formatIn(zone, dueAt(delivery)) : null,
    reason,
  }
}
