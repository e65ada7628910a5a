/** Notices: what the service sent by mail and webhook, and what it could not deliver. */

import type { VNode } from 'preact'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { Panel, Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { type State, Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Notices = Answer<'GET /api/v1/notices'>
type Notice = Notices['notices'][number]

const EVERY_MS = 30_000
const STATES: Readonly<Record<Notice['state'], State>> = { waiting: 'unknown', delivered: 'good', lost: 'fault' }

function Row({ notice }: { notice: Notice }): VNode {
  const { id, title, channel, state, attempts, queued, next, reason } = notice
  return (
    <tr data-notice={id}>
      <td class="first">
        {title}
        <small class="id">{id}</small>
      </td>
      <td data-label={t('notice.channel')}>{t(`notice.channel.${channel}`)}</td>
      <td data-label={t('col.state')}>
        <Tag state={STATES[state]}>{t(`notice.state.${state}`)}</Tag>
      </td>
      <td data-label={t('notice.attempts')} class="right">
        {attempts}
      </td>
      <td data-label={t('notice.queued')}>{moment(queued, zone.value)}</td>
      <td data-label={t('notice.next')}>{next === null ? '–' : moment(next, zone.value)}</td>
      <td data-label={t('col.reason')} class="full" lang="en">
        {reason}
      </td>
    </tr>
  )
}

function NoticeTable({ notices }: Notices): VNode {
  if (notices.length === 0) return <Empty>{t('notice.none')}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('notice.title')}</th>
          <th>{t('notice.channel')}</th>
          <th>{t('col.state')}</th>
          <th class="right">{t('notice.attempts')}</th>
          <th>{t('notice.queued')}</th>
          <th>{t('notice.next')}</th>
          <th>{t('col.reason')}</th>
        </tr>
      </thead>
      <tbody>
        {notices.map((notice) => (
          <Row key={notice.id} notice={notice} />
        ))}
      </tbody>
    </table>
  )
}

export function Screen(): VNode {
  const polling = usePolling(() => get<Notices>('/api/v1/notices'), EVERY_MS)
  return (
    <div class="panels">
      <Panel title={t('notice.list')}>
        <p class="sub">{t('notice.explain')}</p>
        <Loadable of={polling}>{(value) => <NoticeTable {...value} />}</Loadable>
      </Panel>
    </div>
  )
}
