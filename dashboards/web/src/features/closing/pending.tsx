/** What would change a closed period today: old, new, why and by which meters; accepted or rejected with a reason. */

import type { VNode } from 'preact'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import { boundaryName } from '../../reporting/boundary-name.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment, numbers } from '../../text/format.ts'
import { withUnit } from '../../text/units.ts'
import { Loadable, Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { accept, type Pending, pendingPath, reject } from './closing-api.ts'
import { ReasonForm } from './reason-form.tsx'
import { t } from './text.ts'

type Row = Pending['pending'][number]

const EVERY_MS = 300_000
/** Digits that tell old from new, also of an intensity. */
const SIGNIFICANT = 7
const amountOf = (value: number | null, unit: string): string =>
  value === null ? t('missing') : withUnit(numbers({ maximumSignificantDigits: SIGNIFICANT }).format(value), unit)

function causeText({ causes, points, entries, factors }: Row): string {
  const named = { readings: points, claims: points, entries, factors, algorithm: [] } as const
  return causes.map((cause) => [t(`closing.cause.${cause}`), named[cause].join(', ')].filter(Boolean).join(': ')).join('; ')
}

function PendingRow({ row }: { row: Row }): VNode {
  return (
    <tr data-pending={row.figure}>
      <td class="first">
        {row.name} <small class="id">{boundaryName(row.boundary)}</small>
      </td>
      <td data-label={t('closing.pending.old')} class="right">
        {amountOf(row.old, row.unit)}
      </td>
      <td data-label={t('closing.pending.new')} class="right value">
        {amountOf(row.new, row.unit)}
      </td>
      <td data-label={t('closing.pending.cause')} class="full">
        {causeText(row)}
      </td>
    </tr>
  )
}

function Decision({ id, onDone }: { id: string; onDone: () => void }): VNode {
  return (
    <>
      <ReasonForm
        required
        primary
        button={t('closing.accept')}
        label={t('closing.accept.reason')}
        send={(reason) => accept(id, reason)}
        onDone={onDone}
      />
      <ReasonForm
        required
        button={t('closing.reject')}
        label={t('closing.reject.reason')}
        send={(reason) => reject(id, reason)}
        onDone={onDone}
      />
    </>
  )
}

function PendingRows({ pending, onDone }: { pending: Pending; onDone: () => void }): VNode {
  const [first] = pending.pending
  if (first === undefined) return <Empty>{t('closing.pending.none')}</Empty>
  const { rejected } = pending
  return (
    <>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('closing.figure')}</th>
            <th class="right">{t('closing.pending.old')}</th>
            <th class="right">{t('closing.pending.new')}</th>
            <th>{t('closing.pending.cause')}</th>
          </tr>
        </thead>
        <tbody>
          {pending.pending.map((row) => (
            <PendingRow key={`${row.figure} ${row.boundary}`} row={row} />
          ))}
        </tbody>
      </table>
      {rejected !== null && (
        <p>
          {t('closing.rejected-by', { by: rejected.by, at: moment(rejected.at, zone.value) })} <q>{rejected.reason}</q>
        </p>
      )}
      {may('approver') && <Decision id={first.id} onDone={onDone} />}
    </>
  )
}

export function PendingPanel({ period, revision, onDone }: { period: string; revision: number; onDone: () => void }): VNode {
  const path = pendingPath(period)
  const polling = usePolling(() => get<Pending>(path), EVERY_MS, `${path} ${revision}`)
  const done = (): void => {
    polling.reload()
    onDone()
  }
  return (
    <Panel title={t('closing.pending')} class="pending">
      <Loadable of={polling} waiting={t('closing.pending.computing')}>
        {(pending) => <PendingRows pending={pending} onDone={done} />}
      </Loadable>
    </Panel>
  )
}
