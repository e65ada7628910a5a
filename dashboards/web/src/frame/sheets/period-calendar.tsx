/** A year with its quarters and months. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { formatPeriod, type Kind, type Period } from '../../address/periods.ts'
import { formatRange, type Range } from '../../address/range.ts'
import { today } from '../../address/context.ts'
import { t } from '../../text/language.ts'
import { monthOfYear } from '../../text/report-format.ts'
import { Stepper } from './day-calendar.tsx'

function shownYear(range: Range): number {
  if (range.kind === 'period') return range.period.year
  return Number((range.kind === 'days' ? range.last : today.peek()).slice(0, 4))
}

const EARLIEST = 1990
const LATEST = 2100

export function PeriodCalendar({ range, pick }: { range: Range; pick: (period: string) => void }): VNode {
  const year = useSignal(shownYear(range))
  const current = formatRange(range)
  const option = (kind: Kind, part: number, name: string): VNode => {
    const period: Period = { kind, year: year.value, part }
    const text = formatPeriod(period)
    return (
      <button key={text} type="button" class={`period ${kind}`} aria-pressed={text === current} onClick={() => pick(text)}>
        {name}
      </button>
    )
  }
  const turn = (by: -1 | 1): void => {
    year.value = Math.min(LATEST, Math.max(EARLIEST, year.value + by))
  }
  return (
    <div class="calendar periods">
      <Stepper name={String(year.value)} earlier={t('year.earlier')} later={t('year.later')} move={turn} />
      <div class="year">
        {option('year', 1, t('period.year.whole', { year: String(year.value) }))}
        {[1, 2, 3, 4].map((n) => option('quarter', n, t('period.quarter.n', { n })))}
        {Array.from({ length: 12 }, (_, i) => option('month', i + 1, monthOfYear(i + 1)))}
      </div>
    </div>
  )
}
