/** Events, the newest first. */

import type { VNode } from 'preact'
import { zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { Empty } from '../../ui/states.tsx'
import { type State, Tag } from '../../ui/tag.tsx'
import type { AuditEvent } from './audit-api.ts'
import { Changes } from './changes.tsx'
import { t } from './text.ts'

const STATES: Readonly<Record<AuditEvent['outcome'], State>> = { done: 'good', refused: 'attention', failed: 'fault' }

function Row({ event }: { event: AuditEvent }): VNode {
  const { sequence, at, principal, action, outcome, reason } = event
  return (
    <tr data-event={sequence}>
      <td class="first">
        {moment(at, zone.value)} <small class="id">{sequence}</small>
      </td>
      <td data-label={t('audit.who')}>{principal}</td>
      <td data-label={t('audit.what')} lang="en">
        {action}
      </td>
      <td data-label={t('col.state')}>
        <Tag state={STATES[outcome]}>{t(`audit.outcome.${outcome}`)}</Tag>
      </td>
      <td data-label={t('col.reason')}>{reason}</td>
      <td data-label={t('audit.details')} class="full">
        <Changes event={event} />
      </td>
    </tr>
  )
}

export function EventTable({ events }: { events: readonly AuditEvent[] }): VNode {
  if (events.length === 0) return <Empty>{t('audit.none')}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('col.time')}</th>
          <th>{t('audit.who')}</th>
          <th>{t('audit.what')}</th>
          <th>{t('col.state')}</th>
          <th>{t('col.reason')}</th>
          <th>{t('audit.details')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Row key={event.sequence} event={event} />
        ))}
      </tbody>
    </table>
  )
}
