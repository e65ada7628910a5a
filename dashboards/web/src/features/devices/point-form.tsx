/** The form that makes a point of a field, filled in with what is suggested. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { bodyOf, Field } from '../../forms/field.tsx'
import { campus } from '../../state/campus.ts'
import { nameOf, term } from '../../text/language.ts'
import { reasonsText } from '../../text/suggestion.ts'
import { Decision, FormActions, showPreview, useChange } from './change.tsx'
import { type ChangeBody, type DiscoveredField, previewChange, proposeChange } from './devices-api.ts'
import { t } from './text.ts'

const QUANTITIES = [
  'energy',
  'energy_export',
  'power',
  'power_export',
  'volume',
  'flow',
  'heat_energy',
  'temperature',
  'humidity',
  'co2',
  'illuminance',
  'irradiance',
  'occupancy',
  'occupants',
  'switch',
  'voltage',
  'current',
  'frequency',
  'power_factor',
  'apparent_power',
  'reactive_power',
  'reactive_energy',
  'pressure',
  'level',
  'soil_moisture',
  'mass',
  'count',
  'distance',
  'duration',
  'dew_point',
  'battery',
  'signal',
  'ratio',
  'state',
  'mode',
] as const
const USES = [
  'lighting',
  'sockets',
  'hvac',
  'hot-water',
  'basin-heater',
  'kitchen',
  'lifts',
  'it',
  'irrigation',
  'domestic',
  'flushing',
] as const
const FIELDS = [
  'site',
  'building',
  'floor',
  'zone',
  'use',
  'quantity',
  'unit',
  'name',
  'point',
  'interval',
  'ct_ratio',
  'max_rate',
  'serial',
  'status',
]
/** Quantities with a register, which somebody compares with the display. */
const REGISTERS: readonly string[] = ['energy', 'energy_export', 'volume', 'heat_energy', 'reactive_energy']

export interface PointFormProps {
  readonly field: DiscoveredField
  readonly onDone: () => void
  readonly close: () => void
}

/** A row of the sheet: what the field is known by, and what the form adds. */
function rowOf(field: DiscoveredField, form: HTMLFormElement): ChangeBody {
  const { make, topic, device, field: name } = field
  return { kind: 'point', row: { make, ...(topic === null ? {} : { topic }), device, field: name, ...bodyOf(form, FIELDS) } }
}

function SiteField(): VNode | null {
  const sites = campus.value.value?.sites ?? []
  if (sites.length < 2) return null
  return (
    <label>
      {t('devices.form.site')}
      <select name="site">
        {sites.map(({ id, name }) => (
          <option key={id} value={id}>
            {nameOf(name, id)}
          </option>
        ))}
      </select>
    </label>
  )
}

function QuantityField({ suggested }: { suggested: string | undefined }): VNode {
  return (
    <label>
      {t('col.quantity')}
      <select name="quantity">
        {QUANTITIES.map((quantity) => (
          <option key={quantity} value={quantity} selected={quantity === suggested}>
            {term('quantity', quantity)}
          </option>
        ))}
      </select>
    </label>
  )
}

function UseField(): VNode {
  return (
    <>
      <Field failure={null} name="use" label={t('col.use')} list="device-uses" />
      <datalist id="device-uses">
        {USES.map((use) => (
          <option key={use} value={use}>
            {term('use', use)}
          </option>
        ))}
      </datalist>
    </>
  )
}

function More(): VNode {
  return (
    <details class="more">
      <summary>{t('devices.form.more')}</summary>
      <div class="choice">
        <Field failure={null} name="point" label={t('devices.form.id')} />
        <Field failure={null} name="interval" label={t('devices.form.interval')} />
        <Field failure={null} name="ct_ratio" label={t('devices.form.ratio')} />
        <Field failure={null} name="max_rate" label={t('devices.form.rate')} />
        <Field failure={null} name="serial" label={t('devices.form.serial')} />
      </div>
    </details>
  )
}

export function PointForm({ field, onDone, close }: PointFormProps): VNode {
  const draft = useChange()
  const body = useSignal<ChangeBody | null>(null)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [field])
  const { suggestion } = field
  const look = (event: SubmitEvent): void => {
    event.preventDefault()
    const next = rowOf(field, event.currentTarget as HTMLFormElement)
    body.value = next
    void showPreview(draft, () => previewChange(next))
  }
  return (
    <>
      <h2 tabIndex={-1} ref={head}>
        {t('devices.form.title', { device: field.device, field: field.field })}
      </h2>
      <p class="sub">
        {t('devices.form.explain', { value: field.last_value })}
        {suggestion !== null && (
          <small class={suggestion.confidence === 'high' ? undefined : 'warn'}>{reasonsText(suggestion.reasons)}</small>
        )}
      </p>
      <form class="choice change-form" onSubmit={look}>
        <QuantityField suggested={suggestion?.quantity} />
        <Field
          failure={null}
          name="unit"
          label={t('devices.form.unit')}
          // What the source says of itself is converted already.
          initial={suggestion === null || suggestion.confidence === 'high' ? undefined : suggestion.unit}
        />
        <SiteField />
        <Field failure={null} name="building" label={t('devices.form.building')} />
        <Field failure={null} name="floor" label={t('devices.form.floor')} />
        <Field failure={null} name="zone" label={t('devices.form.zone')} />
        <UseField />
        <Field failure={null} name="name" label={t('devices.form.name')} />
        <label class="check">
          <input type="checkbox" name="status" value="commissioning" defaultChecked={REGISTERS.includes(suggestion?.quantity ?? '')} />
          {t('devices.form.commissioning')}
        </label>
        <More />
        <FormActions draft={draft} cancel={close}>
          {t('devices.look')}
        </FormActions>
      </form>
      <Decision
        draft={draft}
        apply={t('devices.form.apply')}
        onDone={onDone}
        propose={() => proposeChange(body.value ?? { kind: 'point' })}
      />
    </>
  )
}
