/** Entries: what no meter knows. Dated, with author and note, never overwritten. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, type Fault, get, post } from '../api.ts'
import { nameOf, t, word } from '../i18n.ts'
import type { Fact } from '../office-api.ts'
import { EntryList } from '../parts/entry-list.tsx'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { usePolled } from '../polled.ts'
import { campus, may } from '../state.ts'

const EVERY_MS = 60_000
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
type Field = (typeof FIELDS)[number]

/** What a field is wrong with, and what belongs to no field that is shown. */
function faultsOf(failure: Failure | null, field: Field | null): readonly Fault[] {
  const named = (fault: Fault): string => fault.field.split('/').at(-1) ?? ''
  return (failure?.faults ?? []).filter((f) => (field === null ? !FIELDS.some((x) => x === named(f)) : named(f) === field))
}

function bodyOf(form: HTMLFormElement): object {
  const said = new FormData(form)
  const texts = FIELDS.flatMap((field) => {
    const value = said.get(field)
    return typeof value !== 'string' || value.trim() === '' ? [] : [[field, value.trim()] as const]
  })
  return Object.fromEntries(texts.map(([field, value]) => [field, field === 'value' ? Number(value) : value]))
}

function FieldFaults({ failure, field }: { failure: Failure | null; field: Field }): VNode | null {
  const faults = faultsOf(failure, field)
  if (faults.length === 0) return null
  return (
    <small class="fault" id={`fault-${field}`} role="alert" lang="en">
      {faults.map((f) => f.message).join('; ')}
    </small>
  )
}

type Inputs = { readonly failure: Failure | null }

function Described({
  failure,
  field,
  type,
  required = false,
}: Inputs & { field: Field; type: 'text' | 'number' | 'date'; required?: boolean }): VNode {
  const wrong = faultsOf(failure, field).length > 0
  return (
    <label>
      {t(`entry.${field}`)}
      <input
        name={field}
        type={type}
        required={required}
        step={type === 'number' ? 'any' : undefined}
        list={field === 'key' ? 'entry-keys' : undefined}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={wrong ? `fault-${field}` : undefined}
      />
      <FieldFaults failure={failure} field={field} />
    </label>
  )
}

function Site({ failure }: Inputs): VNode {
  return (
    <label>
      {t('entry.site')}
      <select name="site">
        {(campus.value.value?.sites ?? []).map((site) => (
          <option key={site.id} value={site.id}>
            {nameOf(site.name, site.id)}
          </option>
        ))}
      </select>
      <FieldFaults failure={failure} field="site" />
    </label>
  )
}

interface Made {
  readonly fact: Fact
  readonly warnings: readonly string[]
}

function Outcome({ failure, made }: { failure: Failure | null; made: Made | null }): VNode | null {
  if (failure !== null) {
    const rest = faultsOf(failure, null).map((f) => f.message)
    const inFields = (failure.faults ?? []).length > rest.length
    const said = rest.length > 0 ? rest.join('; ') : inFields ? t('entry.refused') : (failure.said ?? t('failed.network'))
    return <p role="alert">{said}</p>
  }
  if (made === null) return null
  return (
    <p role="status">
      {t('entry.made', { id: made.fact.id })} <span lang="en">{made.warnings.join('; ')}</span>
    </p>
  )
}

function EntryForm({ made }: { made: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const last = useSignal<Made | null>(null)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    last.value = null
    try {
      last.value = await post<Made>('/api/v1/facts', bodyOf(form))
      failure.value = null
      form.reset()
      made()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  const shared = { failure: failure.value }
  return (
    <form class="choice entry" onSubmit={(e) => void send(e)}>
      <datalist id="entry-keys">
        {KEYS.map((key) => (
          <option key={key} value={key} label={word('fact', key)} />
        ))}
      </datalist>
      <Described {...shared} field="key" type="text" required />
      <Site {...shared} />
      <Described {...shared} field="value" type="number" required />
      <Described {...shared} field="from" type="date" required />
      <Described {...shared} field="to" type="date" />
      <Described {...shared} field="reference" type="text" />
      <Described {...shared} field="note" type="text" />
      <button type="submit">{t('entry.add')}</button>
      <Outcome failure={failure.value} made={last.value} />
    </form>
  )
}

export function EntriesPage(): VNode {
  const { value, failure, again } = usePolled(() => get<{ facts: Fact[] }>('/api/v1/facts'), EVERY_MS)
  const known = value.value
  return (
    <div class="panels">
      <section class="panel wide">
        <h2>{t('entry.new')}</h2>
        {may('preparer') ? <EntryForm made={again} /> : <Empty>{t('entry.not-yours')}</Empty>}
      </section>
      <section class="panel wide">
        <h2>{t('page.entries')}</h2>
        <p class="sub">{t('entry.explain')}</p>
        <Failed why={failure.value} retry={again} known={known !== null} />
        {known === null && failure.value === null && <Loading />}
        {known !== null && <EntryList facts={known.facts} changed={again} />}
      </section>
    </div>
  )
}
