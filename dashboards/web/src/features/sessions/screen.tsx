/** Sessions: browsers that are signed in; everybody ends his own, an administrator those of all. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, get, remove } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { begin } from '../../state/stream.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty, RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

type Sessions = Answer<'GET /api/v1/sessions'>
type Session = Sessions['sessions'][number]

const PATH = '/api/v1/sessions'
const EVERY_MS = 30_000

function Row({ session, end }: { session: Session; end: (session: Session) => void }): VNode {
  const { id, principal, role, opened_at, used_at, current } = session
  return (
    <tr data-session={id}>
      <td class="first">{principal}</td>
      <td data-label={t('role')}>{term('role', role)}</td>
      <td data-label={t('sessions.opened')}>{moment(opened_at, zone.value)}</td>
      <td data-label={t('sessions.used')}>{moment(used_at, zone.value)}</td>
      <td data-label={t('col.state')}>
        {current && <Tag state="good">{t('sessions.current')}</Tag>}{' '}
        <button type="button" class="aside" aria-label={t('sessions.end.of', { who: principal })} onClick={() => end(session)}>
          {t('sessions.end')}
        </button>
      </td>
    </tr>
  )
}

function SessionTable({ sessions, end }: { sessions: readonly Session[]; end: (session: Session) => void }): VNode {
  if (sessions.length === 0) return <Empty>{t('sessions.none')}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('sessions.who')}</th>
          <th>{t('role')}</th>
          <th>{t('sessions.opened')}</th>
          <th>{t('sessions.used')}</th>
          <th>{t('col.state')}</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <Row key={session.id} session={session} end={end} />
        ))}
      </tbody>
    </table>
  )
}

export function Screen(): VNode {
  const polling = usePolling(() => get<Sessions>(PATH), EVERY_MS)
  const failure = useSignal<Failure | null>(null)
  const end = async ({ id, current }: Session): Promise<void> => {
    try {
      await remove(`${PATH}/${encodeURIComponent(id)}`)
      failure.value = null
      if (current) await begin()
      else polling.reload()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <Panel title={t('sessions.title')}>
      <p class="sub">{may('admin') ? t('sessions.explain.all') : t('sessions.explain')}</p>
      <RefusalNote why={failure.value} />
      <Loadable of={polling}>{({ sessions }) => <SessionTable sessions={sessions} end={(session) => void end(session)} />}</Loadable>
    </Panel>
  )
}
