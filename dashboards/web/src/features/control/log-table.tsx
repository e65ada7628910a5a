import type { VNode } from 'preact'
import { zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Pager, pageOf, usePaging } from '../../ui/paging.tsx'
import { Empty } from '../../ui/states.tsx'
import { type ControlLog, valueName, ROWS } from './control-api.ts'
import { t } from './text.ts'

/** The newest entries first. */
export function LogTable({ entries }: { entries: ControlLog['entries'] }): VNode {
  const paging = usePaging(ROWS)
  if (entries.length === 0) return <Empty>{t('control.log.none')}</Empty>
  return (
    <>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('control.col.at')}</th>
            <th>{t('control.col.actuator')}</th>
            <th>{t('control.col.event')}</th>
            <th>{t('control.col.value')}</th>
            <th>{t('control.col.by')}</th>
            <th>{t('control.col.why')}</th>
          </tr>
        </thead>
        <tbody>
          {pageOf(entries.toReversed(), paging).map((entry, i) => (
            // Entries have no id of their own and keep their order.
            <tr key={`${entry.at} ${entry.actuator} ${i}`}>
              <td class="first">{moment(entry.at, zone.value)}</td>
              <td data-label={t('control.col.actuator')}>{entry.actuator === '*' ? t('control.all') : entry.actuator}</td>
              <td data-label={t('control.col.event')}>{term('control-event', entry.kind)}</td>
              <td data-label={t('control.col.value')}>{valueName(entry.value, entry.unit)}</td>
              <td data-label={t('control.col.by')}>{entry.policy ?? entry.principal}</td>
              <td data-label={t('control.col.why')} class="full">
                {entry.reason}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager paging={paging} count={entries.length} />
    </>
  )
}
