/** Sign-in with name and password or with a token, and the password of somebody who was invited. */

import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { goTo, hrefOf } from '../../address/route.ts'
import { type Failure, failureOf, get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Answer } from '../../api/types.ts'
import { acceptInvitation, signIn, signInAs } from '../../state/session.ts'
import { begin } from '../../state/stream.ts'
import { t } from '../../text/language.ts'
import { RefusalNote } from '../../ui/states.tsx'

interface TextFieldParts {
  readonly label: string
  readonly value: Signal<string>
  readonly autocomplete: 'one-time-code' | 'username' | 'current-password' | 'new-password' | 'off'
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
      {autocomplete === 'username' || autocomplete === 'one-time-code' ? (
        <input type="text" {...shared} />
      ) : (
        <input type="password" {...shared} />
      )}
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

const FACTOR_NEEDED = 'factor-needed'

interface CodeFormParts {
  readonly code: Signal<string>
  readonly failure: Signal<Failure | null>
  readonly onSend: (event: Event) => void
}

function CodeForm({ code, failure, onSend }: CodeFormParts): VNode {
  const why = failure.value?.code === FACTOR_NEEDED ? null : failure.value
  return (
    <form class="sign-in" onSubmit={onSend}>
      <p>{t('login.code.explain')}</p>
      <TextField label={t('login.code')} value={code} autocomplete="one-time-code" />
      <RefusalNote why={why} />
      <button type="submit" class="primary">
        {t('login.enter')}
      </button>
    </form>
  )
}

/** People of an OpenID provider leave the page and come back signed in. */
function ProviderLink(): VNode | null {
  const ways = usePolling(() => get<Answer<'GET /api/v1/session/ways'>>('/api/v1/session/ways'), 3_600_000)
  const provider = ways.value.value?.provider ?? null
  return provider === null ? null : (
    <a class="button" href={provider.path}>
      {t('login.provider', { name: provider.name })}
    </a>
  )
}

export function SignInForm({ onDone }: { onDone?: () => void }): VNode {
  const [name, password, token, code] = [useSignal(''), useSignal(''), useSignal(''), useSignal('')]
  const failure = useSignal<Failure | null>(null)
  const codeAsked = useSignal(false)
  const login = async (): Promise<void> => {
    if (token.value.trim() !== '') return signIn(token.value.trim())
    try {
      await signInAs({ name: name.value.trim(), password: password.value, code: code.value.trim() })
    } catch (error) {
      if (failureOf(error).code === FACTOR_NEEDED) codeAsked.value = true
      throw error
    }
  }
  if (codeAsked.value) return <CodeForm code={code} failure={failure} onSend={sender(failure, login, onDone)} />
  return (
    <form class="sign-in" onSubmit={sender(failure, login, onDone)}>
      <TextField label={t('login.name')} value={name} autocomplete="username" />
      <TextField label={t('login.password')} value={password} autocomplete="current-password" />
      <ProviderLink />
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
