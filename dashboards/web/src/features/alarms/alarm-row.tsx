/** One alarm: what it is about, since when, who deals with it, and where its evidence is. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import type { Alarm } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { type State, Tag } from '../../ui/tag.tsx'
import { AcknowledgeForm, AlarmActions } from './alarm-forms.tsx'
import { alarmSentence } from '../../usage/alarm-sentence.ts'
import { t } from './text.ts'

const PHASES: Readonly<Record<Alarm['phase'], State>> = {
  pending: 'unknown',
  firing: 'attention',
  acknowledged: 'plain',
  resolved: 'good',
}
/** Points that are linked; more are counted. */
const LINKED = 3

const stateOf = ({ phase, severity }: Alarm): State => (phase === 'firing' && severity === 'alarm' ? 'fault' : PHASES[phase])

function Evidence({ alarm: { points, raised } }: { alarm: Alarm }): VNode | null {
  if (points.length === 0) return null
  const day = raised.slice(0, 10)
  return (
    <p class="links">
      {points.slice(0, LINKED).map((point) => (
        <a key={point} href={hrefOf(['points', point], { period: day })}>
          {point}
        </a>
      ))}
      {points.length > LINKED && <span class="sub">{t('alarm.points.more', { n: points.length - LINKED })}</span>}
    </p>
  )
}

function Handling({ alarm }: { alarm: Alarm }): VNode {
  const { acknowledged, phase, owner, muted, comments, folded_into } = alarm
  const at = (text: string): string => moment(text, zone.value)
  const open = phase === 'firing' && may('operator')
  return (
    <>
      {acknowledged !== null && <p>{t('alarm.seen', { by: acknowledged.by, at: at(acknowledged.at), note: acknowledged.note ?? '' })}</p>}
      {owner !== null && <p>{t('alarm.owner.is', { owner })}</p>}
      {muted !== null && <p>{t('alarm.muted', { by: muted.by, until: at(muted.until), reason: muted.reason ?? '' })}</p>}
      {folded_into !== null && <p>{t('alarm.folded', { id: folded_into })}</p>}
      {comments.map((comment) => (
        <p key={`${comment.at} ${comment.text}`}>{t('alarm.comment.by', { by: comment.by, at: at(comment.at), text: comment.text })}</p>
      ))}
      {open ? <AcknowledgeForm alarm={alarm} /> : acknowledged === null && phase !== 'pending' && <p class="sub">{t('alarm.unseen')}</p>}
      {phase !== 'pending' && may('operator') && <AlarmActions alarm={alarm} />}
    </>
  )
}

export function AlarmRow({ alarm }: { alarm: Alarm }): VNode {
  const { id, phase, severity, since, raised, cleared, rule } = alarm
  return (
    <tr data-alarm={id}>
      <td class="first">
        {alarmSentence(alarm)}
        <small class="id">
          {id}
          {rule !== null && ` · ${rule}`}
        </small>
        <Evidence alarm={alarm} />
      </td>
      <td data-label={t('col.state')}>
        <Tag state={stateOf(alarm)}>{t(`alarm.phase.${phase}`)}</Tag> <span class="sub">{term('severity', severity)}</span>
      </td>
      <td data-label={t('alarm.since')}>{moment(since ?? raised, zone.value)}</td>
      <td data-label={t('alarm.cleared')}>{cleared === null ? '–' : moment(cleared, zone.value)}</td>
      <td data-label={t('alarm.acknowledged')} class="full">
        <Handling alarm={alarm} />
      </td>
    </tr>
  )
}
