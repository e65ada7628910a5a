/** Every entry, the last first; a preparer withdraws a wrong one, and it stays in sight. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { WithdrawButton } from '../../forms/withdraw.tsx'
import { campus, zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { placeName } from '../../text/places.ts'
import { everyDigit } from '../../text/report-format.ts'
import { withUnit } from '../../text/units.ts'
import { Empty } from '../../ui/states.tsx'
import { type Entry, withdrawPath } from './entries-api.ts'
import { t } from './text.ts'

function remarksOf({ counts, withdrawn, reference, note }: Entry): string {
  const gone =
    withdrawn === null ? null : t('withdrawn', { by: withdrawn.author, at: moment(withdrawn.at, zone.value), note: withdrawn.reason })
  const state = gone ?? (counts ? '' : t('entry.replaced'))
  return [state, reference ?? '', note ?? ''].filter((part) => part !== '').join('; ')
}

function Row({ entry, onWithdraw }: { entry: Entry; onWithdraw: (id: string) => void }): VNode {
  const { id, key, site, from, to, value, unit, author, recorded_at, counts } = entry
  const amount = withUnit(everyDigit(value), unit)
  const what = `${term('entry-key', key)}, ${amount}`
  return (
    <tr data-entry={id} class={counts ? undefined : 'stale'}>
      <td class="first">
        {term('entry-key', key)}
        <small class="id">{id}</small>
      </td>
      <td data-label={t('entry.site')}>{site ? placeName(site, campus.value.value) : '–'}</td>
      <td data-label={t('entry.span')}>{to === null ? t('entry.since', { from }) : `${from} – ${to}`}</td>
      <td data-label={t('entry.value')} class="right value">
        {amount}
      </td>
      <td data-label={t('entry.author')}>
        {author} <small>{moment(recorded_at, zone.value)}</small>
      </td>
      <td data-label={t('entry.note')} class="full">
        {remarksOf(entry)}
        {entry.withdrawn === null && may('preparer') && (
          <WithdrawButton path={withdrawPath(id)} what={what} question={t('entry.withdraw.ask', { what })} onDone={() => onWithdraw(id)} />
        )}
      </td>
    </tr>
  )
}

function Heads(): VNode {
  return (
    <thead>
      <tr>
        <th>{t('entry.key')}</th>
        <th>{t('entry.site')}</th>
        <th>{t('entry.span')}</th>
        <th class="right">{t('entry.value')}</th>
        <th>{t('entry.author')}</th>
        <th>{t('entry.note')}</th>
      </tr>
    </thead>
  )
}

export function EntryList({ entries, onChange }: { entries: readonly Entry[]; onChange: () => void }): VNode {
  const last = useSignal<string | null>(null)
  const outcome = useRef<HTMLParagraphElement>(null)
  // The form that had the focus is gone with the button of its row.
  const handleWithdrawal = (id: string): void => {
    last.value = id
    outcome.current?.focus()
    onChange()
  }
  if (entries.length === 0) return <Empty>{t('entry.none')}</Empty>
  return (
    <>
      <p role="status" tabIndex={-1} ref={outcome}>
        {last.value !== null && t('withdrawn.done', { id: last.value })}
      </p>
      <table class="cards">
        <Heads />
        <tbody>
          {entries.toReversed().map((entry) => (
            <Row key={entry.id} entry={entry} onWithdraw={handleWithdrawal} />
          ))}
        </tbody>
      </table>
    </>
  )
}
