/** Messages that were refused, with their reasons. */

import type { VNode } from 'preact'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { moment, number } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { Empty } from '../../ui/states.tsx'
import { t } from './text.ts'

export type DeadLetters = Answer<'GET /api/v1/dead-letters'>

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
              <td class="first">{term('reason', letter.reason)}</td>
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
