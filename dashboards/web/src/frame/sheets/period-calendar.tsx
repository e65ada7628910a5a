/** A year with its halves, quarters, months and weeks, the fiscal year that begins in it, and months from one to another. */

import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { today } from '../../address/context.ts'
import { addDays } from '../../address/days.ts'
import { fiscalStart, formatPeriod, type Kind, mondayOf, type Period, weeksIn } from '../../address/periods.ts'
import { formatRange, type Range } from '../../address/range.ts'
import { t } from '../../text/language.ts'
import { daysName, monthName, monthOfYear } from '../../text/report-format.ts'
import { Stepper } from './day-calendar.tsx'

function shownYear(range: Range): number {
  if (range.kind === 'period') return range.period.year
  return Number((range.kind === 'days' ? range.last : today.peek()).slice(0, 4))
}

const EARLIEST = 1990
const LATEST = 2100

interface ChoiceProps {
  readonly year: number
  readonly current: string
  readonly pick: (period: string) => void
}

function Option({ period, name, current, pick }: { period: Period; name: string } & Pick<ChoiceProps, 'current' | 'pick'>): VNode {
  const text = formatPeriod(period)
  return (
    <button type="button" class={`period ${period.kind}`} data-period={text} aria-pressed={text === current} onClick={() => pick(text)}>
      {name}
    </button>
  )
}

function Weeks({ year, current, pick }: ChoiceProps): VNode {
  const names = Array.from({ length: weeksIn(year) }, (_, i) => {
    const monday = mondayOf(year, i + 1)
    return { text: formatPeriod({ kind: 'week', year, part: i + 1 }), name: `${i + 1} · ${daysName(monday, addDays(monday, 6))}` }
  })
  return (
    <label class="week-choice">
      {t('period.week')}
      <select
        value={names.some(({ text }) => text === current) ? current : ''}
        onChange={(e) => e.currentTarget.value !== '' && pick(e.currentTarget.value)}
      >
        <option value="">{t('period.week.choose')}</option>
        {names.map(({ text, name }) => (
          <option key={text} value={text}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The first of several months, once it is chosen; null while single periods are picked. */
type FirstMonth = { readonly month: string | null } | null

function Months({ year, current, pick, first }: ChoiceProps & { first: Signal<FirstMonth> }): VNode {
  const choose = (text: string): void => {
    if (first.value === null) return pick(text)
    const { month } = first.value
    if (month === null) first.value = { month: text }
    else pick(month === text ? text : month < text ? `${month}/${text}` : `${text}/${month}`)
  }
  return (
    <>
      {Array.from({ length: 12 }, (_, i) => {
        const period: Period = { kind: 'month', year, part: i + 1 }
        const marked = first.value === null ? current : (first.value.month ?? '')
        return <Option key={i} period={period} name={monthOfYear(i + 1)} current={marked} pick={choose} />
      })}
    </>
  )
}

function SeveralMonths({ first }: { first: Signal<FirstMonth> }): VNode {
  const { value } = first
  return (
    <>
      <button
        type="button"
        class="several"
        aria-pressed={value !== null}
        onClick={() => (first.value = value === null ? { month: null } : null)}
      >
        {t('period.months')}
      </button>
      {value !== null && (
        <p class="sub" role="status">
          {value.month === null ? t('period.first-month') : `${monthName(value.month)} – … ${t('period.last-month')}`}
        </p>
      )}
    </>
  )
}

export function PeriodCalendar({ range, pick }: { range: Range; pick: (period: string) => void }): VNode {
  const shown = useSignal(shownYear(range))
  const first = useSignal<FirstMonth>(null)
  const [year, current] = [shown.value, formatRange(range)]
  const shared = { year, current, pick }
  const option = (kind: Kind, part: number, name: string): VNode => (
    <Option key={`${kind} ${part}`} period={{ kind, year, part }} name={name} current={current} pick={pick} />
  )
  const turn = (by: -1 | 1): void => {
    shown.value = Math.min(LATEST, Math.max(EARLIEST, year + by))
  }
  return (
    <div class="calendar periods">
      <Stepper name={String(year)} earlier={t('year.earlier')} later={t('year.later')} move={turn} />
      <div class="year">
        {option('year', 1, t('period.year.whole', { year: String(year) }))}
        {fiscalStart() > 1 && option('fiscal', 1, t('period.fiscal', { year: String(year) }))}
        {[1, 2].map((n) => option('half', n, t('period.half.n', { n })))}
        {[1, 2, 3, 4].map((n) => option('quarter', n, t('period.quarter.n', { n })))}
        <Months {...shared} first={first} />
        <SeveralMonths first={first} />
        <Weeks {...shared} />
      </div>
    </div>
  )
}
