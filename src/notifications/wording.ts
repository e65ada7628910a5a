/** Titles and texts of notices. */

import type { Alarm, Draft, Notice } from '../domain/index.ts'
import { percentTextDown } from '../kernel/index.ts'

/** The sender of a notice. */
export interface Sender {
  /** Name of the campus. */
  readonly campus: string
  /** Lowest acceptable coverage, 0..1. */
  readonly limit: number
}

const SHOWN = 20

function missingLines({ missing }: Draft): readonly string[] {
  if (missing.length === 0) return []
  const lines = missing.slice(0, SHOWN).map((f) => `  ${f.id} (${f.boundary}): ${f.reasons.join('; ')}`)
  return ['', 'Missing:', ...lines, ...(missing.length > SHOWN ? [`  and ${missing.length - SHOWN} more`] : [])]
}

/** The notice of a draft: it is ready, or ready with low coverage. */
export function noticeOfDraft(draft: Draft, { campus, limit }: Sender): Notice {
  const { period, revision, coverage, figures, hash } = draft
  const low = coverage < limit
  const suffix = revision === 1 ? '' : `, revision ${revision}`
  const title = `${campus}: draft report ${period}${suffix} is ready${low ? `, data coverage only ${percentTextDown(coverage)}` : ''}`
  const text = [
    `The draft report of ${period}${suffix} has been computed.`,
    `Figures with a value: ${figures.valued} of ${figures.all}. Lowest data coverage: ${percentTextDown(coverage)}${low ? `, below the limit of ${percentTextDown(limit)}` : ''}.`,
    ...missingLines(draft),
    '',
    `See \`campus report ${period}\` or the page Report.`,
  ].join('\n')
  const { createdAt, ...data } = draft
  return {
    id: `draft/${period}/${revision}/${hash.slice(0, 12)}`,
    kind: low ? 'coverage-low' : 'draft-ready',
    at: createdAt,
    title,
    text,
    data,
  }
}

export function noticeOfAlarm(alarm: Alarm, campus: string): Notice {
  const { id, code, subject, severity, sentence, evidence, raisedAt, clearedAt } = alarm
  const cleared = clearedAt !== null
  const title = `${campus}: ${cleared ? 'over: ' : ''}${sentence}`
  const text = cleared
    ? `This alarm is over: ${sentence}.\n\nIts cause is gone. It stays in the list of alarms (${id}).`
    : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.\n\nAcknowledge it on the page Alarms, or by \`campus alarms acknowledge ${id}\`.`
  return {
    id: `${id}/${cleared ? 'cleared' : 'raised'}/${raisedAt}`,
    kind: cleared ? 'alarm-cleared' : 'alarm-raised',
    at: clearedAt ?? raisedAt,
    title,
    text,
    data: { id, code, subject, severity, sentence, evidence },
  }
}

/** The second notice of an alarm that nobody has acknowledged; null before it is escalated. */
export function noticeOfEscalation(alarm: Alarm, campus: string): Notice | null {
  const { id, code, subject, severity, sentence, evidence, escalatedAt, owner } = alarm
  if (escalatedAt === null) return null
  const who = owner === null ? 'It has no owner.' : `Its owner is ${owner}.`
  return {
    id: `${id}/escalated/${escalatedAt}`,
    kind: 'alarm-escalated',
    at: escalatedAt,
    title: `${campus}: nobody has acknowledged: ${sentence}`,
    text: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.\n\nNobody has acknowledged this alarm. ${who}\n\nAcknowledge it on the page Alarms, or by \`campus alarms acknowledge ${id}\`.`,
    data: { id, code, subject, severity, sentence, evidence },
  }
}
