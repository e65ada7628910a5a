/** One finding: what is wasted where, how sure that is, and what is done about it. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { type Failure, failureOf, post } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'
import { zone } from '../../state/campus.ts'
import { may } from '../../state/session.ts'
import { moment, number, numbers } from '../../text/format.ts'
import { term } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import { RefusalNote } from '../../ui/states.tsx'
import { type State, Tag } from '../../ui/tag.tsx'
import { t } from './text.ts'

export type Finding = Answer<'GET /api/v1/findings'>['findings'][number]

const STATUSES = ['open', 'planned', 'done', 'dismissed'] as const
const STATES: Readonly<Record<Finding['status'], State>> = { open: 'attention', planned: 'unknown', done: 'good', dismissed: 'plain' }

function ActionForm({ finding, onChange }: { finding: Finding; onChange: () => void }): VNode {
  const status = useSignal<string>(finding.status)
  const owner = useSignal(finding.owner ?? '')
  const note = useSignal('')
  const failure = useSignal<Failure | null>(null)
  const path = `/api/v1/findings/${encodeURIComponent(finding.id)}`
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    const text = note.value.trim()
    try {
      if (owner.value.trim() !== (finding.owner ?? '')) await post(path, { owner: owner.value.trim() === '' ? null : owner.value.trim() })
      if (status.value !== finding.status) await post(path, { status: status.value, note: text === '' ? null : text })
      else if (text !== '') await post(path, { comment: text })
      note.value = ''
      failure.value = null
      onChange()
    } catch (error) {
      failure.value = failureOf(error)
    }
  }
  return (
    <details>
      <summary>{t('waste.change')}</summary>
      <form class="choice" onSubmit={(e) => void send(e)}>
        <label>
          {t('col.state')}
          <select value={status.value} onChange={(e) => (status.value = e.currentTarget.value)}>
            {STATUSES.map((name) => (
              <option key={name} value={name}>
                {t(`waste.status.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('waste.owner')}
          <input maxLength={200} value={owner.value} onInput={(e) => (owner.value = e.currentTarget.value)} />
        </label>
        <label>
          {t('waste.note')}
          <input maxLength={1000} value={note.value} onInput={(e) => (note.value = e.currentTarget.value)} />
        </label>
        <button type="submit">{t('waste.save')}</button>
        <RefusalNote why={failure.value} />
      </form>
    </details>
  )
}

function Verified({ finding: { verified, unit } }: { finding: Finding }): VNode | null {
  if (verified === null || unit === null) return null
  const { verdict, before, after, days } = verified
  const values = { before: withUnit(number(before), unit), after: withUnit(number(after), unit), days }
  return <p>{t(`waste.verified.${verdict}`, values)}</p>
}

function money({ money: value, currency }: Finding): string {
  return value === null || currency === null ? '–' : numbers({ style: 'currency', currency, maximumFractionDigits: 0 }).format(value)
}

function Band({ finding: { amount, low, high, unit } }: { finding: Finding }): VNode {
  if (unit === null) return <>{t('waste.uncounted')}</>
  return (
    <>
      {withUnit(number(amount), unit)}
      <div class="sub">{t('waste.band', { low: number(low), high: withUnit(number(high), unit) })}</div>
    </>
  )
}

export function FindingRow({ finding, onChange }: { finding: Finding; onChange: () => void }): VNode {
  const { id, rule, subject, points, days, minutes, status, owner, comments } = finding
  const period = days.length > 1 ? `${days[0] ?? ''}/${days.at(-1) ?? ''}` : (days[0] ?? '')
  return (
    <tr data-finding={id}>
      <td class="first">
        {term('fault', rule)}
        <small class="id">{subject}</small>
        <p class="links">
          {points.slice(0, 2).map((point) => (
            <a key={point} href={hrefOf(['points', point], { period })}>
              {point}
            </a>
          ))}
        </p>
      </td>
      <td data-label={t('waste.amount')} class="right value">
        <Band finding={finding} />
      </td>
      <td data-label={t('waste.money')} class="right value">
        {money(finding)}
      </td>
      <td data-label={t('waste.hours')} class="right">
        {t('waste.hours.of', { hours: number(minutes / 60), days: days.length })}
      </td>
      <td data-label={t('col.state')}>
        <Tag state={STATES[status]}>{t(`waste.status.${status}`)}</Tag>
      </td>
      <td data-label={t('waste.handling')} class="full">
        {owner !== null && <p>{t('waste.owner.is', { owner })}</p>}
        <Verified finding={finding} />
        {comments.map(({ by, at, text }) => (
          <p key={`${at} ${text}`}>{t('waste.comment.by', { by, at: moment(at, zone.value), text })}</p>
        ))}
        {may('operator') && <ActionForm key={`${status} ${owner ?? ''}`} finding={finding} onChange={onChange} />}
      </td>
    </tr>
  )
}
