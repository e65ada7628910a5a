/** What was not taken: refused messages with their reasons, and fields that no point asks for. */

import type { VNode } from 'preact'
import type { DeadLetters, Discovery } from '../api.ts'
import { moment, number } from '../format.ts'
import { t, word } from '../i18n.ts'
import { zone } from '../state.ts'
import { unit } from '../units.ts'
import { Tag } from './point-state.tsx'
import { Empty } from './states.tsx'

export function DeadLetterTable({ letters }: { letters: DeadLetters }): VNode {
  if (letters.total === 0) return <Empty>{t('quality.dead.none')}</Empty>
  return (
    <>
      <p class="sub">{t('quality.dead.count', { n: number(letters.total, 0) })}</p>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('col.reason')}</th>
            <th>{t('col.time')}</th>
            <th>{t('col.topic')}</th>
            <th>{t('col.detail')}</th>
          </tr>
        </thead>
        <tbody>
          {letters.items.map((letter) => (
            <tr key={letter.id}>
              <td class="first">{word('reason', letter.reason)}</td>
              <td data-label={t('col.time')}>{moment(letter.at, zone.value)}</td>
              <td data-label={t('col.topic')}>
                <span class="id">{letter.topic}</span>
              </td>
              <td data-label={t('col.detail')} class="full" lang="en">
                {letter.detail}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Suggestion({ suggestion }: { suggestion: Discovery['suggestion'] }): VNode {
  if (suggestion === null) return <>–</>
  const { quantity, confidence, because } = suggestion
  const what = [word('quantity', quantity), unit(suggestion.unit)].filter((part) => part !== '').join(', ')
  return (
    <>
      {what} <Tag kind="info">{word('confidence', confidence)}</Tag> <small lang="en">{because}</small>
    </>
  )
}

export function DiscoveryTable({ found }: { found: readonly Discovery[] }): VNode {
  if (found.length === 0) return <Empty>{t('quality.discoveries.none')}</Empty>
  return (
    <>
      <p class="sub">{t('quality.discoveries.explain')}</p>
      <table class="cards">
        <thead>
          <tr>
            <th>{t('col.device')}</th>
            <th>{t('col.field')}</th>
            <th class="right">{t('col.last')}</th>
            <th class="right">{t('col.seen')}</th>
            <th>{t('col.suggestion')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((d) => (
            <tr key={`${d.source} ${d.device} ${d.field}`}>
              <td class="first">{d.device}</td>
              <td data-label={t('col.field')}>{d.field}</td>
              <td data-label={t('col.last')} class="right">
                {d.last_value}
              </td>
              <td data-label={t('col.seen')} class="right">
                {number(d.count, 0)}
              </td>
              <td data-label={t('col.suggestion')} class="full">
                <Suggestion suggestion={d.suggestion} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
