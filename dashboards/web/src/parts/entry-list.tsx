/** Every entry ever made, the last first; a wrong one is taken out by whoever may make entries, and stays in sight. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { moment } from '../format.ts'
import { t, word } from '../i18n.ts'
import type { Fact } from '../office-api.ts'
import { everyDigit } from '../office-format.ts'
import { may, zone } from '../state.ts'
import { withUnit } from '../units.ts'
import { Empty } from './states.tsx'
import { Withdraw } from './withdraw.tsx'

function remarksOf({ counts, withdrawn, reference, note }: Fact): string {
  const gone =
    withdrawn === null ? null : t('entry.withdrawn', { by: withdrawn.author, at: moment(withdrawn.at, zone.value), note: withdrawn.reason })
  const state = gone ?? (counts ? '' : t('entry.replaced'))
  return [state, reference ?? '', note ?? ''].filter((part) => part !== '').join('; ')
}

function Row({ fact, withdrawn }: { fact: Fact; withdrawn: (id: string) => void }): VNode {
  const { id, key, site, from, to, value, unit, author, recorded_at, counts } = fact
  const amount = withUnit(everyDigit(value), unit)
  return (
    <tr data-entry={id} class={counts ? undefined : 'stale'}>
      <td class="first">
        {word('fact', key)}
        <small class="id">{id}</small>
      </td>
      <td data-label={t('entry.site')}>{site ?? '–'}</td>
      <td data-label={t('entry.span')}>{to === null ? t('entry.since', { from }) : `${from} – ${to}`}</td>
      <td data-label={t('entry.value')} class="right value">
        {amount}
      </td>
      <td data-label={t('entry.author')}>
        {author} <small>{moment(recorded_at, zone.value)}</small>
      </td>
      <td data-label={t('entry.note')} class="full">
        {remarksOf(fact)}
        {fact.withdrawn === null && may('preparer') && (
          <Withdraw id={id} what={`${word('fact', key)}, ${amount}`} done={() => withdrawn(id)} />
        )}
      </td>
    </tr>
  )
}

export function EntryList({ facts, changed }: { facts: readonly Fact[]; changed: () => void }): VNode {
  const last = useSignal<string | null>(null)
  const outcome = useRef<HTMLParagraphElement>(null)
  // The form that had the focus is gone with its row's button.
  const withdrawn = (id: string): void => {
    last.value = id
    outcome.current?.focus()
    changed()
  }
  if (facts.length === 0) return <Empty>{t('entry.none')}</Empty>
  return (
    <>
      <p role="status" tabIndex={-1} ref={outcome}>
        {last.value !== null && t('entry.withdrawn.done', { id: last.value })}
      </p>
      <table class="cards">
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
        <tbody>
          {facts.toReversed().map((fact) => (
            <Row key={fact.id} fact={fact} withdrawn={withdrawn} />
          ))}
        </tbody>
      </table>
    </>
  )
}
