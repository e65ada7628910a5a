/** The options as fields: those that the file leaves open first, all others on request. */

import type { VNode } from 'preact'
import { type OptionField, OPTION_FIELDS, type OptionName, type OptionValues } from './options.ts'
import { t } from './text.ts'

export interface OptionFormProps {
  readonly values: OptionValues
  /** Options that would decide what the file leaves open. */
  readonly asked: ReadonlySet<string>
  readonly change: (name: OptionName, value: string) => void
  readonly apply: () => void
}

function Field({
  field,
  value,
  change,
}: {
  field: OptionField & { name: OptionName }
  value: string
  change: (value: string) => void
}): VNode {
  const label = t(`import.option.${field.name}`)
  const id = `option-${field.name}`
  return (
    <label>
      {label}
      {field.choices !== undefined ? (
        <select id={id} value={value} onChange={(e) => change(e.currentTarget.value)}>
          <option value="">{t('import.option.detect')}</option>
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : field.lines === true ? (
        <textarea id={id} rows={2} value={value} onInput={(e) => change(e.currentTarget.value)} />
      ) : (
        <input id={id} type="text" value={value} autocomplete="off" onInput={(e) => change(e.currentTarget.value)} />
      )}
      <small class="id">--{field.name}</small>
    </label>
  )
}

export function OptionForm({ values, asked, change, apply }: OptionFormProps): VNode {
  const fields: readonly (OptionField & { readonly name: OptionName })[] = OPTION_FIELDS
  const shown = fields.filter(({ name }) => asked.has(name) || (values[name] ?? '') !== '')
  const others = fields.filter((field) => !shown.includes(field))
  const fieldOf = (field: OptionField & { readonly name: OptionName }): VNode => (
    <Field key={field.name} field={field} value={values[field.name] ?? ''} change={(value) => change(field.name, value)} />
  )
  return (
    <form
      class="import-options"
      onSubmit={(e) => {
        e.preventDefault()
        apply()
      }}
    >
      {shown.length > 0 && <div class="choice">{shown.map(fieldOf)}</div>}
      <details>
        <summary>{t('import.options')}</summary>
        <p class="sub">{t('import.options.explain')}</p>
        <div class="choice">{others.map(fieldOf)}</div>
      </details>
      <button type="submit">{t('import.read-again')}</button>
    </form>
  )
}
