/** Sign-in with name and password or with a token, and the password of somebody who was invited. */

import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { goTo, hrefOf } from '../address/route.ts'
import { type Failure, failureOf } from '../api/client.ts'
import { acceptInvitation, signIn, signInAs } from '../state/session.ts'
import { begin } from '../state/stream.ts'
import { t } from '../text/language.ts'
import { RefusalNote } from '../ui/states.tsx'

interface TextFieldParts {
  readonly label: string
  readonly value: Signal<string>
  readonly autocomplete: 'username' | 'current-password' | 'new-password' | 'off'
}

function TextField({ label, value, autocomplete }: TextFieldParts): VNode {
  const shared = {
    autocomplete,
    value: value.value,
    onInput: (event: InputEvent & { readonly currentTarget: HTMLInputElement }) => void (value.value = event.currentTarget.value),
  }
  return (
    <label>
      {label}
      {autocomplete === 'username' ? <input type="text" {...shared} /> : <input type="password" {...shared} />}
    </label>
  )
}

/** Runs a login of a form; what it is refused with stands in the signal. */
function sender(failure: Signal<Failure | null>, login: () => Promise<void>, onDone?: () => void): (event: Event) => void {
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    try {
      await login()
      await begin()
      onDone?.()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (event) => void send(event)
}

export function SignInForm({ onDone }: { onDone?: () => void }): VNode {
  const [name, password, token] = [useSignal(''), useSignal(''), useSignal('')]
  const failure = useSignal<Failure | null>(null)
  const login = (): Promise<void> => (token.value.trim() === '' ? signInAs(name.value.trim(), password.value) : signIn(token.value.trim()))
  return (
    <form class="sign-in" onSubmit={sender(failure, login, onDone)}>
      <TextField label={t('login.name')} value={name} autocomplete="username" />
      <TextField label={t('login.password')} value={password} autocomplete="current-password" />
      <p class="sub">{t('login.or')}</p>
      <TextField label={t('login.token')} value={token} autocomplete="off" />
      <RefusalNote why={failure.value} />
      <button type="submit" class="primary">
        {t('login.enter')}
      </button>
    </form>
  )
}

/** Stands in place of the screens while the service answers nothing without a token. */
export function SignInPanel(): VNode {
  return (
    <section class="panel login">
      <h2>{t('login.title')}</h2>
      <p>{t('login.explain')}</p>
      <SignInForm />
    </section>
  )
}

/** Whoever opens the link of an invitation chooses the password, and is signed in. */
export function InvitationPanel({ code }: { code: string }): VNode {
  const password = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const send = sender(
    failure,
    () => acceptInvitation(code, password.value),
    () => goTo(hrefOf('now')),
  )
  return (
    <section class="panel login">
      <h2>{t('invitation.title')}</h2>
      <p>{t('invitation.explain')}</p>
      <form class="sign-in" onSubmit={send}>
        <TextField label={t('invitation.password')} value={password} autocomplete="new-password" />
        <RefusalNote why={failure.value} />
        <button type="submit" class="primary">
          {t('invitation.enter')}
        </button>
      </form>
    </section>
  )
}
