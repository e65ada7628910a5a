/** A factor row of one's own: previewed on the figures of a period, then onRecord. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { rangeFor } from '../../address/context.ts'
import { periodName } from '../../address/periods.ts'
import { formatRange } from '../../address/range.ts'
import { type Failure, failureOf } from '../../api/client.ts'
import { bodyOf, Field, Outcome } from '../../forms/field.tsx'
import { number } from '../../text/format.ts'
import { withUnit } from '../../text/units.ts'
import { Empty } from '../../ui/states.tsx'
import { type FigureChange, previewFactor, recordFactor } from './factors-api.ts'
import { t } from './text.ts'

const FIELDS = ['kind', 'value', 'region', 'from', 'to', 'publisher', 'document', 'conditions', 'note'] as const

function Preview({ moved, period }: { moved: readonly FigureChange[]; period: string }): VNode {
  if (moved.length === 0) return <Empty>{t('factor.moves.none', { period: periodName(period) })}</Empty>
  const amount = (value: number | null, unit: string): string => (value === null ? t('missing') : withUnit(number(value), unit))
  return (
    <div class="preview" role="status">
      <h3>{t('factor.moves', { period: periodName(period) })}</h3>
      <ul class="plain">
        {moved.map((m) => (
          <li key={`${m.id} ${m.boundary}`}>
            {m.id}: {amount(m.before, m.unit)} → <strong>{amount(m.after, m.unit)}</strong>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function FactorForm({ onRecord }: { onRecord: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const done = useSignal<string | null>(null)
  const moved = useSignal<readonly FigureChange[] | null>(null)
  const period = formatRange(rangeFor('period'))
  const attempt = async (form: HTMLFormElement, step: (body: object) => Promise<void>): Promise<void> => {
    done.value = null
    try {
      await step(bodyOf(form, FIELDS, ['value']))
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  const preview = (form: HTMLFormElement | null): void => {
    if (form?.reportValidity())
      void attempt(form, async (body) => {
        moved.value = await previewFactor(body, period)
      })
  }
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    await attempt(form, async (body) => {
      done.value = (await recordFactor(body)).id
      moved.value = null
      form.reset()
      onRecord()
    })
  }
  return (
    <form class="choice entry" onSubmit={(e) => void send(e)}>
      <Fields failure={failure.value} />
      <button type="button" onClick={(e) => preview(e.currentTarget.form)}>
        {t('factor.preview', { period: periodName(period) })}
      </button>
      <button type="submit" class="primary">
        {t('factor.add')}
      </button>
      <Outcome failure={failure.value} fields={FIELDS} done={done.value === null ? null : t('factor.made', { id: done.value })} />
      {moved.value !== null && <Preview moved={moved.value} period={period} />}
    </form>
  )
}

function Fields({ failure }: { failure: Failure | null }): VNode {
  return (
    <>
      <Field failure={failure} name="kind" label={t('factor.kind')} required />
      <Field failure={failure} name="value" label={t('col.value')} type="number" required />
      <Field failure={failure} name="region" label={t('factor.region')} />
      <Field failure={failure} name="from" label={t('factor.from')} type="date" />
      <Field failure={failure} name="to" label={t('factor.to')} type="date" />
      <Field failure={failure} name="publisher" label={t('factor.publisher')} required />
      <Field failure={failure} name="document" label={t('factor.document')} required />
      <Field failure={failure} name="conditions" label={t('factor.conditions')} />
      <Field failure={failure} name="note" label={t('entry.note')} />
    </>
  )
}
