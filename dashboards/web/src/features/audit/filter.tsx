/** Who, what and when. */

import type { Signal } from '@preact/signals'
import type { VNode } from 'preact'
import { type AuditFilter, NO_FILTER } from './audit-api.ts'
import { t } from './text.ts'

const FIELDS = [
  { name: 'principal', type: 'search' },
  { name: 'action', type: 'search' },
  { name: 'from', type: 'date' },
  { name: 'to', type: 'date' },
] as const satisfies readonly { readonly name: keyof AuditFilter; readonly type: string }[]

export interface FilterProps {
  readonly filter: Signal<AuditFilter>
  /** The list begins again. */
  readonly onChange: () => void
}

export function Filter({ filter, onChange }: FilterProps): VNode {
  const apply = (next: AuditFilter): void => {
    filter.value = next
    onChange()
  }
  const choose = (event: SubmitEvent): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const chosen = FIELDS.map(({ name }) => {
      const value = data.get(name)
      return [name, typeof value === 'string' ? value.trim() : '']
    })
    apply({ ...NO_FILTER, ...Object.fromEntries(chosen) })
  }
  return (
    <form class="choice entry" onSubmit={choose} onReset={() => apply(NO_FILTER)}>
      {FIELDS.map(({ name, type }) => (
        <label key={name}>
          {t(`audit.filter.${name}`)}
          {type === 'date' ? <input name={name} type="date" /> : <input name={name} type="search" maxLength={100} />}
        </label>
      ))}
      <button type="submit" class="primary">
        {t('audit.filter')}
      </button>
      <button type="reset">{t('audit.filter.none')}</button>
    </form>
  )
}
