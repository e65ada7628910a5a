/** A new entry. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { route } from '../../address/route.ts'
import { type Failure, failureOf } from '../../api/client.ts'
import { bodyOf, Field, FieldFaults, Outcome } from '../../forms/field.tsx'
import { campus } from '../../state/campus.ts'
import { nameOf, term } from '../../text/language.ts'
import { type RecordedEntry, recordEntry } from './entries-api.ts'
import { t } from './text.ts'

/** Offered; others can be typed. */
const KEYS = [
  'head-count',
  'floor-area',
  'waste.hazardous',
  'waste.non-hazardous',
  'food-waste',
  'fertiliser',
  'meals',
  'bill.electricity',
  'bill.gas',
  'bill.water',
] as const

const FIELDS = ['key', 'site', 'value', 'from', 'to', 'reference', 'note'] as const

function SiteField({ failure }: { failure: Failure | null }): VNode {
  return (
    <label>
      {t('entry.site')}
      <select name="site">
        {(campus.value.value?.sites ?? []).map((site) => (
          <option key={site.id} value={site.id} selected={site.id === route.value.query['site']}>
            {nameOf(site.name, site.id)}
          </option>
        ))}
      </select>
      <FieldFaults failure={failure} name="site" />
    </label>
  )
}

export function EntryForm({ onRecord }: { onRecord: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const last = useSignal<RecordedEntry | null>(null)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    last.value = null
    try {
      last.value = await recordEntry(bodyOf(form, FIELDS, ['value']))
      failure.value = null
      form.reset()
      onRecord()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  const shared = { failure: failure.value }
  return (
    <form class="choice entry" onSubmit={(e) => void send(e)}>
      <datalist id="entry-keys">
        {KEYS.map((key) => (
          <option key={key} value={key} label={term('entry-key', key)} />
        ))}
      </datalist>
      <Field {...shared} name="key" label={t('entry.key')} list="entry-keys" initial={route.value.query['key']} required />
      <SiteField {...shared} />
      <Field {...shared} name="value" label={t('entry.value')} type="number" required />
      <Field {...shared} name="from" label={t('entry.from')} type="date" required />
      <Field {...shared} name="to" label={t('entry.to')} type="date" />
      <Field {...shared} name="reference" label={t('entry.reference')} />
      <Field {...shared} name="note" label={t('entry.note')} />
      <button type="submit" class="primary">
        {t('entry.add')}
      </button>
      <Outcome
        failure={failure.value}
        fields={FIELDS}
        done={
          last.value === null ? null : (
            <>
              {t('entry.made', { id: last.value.entry.id })} <span lang="en">{last.value.warnings.join('; ')}</span>
            </>
          )
        }
      />
    </form>
  )
}
