/** Everybody who may sign in with a name. */

import type { VNode } from 'preact'
import { zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Empty } from '../../ui/states.tsx'
import { type State, Tag } from '../../ui/tag.tsx'
import type { Invitation, User } from './people-api.ts'
import { t } from './text.ts'
import { UserActions } from './user-actions.tsx'

const STATES: Readonly<Record<User['state'], State>> = { invited: 'unknown', active: 'good', disabled: 'plain' }

export interface UserTableProps {
  readonly users: readonly User[]
  readonly onChange: (invitation: Invitation | null) => void
}

function StateOf({ user }: { user: User }): VNode {
  const { state, suspended, invitation_expires_at: until } = user
  if (suspended) return <Tag state="fault">{t('people.state.suspended')}</Tag>
  return (
    <>
      <Tag state={STATES[state]}>{t(`people.state.${state}`)}</Tag>
      {until !== null && <small> {t('people.until', { until: moment(until, zone.value) })}</small>}
    </>
  )
}

export function UserTable({ users, onChange }: UserTableProps): VNode {
  if (users.length === 0) return <Empty>{t('people.none')}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('people.col.name')}</th>
          <th>{t('role')}</th>
          <th>{t('entry.site')}</th>
          <th>{t('col.state')}</th>
          <th>{t('people.col.factor')}</th>
          <th>{t('people.col.created')}</th>
          <th>{t('people.change')}</th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.name} data-user={user.name} class={user.state === 'disabled' ? 'stale' : undefined}>
            <td class="first">{user.name}</td>
            <td data-label={t('role')}>{term('role', user.role)}</td>
            <td data-label={t('entry.site')}>{user.site ?? t('account.every-site')}</td>
            <td data-label={t('col.state')}>
              <StateOf user={user} />
            </td>
            <td data-label={t('people.col.factor')}>{user.factor ? t('people.yes') : t('people.no')}</td>
            <td data-label={t('people.col.created')}>{moment(user.created_at, zone.value)}</td>
            <td data-label={t('people.change')} class="full">
              <UserActions key={`${user.role} ${user.site ?? ''} ${user.state}`} user={user} onChange={onChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
