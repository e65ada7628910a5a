/** Sign-in with a token. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf } from '../api/client.ts'
import { signIn } from '../state/session.ts'
import { begin } from '../state/stream.ts'
import { t } from '../text/language.ts'
import { RefusalNote } from '../ui/states.tsx'

export function SignInForm({ onDone }: { onDone?: () => void }): VNode {
  const token = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    try {
      await signIn(token.value.trim())
      await begin()
      onDone?.()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <form class="sign-in" onSubmit={(e) => void send(e)}>
      <label>
        {t('login.token')}
        <input
          type="password"
          autocomplete="current-password"
          required
          value={token.value}
          onInput={(e) => (token.value = e.currentTarget.value)}
        />
      </label>
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
