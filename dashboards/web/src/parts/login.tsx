import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, signIn } from '../api.ts'
import { t } from '../i18n.ts'
import { begin } from '../live.ts'
import { locked } from '../state.ts'

export function LoginPanel(): VNode {
  const token = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const enter = async (event: Event): Promise<void> => {
    event.preventDefault()
    try {
      await signIn(token.value.trim())
      locked.value = false
      await begin()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <form class="panel login" onSubmit={(e) => void enter(e)}>
      <h2>{t('login.title')}</h2>
      <p>{t('login.explain')}</p>
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
      {failure.value !== null && <p role="alert">{failure.value.said ?? t('failed.network')}</p>}
      <button type="submit">{t('login.enter')}</button>
    </form>
  )
}
