/** Withdrawal of a wrong row: asks once more in its place, with the reason, before anything is done. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type Failure, failureOf, post } from '../api/client.ts'
import { t } from '../text/language.ts'
import { RefusalNote } from '../ui/states.tsx'

export interface WithdrawProps {
  /** Address of the action. */
  readonly path: string
  /** The row in words. */
  readonly what: string
  /** What happens to it. */
  readonly question: string
  readonly onDone: () => void
}

function Question({ path, question, onDone, cancel }: WithdrawProps & { cancel: () => void }): VNode {
  const reason = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    busy.value = true
    try {
      await post(path, { reason: reason.value.trim() })
      onDone()
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
        if (e.key === 'Escape') cancel()
      }}
    >
      <p>{question}</p>
      <label>
        {t('withdraw.why')}
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
        {t('withdraw.yes')}
      </button>
      <button type="button" onClick={cancel}>
        {t('withdraw.no')}
      </button>
      <RefusalNote why={failure.value} />
    </form>
  )
}

export function WithdrawButton(props: WithdrawProps): VNode {
  const asking = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  const cancelled = useSignal(false)
  // The form that had the focus is gone: its button takes the focus back.
  useEffect(() => {
    if (cancelled.value) button.current?.focus()
    cancelled.value = false
  }, [asking.value])
  const cancel = (): void => {
    cancelled.value = true
    asking.value = false
  }
  if (asking.value) return <Question {...props} cancel={cancel} />
  return (
    <button
      type="button"
      class="aside"
      ref={button}
      aria-label={t('withdraw.of', { what: props.what })}
      onClick={() => (asking.value = true)}
    >
      {t('withdraw')}
    </button>
  )
}
