/** Alarms: what holds now, what is over, who has acknowledged it. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { periodName } from '../../address/periods.ts'
import { type Failure, failureOf, post } from '../../api/client.ts'
import type { Alarm } from '../../api/types.ts'
import { alarms, loadAlarms, mergeAlarm, zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment, percent } from '../../text/format.ts'
import { findTerm, term } from '../../text/language.ts'
import { Empty, FailureNote, Loading, RefusalNote } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

const SHARES = new Set(['coverage', 'share'])

/** In the language of the reader where there is a message for it, else as the service words it. */
function sentenceOf({ code, evidence, sentence }: Alarm): string {
  const values = Object.entries(evidence).map(([key, value]) => {
    if (key === 'period' || key === 'month') return [key, periodName(String(value))]
    // Cut, not rounded: 94.96 % is not the limit of 95 %.
    const isShare = SHARES.has(key) || (key === 'limit' && code.startsWith('coverage'))
    return [key, isShare ? percent(Math.floor(1000 * Number(value) + 1e-9) / 1000) : String(value)]
  })
  return findTerm('cause', code, Object.fromEntries(values) as Record<string, string>) ?? sentence
}

function AcknowledgeForm({ alarm }: { alarm: Alarm }): VNode {
  const note = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    const text = note.value.trim()
    try {
      mergeAlarm((await post<{ alarm: Alarm }>(`/api/v1/alarms/${alarm.id}/acknowledge`, text === '' ? {} : { note: text })).alarm)
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <form class="choice" onSubmit={(e) => void send(e)}>
      <label>
        {t('entry.note')}
        <input maxLength={1000} value={note.value} onInput={(e) => (note.value = e.currentTarget.value)} />
      </label>
      <button type="submit">{t('alarm.acknowledge')}</button>
      <RefusalNote why={failure.value} />
    </form>
  )
}

function Acknowledgement({ alarm }: { alarm: Alarm }): VNode {
  const { acknowledged, state } = alarm
  if (acknowledged !== null) {
    const { by, at, note } = acknowledged
    return <>{t('alarm.seen', { by, at: moment(at, zone.value), note: note ?? '' })}</>
  }
  if (state === 'open' && may('operator')) return <AcknowledgeForm alarm={alarm} />
  return <>{t('alarm.unseen')}</>
}

function Row({ alarm }: { alarm: Alarm }): VNode {
  return (
    <tr data-alarm={alarm.id}>
      <td class="first">
        {sentenceOf(alarm)}
        <small class="id">{alarm.id}</small>
      </td>
      <td data-label={t('col.state')}>
        <Tag state={alarm.state === 'open' ? (alarm.severity === 'alarm' ? 'fault' : 'attention') : 'plain'}>
          {alarm.state === 'open' ? term('severity', alarm.severity) : t('alarm.over')}
        </Tag>
      </td>
      <td data-label={t('alarm.raised')}>{moment(alarm.raised, zone.value)}</td>
      <td data-label={t('alarm.cleared')}>{alarm.cleared === null ? '–' : moment(alarm.cleared, zone.value)}</td>
      <td data-label={t('alarm.acknowledged')} class="full">
        <Acknowledgement alarm={alarm} />
      </td>
    </tr>
  )
}

function List({ list, none }: { list: readonly Alarm[]; none: string }): VNode {
  if (list.length === 0) return <Empty>{none}</Empty>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{t('col.what')}</th>
          <th>{t('col.state')}</th>
          <th>{t('alarm.raised')}</th>
          <th>{t('alarm.cleared')}</th>
          <th>{t('alarm.acknowledged')}</th>
        </tr>
      </thead>
      <tbody>
        {list.map((alarm) => (
          <Row key={alarm.id} alarm={alarm} />
        ))}
      </tbody>
    </table>
  )
}

export function Screen(): VNode {
  const { value, failure } = alarms.value
  const retry = (): void => void loadAlarms()
  const of = (state: Alarm['state']): readonly Alarm[] => (value ?? []).filter((a) => a.state === state)
  const waiting = value === null && failure === null
  return (
    <div class="panels">
      <section class="panel wide" aria-live="polite">
        <h2>{t('alarm.open')}</h2>
        <FailureNote why={failure} retry={retry} hasValue={value !== null} />
        {waiting && <Loading />}
        {value !== null && <List list={of('open')} none={t('alarm.none')} />}
      </section>
      <section class="panel wide">
        <h2>{t('alarm.past')}</h2>
        {waiting && <Loading />}
        {value !== null && <List list={of('cleared')} none={t('alarm.past.none')} />}
      </section>
    </div>
  )
}
