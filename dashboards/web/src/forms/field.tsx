/** A field of a form, with what the service found wrong in it. */

import type { ComponentChildren, VNode } from 'preact'
import type { Failure, Fault } from '../api/client.ts'
import { t } from '../text/language.ts'

const nameOfFault = (fault: Fault): string => fault.field.split('/').at(-1) ?? ''

/** Faults of one field. */
export function faultsOf(failure: Failure | null, field: string): readonly Fault[] {
  return (failure?.faults ?? []).filter((fault) => nameOfFault(fault) === field)
}

export interface FieldProps {
  readonly label: string
  readonly name: string
  readonly failure: Failure | null
  readonly type?: 'text' | 'number' | 'date' | 'datetime-local' | 'password'
  readonly autocomplete?: 'current-password' | 'new-password' | 'one-time-code'
  readonly required?: boolean
  /** Id of a datalist. */
  readonly list?: string
  /** Filled in at first and after a reset. */
  readonly initial?: string | undefined
}

export function FieldFaults({ failure, name }: Pick<FieldProps, 'failure' | 'name'>): VNode | null {
  const faults = faultsOf(failure, name)
  if (faults.length === 0) return null
  return (
    <small class="fault" id={`fault-${name}`} role="alert" lang="en">
      {faults.map((f) => f.message).join('; ')}
    </small>
  )
}

export function Field({ label, name, failure, type = 'text', required = false, list, initial, autocomplete }: FieldProps): VNode {
  const wrong = faultsOf(failure, name).length > 0
  const shared = {
    name,
    required,
    autocomplete,
    defaultValue: initial,
    'aria-invalid': wrong ? ('true' as const) : undefined,
    'aria-describedby': wrong ? `fault-${name}` : undefined,
  }
  return (
    <label>
      {label}
      {type === 'password' ? (
        <input type="password" {...shared} />
      ) : (
        <input type={type} step={type === 'number' ? 'any' : undefined} list={list} {...shared} />
      )}
      <FieldFaults failure={failure} name={name} />
    </label>
  )
}

export interface OutcomeProps {
  readonly failure: Failure | null
  /** Names of the fields that show their own faults. */
  readonly fields: readonly string[]
  /** What was done; null before that. */
  readonly done: ComponentChildren
}

/** What became of the form: why it was refused, or what was done. */
export function Outcome({ failure, fields, done }: OutcomeProps): VNode | null {
  if (failure === null) return done === null ? null : <p role="status">{done}</p>
  const rest = (failure.faults ?? []).filter((fault) => !fields.includes(nameOfFault(fault))).map((f) => f.message)
  const hasFieldFaults = (failure.faults ?? []).length > rest.length
  const text = rest.length > 0 ? rest.join('; ') : hasFieldFaults ? t('form.refused') : (failure.reason ?? t('failed.network'))
  return <p role="alert">{text}</p>
}

/** The fields that are filled in, numbers as numbers. */
export function bodyOf(form: HTMLFormElement, fields: readonly string[], numeric: readonly string[] = []): Record<string, string | number> {
  const data = new FormData(form)
  const filled = fields.flatMap((field) => {
    const value = data.get(field)
    return typeof value !== 'string' || value.trim() === '' ? [] : [[field, value.trim()] as const]
  })
  return Object.fromEntries(filled.map(([field, value]) => [field, numeric.includes(field) ? Number(value) : value]))
}
