import { type Alarm, type Draft, formatIn, type Instant } from '../../domain/index.ts'
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

export function alarmView(zone: Zone, alarm: Alarm): AlarmView {
  const { id, code, subject, severity, sentence, evidence, raisedAt, clearedAt, acknowledged } = alarm
  const at = (time: Instant): string => formatIn(zone, time)
  return {
    id,
    code,
    subject,
    severity,
    sentence,
    evidence,
    state: clearedAt === null ? 'open' : 'cleared',
    raised: at(raisedAt),
    cleared: clearedAt === null ? null : at(clearedAt),
    acknowledged: acknowledged === null ? null : { ...acknowledged, at: at(acknowledged.at) },
  }
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
