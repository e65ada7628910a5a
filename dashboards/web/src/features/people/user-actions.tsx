/** What an administrator does with one person; what ends sessions is confirmed by a second click. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf } from '../../api/client.ts'
import { bodyOf } from '../../forms/field.tsx'
import { RoleAndSite } from '../../forms/role-and-site.tsx'
import { RefusalNote } from '../../ui/states.tsx'
import { changeRole, disable, type Invitation, resetFactor, resetPassword, type User } from './people-api.ts'
import { t } from './text.ts'

const ACTIONS = ['reset', 'reset-factor', 'disable'] as const
type Action = (typeof ACTIONS)[number]

const isOffered = (action: Action, { state, factor }: User): boolean =>
  action === 'reset' || (action === 'reset-factor' ? factor : state !== 'disabled')

export interface UserActionsProps {
  readonly user: User
  /** With the invitation where the person sets a password again. */
  readonly onChange: (invitation: Invitation | null) => void
}

function RoleForm({ user, onChange }: UserActionsProps): VNode {
  const failure = useSignal<Failure | null>(null)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    try {
      await changeRole(user.name, bodyOf(event.currentTarget as HTMLFormElement, ['role', 'site']))
      onChange(null)
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <form class="choice" onSubmit={(e) => void send(e)}>
      <RoleAndSite role={user.role} site={user.site} />
      <button type="submit">{t('people.role.change')}</button>
      <RefusalNote why={failure.value} />
    </form>
  )
}

export function UserActions({ user, onChange }: UserActionsProps): VNode {
  const confirming = useSignal<Action | null>(null)
  const failure = useSignal<Failure | null>(null)
  const run = async (action: Action): Promise<void> => {
    confirming.value = null
    try {
      if (action === 'reset') onChange(await resetPassword(user.name))
      else {
        await (action === 'disable' ? disable(user.name) : resetFactor(user.name))
        onChange(null)
      }
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <details class="user-actions">
      <summary aria-label={t('people.change.of', { name: user.name })}>{t('people.change')}</summary>
      <RoleForm user={user} onChange={onChange} />
      <div class="choice">
        {ACTIONS.filter((action) => isOffered(action, user)).map((action) => (
          <button key={action} type="button" onClick={() => (confirming.value === action ? void run(action) : (confirming.value = action))}>
            {confirming.value === action ? t('people.sure', { what: t(`people.do.${action}`) }) : t(`people.do.${action}`)}
          </button>
        ))}
      </div>
      <RefusalNote why={failure.value} />
    </details>
  )
}
