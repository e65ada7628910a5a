/** A step that leaves a record: its button, the reason where one is asked for, and why the service refused it. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf } from '../../api/client.ts'
import { RefusalNote } from '../../ui/states.tsx'

export interface ReasonFormProps {
  readonly button: string
  /** Label of the reason; null: the step needs none. */
  readonly label: string | null
  /** The step is refused without one. */
  readonly required?: boolean
  readonly primary?: boolean
  readonly send: (reason: string) => Promise<unknown>
  readonly onDone: () => void
}

export function ReasonForm({ button, label, required = false, primary = false, send, onDone }: ReasonFormProps): VNode {
  const reason = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const act = async (event: Event): Promise<void> => {
    event.preventDefault()
    busy.value = true
    try {
      await send(reason.value.trim())
      failure.value = null
      reason.value = ''
      onDone()
    } catch (error) {
      failure.value = failureOf(error)
    }
    busy.value = false
  }
  return (
    <form class="choice step-form" onSubmit={(e) => void act(e)}>
      {label !== null && (
        <label>
          {label}
          <input
            required={required}
            maxLength={1000}
            pattern={required ? '.*\\S.*' : undefined}
            value={reason.value}
            onInput={(e) => (reason.value = e.currentTarget.value)}
          />
        </label>
      )}
      <button type="submit" class={primary ? 'primary' : undefined} disabled={busy.value}>
        {button}
      </button>
      <RefusalNote why={failure.value} />
    </form>
  )
}
