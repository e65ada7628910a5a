import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { zone } from '../../state/campus.ts'
import { moment } from '../../text/format.ts'
import { Pager, pageOf, usePaging } from '../../ui/paging.tsx'
import { Empty } from '../../ui/states.tsx'
import { type Timeline, valueName, ROWS } from './control-api.ts'
import { t } from './text.ts'

/** The next seven days of one actuator. */
export function PreviewTable({ timeline }: { timeline: Timeline['timeline'] }): VNode {
  const chosen = useSignal<string | null>(null)
  const ids = [...new Set(timeline.map((span) => span.actuator))]
  const [first] = ids
  const current = chosen.value ?? first
  const own = timeline.filter((span) => span.actuator === current)
  const paging = usePaging(ROWS)
  if (first === undefined) return <Empty>{t('control.none')}</Empty>
  return (
    <>
      <label>
        {t('control.col.actuator')}
        <select value={current} onChange={(e) => (chosen.value = e.currentTarget.value)}>
          {ids.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('control.col.from')}</th>
            <th>{t('control.col.to')}</th>
            <th>{t('control.col.value')}</th>
            <th>{t('control.col.why')}</th>
          </tr>
        </thead>
        <tbody>
          {pageOf(own, paging).map((span) => (
            <tr key={span.from}>
              <td class="first">{moment(span.from, zone.value)}</td>
              <td data-label={t('control.col.to')}>{moment(span.to, zone.value)}</td>
              <td data-label={t('control.col.value')}>{valueName(span.value, span.unit)}</td>
              <td data-label={t('control.col.why')} class="full">
                {span.policy !== null && <strong>{span.policy}</strong>} <span>{span.reason}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager paging={paging} count={own.length} />
    </>
  )
}
