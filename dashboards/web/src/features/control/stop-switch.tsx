import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, post } from '../../api/client.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { type Actuators, CONTROL } from './control-api.ts'
import { t } from './text.ts'

/** Stops all sending, or lets it go on; both ask for a reason. */
export function StopSwitch({ stopped, onChange }: { stopped: Actuators['stopped']; onChange: () => void }): VNode {
  const reason = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    try {
      await post(`${CONTROL}/${stopped === null ? 'stop-all' : 'resume'}`, { reason: reason.value.trim() })
      reason.value = ''
      failure.value = null
      onChange()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <>
      <p data-control={stopped === null ? 'runs' : 'stopped'}>
        <Tag state={stopped === null ? 'plain' : 'fault'}>{stopped === null ? t('control.runs') : t('control.stopped')}</Tag>{' '}
        {stopped !== null && t('control.stopped.by', { by: stopped.by, at: moment(stopped.at, zone.value), reason: stopped.reason })}
      </p>
      {may('operator') && (
        <form class="choice" onSubmit={(e) => void send(e)}>
          <label>
            {t('control.reason')}
            <input required maxLength={500} pattern=".*\S.*" value={reason.value} onInput={(e) => (reason.value = e.currentTarget.value)} />
          </label>
          <button type="submit">{stopped === null ? t('control.stop-all') : t('control.resume')}</button>
          <RefusalNote why={failure.value} />
        </form>
      )}
    </>
  )
}
