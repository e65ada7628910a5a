import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'
import { bodyOf, Field, Outcome } from '../../forms/field.tsx'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { Empty } from '../../ui/states.tsx'
import { type ActuatorState, CONTROL, valueName } from './control-api.ts'
import { t } from './text.ts'

type Override = Answer<'POST /api/v1/control/overrides'>

const FIELDS = ['actuator', 'value', 'until', 'reason'] as const
const HOURS = [1, 2, 4, 8, 24] as const
const HOUR_MS = 3_600_000

/** A value for one actuator for some hours, with the reason. */
export function OverrideForm({ actuators, onMake }: { actuators: readonly ActuatorState[]; onMake: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const made = useSignal<Override | null>(null)
  if (!may('operator')) return <Empty>{t('control.override.not-yours')}</Empty>
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const { until, ...body } = bodyOf(event.currentTarget as HTMLFormElement, FIELDS)
    try {
      made.value = await post<Override>(`${CONTROL}/overrides`, {
        ...body,
        until: new Date(Date.now() + Number(until) * HOUR_MS).toISOString(),
      })
      failure.value = null
      onMake()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  const done = made.value
  return (
    <form class="choice entry" onSubmit={(e) => void send(e)}>
      <label>
        {t('control.col.actuator')}
        <select name="actuator">
          {actuators
            .filter((a) => !a.never)
            .map((a) => (
              <option key={a.id} value={a.id}>
                {a.id}
              </option>
            ))}
        </select>
      </label>
      <Field failure={failure.value} name="value" label={t('control.override.value')} required initial="on" />
      <label>
        {t('control.override.for')}
        <select name="until">
          {HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {t('control.hours', { hours: String(hours) })}
            </option>
          ))}
        </select>
      </label>
      <Field failure={failure.value} name="reason" label={t('control.reason')} required />
      <button type="submit" class="primary">
        {t('control.override.make')}
      </button>
      <Outcome
        failure={failure.value}
        fields={FIELDS}
        done={
          done === null
            ? null
            : t('control.override.made', { actuator: done.actuator, value: valueName(done.value), until: moment(done.until, zone.value) })
        }
      />
    </form>
  )
}
