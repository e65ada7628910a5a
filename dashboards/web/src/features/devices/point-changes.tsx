/** Three things that happen to a point: its meter is replaced, its unit was wrong, its register was compared with the display. */

import { useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { bodyOf, Field } from '../../forms/field.tsx'
import { exact } from '../../text/format.ts'
import { unit, withUnit } from '../../text/units.ts'
import { Decision, FormActions, showPreview, useChange } from './change.tsx'
import { type ChangeBody, previewChange, proposeChange, type ServedPoint } from './devices-api.ts'
import { t } from './text.ts'

export interface PointChangeProps {
  readonly point: ServedPoint
  readonly device: string
  readonly onDone: () => void
  readonly close: () => void
}

interface ChangeFormProps extends PointChangeProps {
  readonly kind: 'meter' | 'unit' | 'live'
  readonly fields: readonly string[]
  readonly numeric: readonly string[]
  readonly children: ComponentChildren
}

/** What the form says, looked at before it is proposed: the body that was previewed is the one that is sent. */
function ChangeForm({ kind, point, fields, numeric, onDone, close, children }: ChangeFormProps): VNode {
  const draft = useChange()
  const body = useSignal<ChangeBody | null>(null)
  const head = useRef<HTMLHeadingElement>(null)
  // On a phone the form opens below the screen.
  useEffect(() => head.current?.focus(), [])
  const look = (event: SubmitEvent): void => {
    event.preventDefault()
    const next = { kind, point: point.id, ...bodyOf(event.currentTarget as HTMLFormElement, fields, numeric) }
    body.value = next
    void showPreview(draft, () => previewChange(next))
  }
  return (
    <>
      <h2 tabIndex={-1} ref={head}>
        {t(`devices.${kind}.title`, { point: point.id })}
      </h2>
      <p class="sub">{t(`devices.${kind}.explain`)}</p>
      <form class="choice change-form" onSubmit={look}>
        {children}
        <FormActions draft={draft} cancel={close}>
          {t('devices.look')}
        </FormActions>
      </form>
      <Decision
        draft={draft}
        apply={t(`devices.${kind}.apply`)}
        onDone={onDone}
        propose={() => proposeChange(body.value ?? { kind, point: point.id })}
      />
    </>
  )
}

function ReadNow({ point }: { point: ServedPoint }): VNode | null {
  if (point.last === null) return null
  const onMeter = Number((point.last.value / point.multiplier).toPrecision(15))
  return <p class="sub">{t('devices.read.now', { value: withUnit(exact(onMeter), point.unit) })}</p>
}

export function MeterForm(props: PointChangeProps): VNode {
  const { point, device } = props
  const inUnit = { unit: unit(point.unit) }
  const fields = ['at', 'last_index', 'first_index', 'device', 'serial', 'ct_ratio']
  return (
    <ChangeForm {...props} kind="meter" fields={fields} numeric={['last_index', 'first_index', 'ct_ratio']}>
      <Field failure={null} name="at" type="datetime-local" label={t('devices.meter.at')} required />
      <Field failure={null} name="last_index" type="number" label={t('devices.meter.last', inUnit)} required />
      <Field failure={null} name="first_index" type="number" label={t('devices.meter.first', inUnit)} required initial="0" />
      <Field failure={null} name="device" label={t('devices.meter.device')} initial={device} />
      <Field failure={null} name="serial" label={t('devices.meter.serial')} />
      <Field failure={null} name="ct_ratio" type="number" label={t('devices.meter.ratio')} />
      <ReadNow point={point} />
    </ChangeForm>
  )
}

/** Units that a mistake is usually about. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  kWh: ['Wh', 'kWh', 'MWh', 'MJ', 'GJ'],
  W: ['W', 'kW', 'mW'],
  m3: ['L', 'm3', 'dL', 'hL', 'gal'],
  'm3/h': ['m3/h', 'L/h', 'L/min', 'L/s'],
  Cel: ['Cel', 'F', 'K'],
  V: ['V', 'mV', 'kV'],
  A: ['A', 'mA'],
}

export function UnitForm(props: PointChangeProps): VNode {
  const { point } = props
  const units = UNITS[point.unit]
  return (
    <ChangeForm {...props} kind="unit" fields={['unit']} numeric={[]}>
      {units === undefined ? (
        <Field failure={null} name="unit" label={t('devices.unit.of')} required initial={point.unit} />
      ) : (
        <label>
          {t('devices.unit.of')}
          <select name="unit">
            {units.map((code) => (
              <option key={code} value={code}>
                {unit(code)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ReadNow point={point} />
    </ChangeForm>
  )
}

export function LiveForm(props: PointChangeProps): VNode {
  const { point } = props
  return (
    <ChangeForm {...props} kind="live" fields={['display']} numeric={['display']}>
      <Field failure={null} name="display" type="number" label={t('devices.live.display', { unit: unit(point.unit) })} required />
      <ReadNow point={point} />
    </ChangeForm>
  )
}
