/** People: who may sign in, with which duty; an administrator invites them and changes what they may. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { usePolling } from '../../api/polling.ts'
import { may } from '../../state/session.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { InvitationLink, InviteForm } from './invite-form.tsx'
import { type Invitation, loadUsers } from './people-api.ts'
import { t } from './text.ts'
import { UserTable } from './user-table.tsx'

const EVERY_MS = 60_000

function Administration(): VNode {
  const polling = usePolling(loadUsers, EVERY_MS)
  const reset = useSignal<Invitation | null>(null)
  const handleChange = (invitation: Invitation | null): void => {
    reset.value = invitation
    polling.reload()
  }
  return (
    <div class="panels">
      <Panel title={t('people.new')}>
        <InviteForm onInvite={polling.reload} />
      </Panel>
      <Panel title={t('people.title')}>
        <p role="status">{reset.value !== null && <InvitationLink invitation={reset.value} />}</p>
        <Loadable of={polling}>{(users) => <UserTable users={users} onChange={handleChange} />}</Loadable>
      </Panel>
    </div>
  )
}

export function Screen(): VNode {
  if (may('admin')) return <Administration />
  return (
    <Panel title={t('people.title')}>
      <Empty>{t('people.not-yours')}</Empty>
    </Panel>
  )
}
