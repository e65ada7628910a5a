/** Notices in words. */

import type { Alarm, Draft, Notice } from '../domain/index.ts'
import { percentTextDown } from '../kernel/index.ts'

/** Whose notice it is. */
export interface Sender {
  /** Name of the campus. */
  readonly campus: string
  /** Lowest coverage that is not too low, 0..1. */
  readonly limit: number
}

const SHOWN = 20

function missingLines({ missing }: Draft): readonly string[] {
  if (missing.length === 0) return []
  const lines = missing.slice(0, SHOWN).map((f) => `  ${f.id} (${f.boundary}): ${f.reasons.join('; ')}`)
  return ['', 'Missing:', ...lines, ...(missing.length > SHOWN ? [`  and ${missing.length - SHOWN} more`] : [])]
}

/** One notice for a draft: ready, or ready with too little data. */
export function noticeOfDraft(draft: Draft, { campus, limit }: Sender): Notice {
  const { period, revision, coverage, figures, hash } = draft
  const low = coverage < limit
  const again = revision === 1 ? '' : `, revision ${revision}`
  const title = `${campus}: draft report ${period}${again} is ready${low ? `, data coverage only ${percentTextDown(coverage)}` : ''}`
  const text = [
    `The draft report of ${period}${again} has been computed.`,
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
  const over = clearedAt !== null
  const title = `${campus}: ${over ? 'over: ' : ''}${sentence}`
  const text = over
    ? `This alarm is over: ${sentence}.\n\nIts cause is gone. It stays in the list of alarms (${id}).`
    : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.\n\nAcknowledge it on the page Alarms, or by \`campus alarms acknowledge ${id}\`.`
  return {
    id: `${id}/${over ? 'cleared' : 'raised'}/${raisedAt}`,
    kind: over ? 'alarm-cleared' : 'alarm-raised',
    at: clearedAt ?? raisedAt,
    title,
    text,
    data: { id, code, subject, severity, sentence, evidence },
  }
}
