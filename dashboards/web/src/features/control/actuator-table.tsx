import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { type Failure, failureOf, remove } from '../../api/client.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Empty, RefusalNote } from '../../ui/states.tsx'
import { Pager, pageOf, usePaging } from '../../ui/paging.tsx'
import { Tag } from '../../ui/tag.tsx'
import { type ActuatorState, CONTROL, valueName, ROWS } from './control-api.ts'
import { t } from './text.ts'

function Mode({ actuator: { live, never } }: { actuator: ActuatorState }): VNode {
  return <>{never ? t('control.mode.never') : live ? t('control.mode.live') : t('control.mode.observed')}</>
}

function Command({ command }: Pick<ActuatorState, 'command'>): VNode {
  if (command === null) return <>–</>
  const failed = command.state === 'expired' || command.state === 'refused'
  return <Tag state={failed ? 'attention' : 'plain'}>{term('command', command.state)}</Tag>
}

/** Why, and why it is not sent yet. */
function Why({ actuator, onChange }: { actuator: ActuatorState; onChange: () => void }): VNode {
  const failure = useSignal<Failure | null>(null)
  const { override, policy, reason, waiting } = actuator
  const end = async (id: string): Promise<void> => {
    try {
      await remove(`${CONTROL}/overrides/${encodeURIComponent(id)}`)
      onChange()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <>
      {policy !== null && <strong>{policy}</strong>} <span>{waiting === null ? reason : `${reason}; ${waiting}`}</span>
      {override !== null && (
        <div>
          {t('control.override.until', { until: moment(override.until, zone.value), by: override.principal })}{' '}
          {may('operator') && (
            <button type="button" onClick={() => void end(override.id)}>
              {t('control.override.end')}
            </button>
          )}
          <RefusalNote why={failure.value} />
        </div>
      )}
    </>
  )
}

const failSafe = ({ by, after_s }: ActuatorState['fail_safe']): string =>
  after_s === null ? term('failsafe', by) : t('control.failsafe.after', { by: term('failsafe', by), seconds: String(after_s) })

export function ActuatorTable({ actuators, onChange }: { actuators: readonly ActuatorState[]; onChange: () => void }): VNode {
  const paging = usePaging(ROWS)
  if (actuators.length === 0) return <Empty>{t('control.none')}</Empty>
  return (
    <>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('control.col.actuator')}</th>
            <th>{t('control.col.mode')}</th>
            <th>{t('control.col.is')}</th>
            <th>{t('control.col.wanted')}</th>
            <th>{t('control.col.command')}</th>
            <th>{t('control.col.failsafe')}</th>
            <th>{t('control.col.why')}</th>
          </tr>
        </thead>
        <tbody>
          {pageOf(actuators, paging).map((a) => (
            <tr key={a.id} data-actuator={a.id}>
              <td class="first">{a.id}</td>
              <td data-label={t('control.col.mode')}>
                <Mode actuator={a} />
              </td>
              <td data-label={t('control.col.is')}>{valueName(a.actual, a.unit)}</td>
              <td data-label={t('control.col.wanted')}>{valueName(a.wanted, a.unit)}</td>
              <td data-label={t('control.col.command')}>
                <Command command={a.command} />
              </td>
              <td data-label={t('control.col.failsafe')}>{failSafe(a.fail_safe)}</td>
              <td data-label={t('control.col.why')} class="full">
                <Why actuator={a} onChange={onChange} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager paging={paging} count={actuators.length} />
    </>
  )
}
