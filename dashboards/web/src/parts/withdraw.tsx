/** Taking a wrong entry out: asked again in its place, with the reason, before anything is done. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type Failure, failureOf, post } from '../api.ts'
import { t } from '../i18n.ts'

interface Asked {
  readonly id: string
  /** The entry in the reader's words. */
  readonly what: string
  readonly done: () => void
}

function Question({ id, what, done, keep }: Asked & { keep: () => void }): VNode {
  const reason = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    busy.value = true
    try {
      await post(`/api/v1/facts/${encodeURIComponent(id)}/withdraw`, { reason: reason.value.trim() })
      done()
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <form
      class="choice"
      onSubmit={(e) => void send(e)}
      onKeyDown={(e) => {
        if (e.key === 'Escape') keep()
      }}
    >
      <p>{t('entry.withdraw.ask', { what })}</p>
      <label>
        {t('entry.withdraw.why')}
        <input
          ref={field}
          required
          maxLength={1000}
          pattern=".*\S.*"
          value={reason.value}
          onInput={(e) => (reason.value = e.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={busy.value}>
        {t('entry.withdraw.yes')}
      </button>
      <button type="button" onClick={keep}>
        {t('entry.withdraw.no')}
      </button>
      {failure.value !== null && <p role="alert">{failure.value.said ?? t('failed.network')}</p>}
    </form>
  )
}

export function Withdraw(asked: Asked): VNode {
  const asking = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  const kept = useSignal(false)
  useEffect(() => {
    if (kept.value) button.current?.focus()
    kept.value = false
  }, [asking.value])
  const keep = (): void => {
    kept.value = true
    asking.value = false
  }
  if (asking.value) return <Question {...asked} keep={keep} />
  return (
    <button
      type="button"
      class="aside"
      ref={button}
      aria-label={t('entry.withdraw.of', { what: asked.what })}
      onClick={() => (asking.value = true)}
    >
      {t('entry.withdraw')}
    </button>
  )
}
