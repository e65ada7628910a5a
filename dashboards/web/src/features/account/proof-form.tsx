/** A form whose fields are secrets: what it is refused with stands beside them, and they are emptied when it succeeds. */

import { useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { type Failure, failureOf } from '../../api/client.ts'
import { bodyOf, Field, type FieldProps, Outcome } from '../../forms/field.tsx'

export interface ProofFormProps {
  readonly fields: readonly Omit<FieldProps, 'failure'>[]
  readonly submit: string
  readonly send: (body: object) => Promise<void>
  /** What was done; null before that. */
  readonly done?: ComponentChildren
  readonly class?: string
}

export function ProofForm({ fields, submit, send, done = null, class: name = 'primary' }: ProofFormProps): VNode {
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const names = fields.map((field) => field.name)
  const handle = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    busy.value = true
    try {
      await send(bodyOf(form, names))
      failure.value = null
      form.reset()
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <form class="choice entry" onSubmit={(e) => void handle(e)}>
      {fields.map((field) => (
        <Field key={field.name} failure={failure.value} {...field} />
      ))}
      <button type="submit" class={name} disabled={busy.value}>
        {submit}
      </button>
      <Outcome failure={failure.value} fields={names} done={done} />
    </form>
  )
}
