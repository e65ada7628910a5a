/** Alarms: by state and text, each with what people do about it. The state that is shown stands in the address. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { goTo, hrefHere, route } from '../../address/route.ts'
import { get } from '../../api/client.ts'
import { usePolling } from '../../api/polling.ts'
import type { Alarm } from '../../api/types.ts'
import { alarms, loadAlarms } from '../../state/campus.ts'
import { Empty, FailureNote, Loading } from '../../ui/states.tsx'
import { AlarmRow } from './alarm-row.tsx'
import { alarmSentence } from '../../usage/alarm-sentence.ts'
import { t } from './text.ts'

const FILTERS = ['open', 'firing', 'acknowledged', 'pending', 'resolved'] as const
type Filter = (typeof FILTERS)[number]
/** Rows that are drawn at once: a phone page of years of alarms would never end. */
const SHOWN = 50
const PENDING_MS = 10_000

function filterNow(): Filter {
  const { state } = route.value.query
  return FILTERS.find((filter) => filter === state) ?? 'open'
}

function FilterBar({ counts }: { counts: Readonly<Record<Filter, number>> }): VNode {
  return (
    <fieldset class="segments">
      <legend>{t('alarm.filter')}</legend>
      {FILTERS.map((filter) => (
        <button key={filter} type="button" aria-pressed={filter === filterNow()} onClick={() => goTo(hrefHere({ state: filter }))}>
          {t(`alarm.filter.${filter}`)} {counts[filter]}
        </button>
      ))}
    </fieldset>
  )
}

function List({ list, filter }: { list: readonly Alarm[]; filter: Filter }): VNode {
  const shown = useSignal(SHOWN)
  if (list.length === 0) return <Empty>{t(`alarm.none.${filter}`)}</Empty>
  return (
    <>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('col.what')}</th>
            <th>{t('col.state')}</th>
            <th>{t('alarm.since')}</th>
            <th>{t('alarm.cleared')}</th>
            <th>{t('alarm.acknowledged')}</th>
          </tr>
        </thead>
        <tbody>
          {list.slice(0, shown.value).map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} />
          ))}
        </tbody>
      </table>
      {list.length > shown.value && (
        <button type="button" onClick={() => (shown.value += SHOWN)}>
          {t('alarm.next', { n: list.length - shown.value })}
        </button>
      )}
    </>
  )
}

const matches = (alarm: Alarm, text: string): boolean =>
  [alarmSentence(alarm), alarm.id, alarm.rule ?? '', alarm.owner ?? '', ...alarm.points].some((part) =>
    part.toLowerCase().includes(text.trim().toLowerCase()),
  )

export function Screen(): VNode {
  const { value, failure } = alarms.value
  const search = useSignal('')
  const pending = usePolling(() => get<{ alarms: readonly Alarm[] }>('/api/v1/alarms?state=pending'), PENDING_MS)
  const all = [...(value ?? []), ...(pending.value.value?.alarms ?? [])]
  const of = (filter: Filter): readonly Alarm[] =>
    all.filter((a) => a.phase === filter || (filter === 'open' && (a.phase === 'firing' || a.phase === 'acknowledged')))
  const filter = filterNow()
  const counts = Object.fromEntries(FILTERS.map((f) => [f, of(f).length])) as Record<Filter, number>
  return (
    <div class="panels">
      <section class="panel wide" aria-live="polite">
        <h2>{t(`alarm.title.${filter}`)}</h2>
        <FailureNote why={failure} retry={() => void loadAlarms()} hasValue={value !== null} />
        <FilterBar counts={counts} />
        <p class="search">
          <input
            type="search"
            aria-label={t('alarm.search')}
            placeholder={t('alarm.search')}
            value={search.value}
            onInput={(e) => (search.value = e.currentTarget.value)}
          />
        </p>
        {value === null && failure === null && <Loading />}
        {value !== null && <List key={filter} list={of(filter).filter((a) => matches(a, search.value))} filter={filter} />}
      </section>
    </div>
  )
}
