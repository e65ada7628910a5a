/** Factor rows: what converts gas, electricity and heat into energy and greenhouse gas, with the document each comes from. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { WithdrawButton } from '../../forms/withdraw.tsx'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { everyDigit } from '../../text/report-format.ts'
import { withUnit } from '../../text/units.ts'
import { Panel, Loadable } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { FactorForm } from './factor-form.tsx'
import type { Factor, Factors } from './factors-api.ts'
import { withdrawPath } from './factors-api.ts'
import { t } from './text.ts'

const EVERY_MS = 60_000

function holds({ from, to }: Factor): string {
  if (from === null && to === null) return t('factor.always')
  return `${from ?? '…'} – ${to ?? '…'}`
}

function Remarks({ factor, onChange }: { factor: Factor; onChange: () => void }): VNode {
  const { id, note, conditions = '', caution, withdrawn, recorded_at } = factor
  const gone =
    withdrawn === null ? '' : t('withdrawn', { by: withdrawn.author, at: moment(withdrawn.at, zone.value), note: withdrawn.reason })
  return (
    <>
      <span lang="en">{[conditions, note].filter((part) => part !== '').join('; ')}</span> {gone}
      {caution !== undefined && <Tag state="attention">{caution}</Tag>}
      {recorded_at !== null && withdrawn === null && may('preparer') && (
        <WithdrawButton path={withdrawPath(id)} what={id} question={t('factor.withdraw.ask', { what: id })} onDone={onChange} />
      )}
    </>
  )
}

function Row({ factor, onChange }: { factor: Factor; onChange: () => void }): VNode {
  return (
    <tr data-factor={factor.id} class={factor.withdrawn === null ? undefined : 'stale'}>
      <td class="first">
        {factor.id}
        <small class="id">{factor.kind}</small>
      </td>
      <td data-label={t('factor.region')}>{factor.region ?? '–'}</td>
      <td data-label={t('col.value')} class="right value">
        {withUnit(everyDigit(factor.value), factor.unit)}
      </td>
      <td data-label={t('factor.holds')}>{holds(factor)}</td>
      <td data-label={t('factor.source')} lang="en">
        {factor.publisher}: {factor.document}
      </td>
      <td data-label={t('report.remarks')} class="full">
        <Remarks factor={factor} onChange={onChange} />
      </td>
    </tr>
  )
}

function FactorTable({ factors, onChange }: { factors: readonly Factor[]; onChange: () => void }): VNode {
  if (factors.length === 0) return <Empty>{t('factor.none')}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('factor.row')}</th>
          <th>{t('factor.region')}</th>
          <th class="right">{t('col.value')}</th>
          <th>{t('factor.holds')}</th>
          <th>{t('factor.source')}</th>
          <th>{t('report.remarks')}</th>
        </tr>
      </thead>
      <tbody>
        {factors.map((factor) => (
          <Row key={factor.id} factor={factor} onChange={onChange} />
        ))}
      </tbody>
    </table>
  )
}

export function Screen(): VNode {
  const all = useSignal(false)
  const path = `/api/v1/factors?all=${all.value}`
  const polling = usePolling(() => get<Factors>(path), EVERY_MS, path)
  return (
    <div class="panels">
      {may('preparer') && (
        <Panel title={t('factor.new')}>
          <FactorForm onRecord={polling.reload} />
        </Panel>
      )}
      <Panel title={t('factor.title')}>
        <p class="sub">{t('factor.explain')}</p>
        <Loadable of={polling}>
          {({ set, factors }) => (
            <>
              <p class="sub">{t('factor.set', { set })}</p>
              <label class="check">
                <input type="checkbox" checked={all.value} onChange={(e) => (all.value = e.currentTarget.checked)} />
                {t('factor.all')}
              </label>
              <FactorTable factors={factors} onChange={polling.reload} />
            </>
          )}
        </Loadable>
      </Panel>
    </div>
  )
}
