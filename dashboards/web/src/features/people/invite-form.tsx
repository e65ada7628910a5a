/** An invitation: its link shows once. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf } from '../../api/client.ts'
import { bodyOf, Field, Outcome } from '../../forms/field.tsx'
import { RoleAndSite } from '../../forms/role-and-site.tsx'
import { zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { invite, type Invitation, linkOf } from './people-api.ts'
import { t } from './text.ts'

const FIELDS = ['name', 'role', 'site'] as const

export function InvitationLink({ invitation }: { invitation: Invitation }): VNode {
  const { name, invitation_expires_at: until } = invitation
  return (
    <>
      {t('people.link', { name, until: until === null ? '' : moment(until, zone.value) })} <code class="secret">{linkOf(invitation)}</code>
    </>
  )
}

export function InviteForm({ onInvite }: { onInvite: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const invitation = useSignal<Invitation | null>(null)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    invitation.value = null
    try {
      invitation.value = await invite(bodyOf(form, FIELDS))
      failure.value = null
      form.reset()
      onInvite()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <form class="choice entry" onSubmit={(e) => void send(e)}>
      <Field failure={failure.value} name="name" label={t('people.name')} required />
      <RoleAndSite />
      <button type="submit" class="primary">
        {t('people.invite')}
      </button>
      <Outcome
        failure={failure.value}
        fields={FIELDS}
        done={invitation.value === null ? null : <InvitationLink invitation={invitation.value} />}
      />
    </form>
  )
}
