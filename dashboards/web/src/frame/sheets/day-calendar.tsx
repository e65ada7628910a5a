/** A month of days: one day, or the first and the last of several. Arrow keys move by days and weeks. */

import { useSignal } from '@preact/signals'
import { ChevronLeft, ChevronRight } from 'lucide'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { today } from '../../address/context.ts'
import { addDays, addMonths, weeksOf } from '../../address/days.ts'
import { formatRange, type Range, spanOf } from '../../address/range.ts'
import { serviceTime } from '../../state/clock.ts'
import { t } from '../../text/language.ts'
import { dayName, monthName, weekdayName } from '../../text/report-format.ts'
import { Icon } from '../../ui/icon.tsx'

export interface StepperProps {
  readonly name: string
  readonly earlier: string
  readonly later: string
  readonly move: (by: -1 | 1) => void
}

export function Stepper({ name, earlier, later, move }: StepperProps): VNode {
  return (
    <div class="stepper">
      <button type="button" class="bare" aria-label={earlier} onClick={() => move(-1)}>
        <Icon node={ChevronLeft} />
      </button>
      <strong aria-live="polite">{name}</strong>
      <button type="button" class="bare" aria-label={later} onClick={() => move(1)}>
        <Icon node={ChevronRight} />
      </button>
    </div>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

interface DayProps {
  readonly day: string
  readonly month: string
  readonly inside: boolean
  readonly reachable: boolean
  readonly pick: (day: string) => void
}

function Day({ day, month, inside, reachable, pick }: DayProps): VNode {
  return (
    <td class={inside ? 'inside' : undefined}>
      <button
        type="button"
        class={day.startsWith(month) ? 'day' : 'day other'}
        data-day={day}
        tabIndex={reachable ? 0 : -1}
        aria-label={dayName(day)}
        aria-current={day === today.value ? 'date' : undefined}
        aria-pressed={inside}
        disabled={day > today.value}
        onClick={() => pick(day)}
      >
        {Number(day.slice(8))}
      </button>
    </td>
  )
}

/** First and last day of a range, both included. */
function endsOf(range: Range): readonly [string, string] {
  if (range.kind === 'days') return [range.first, range.last]
  const { from, to } = spanOf(range, serviceTime.peek())
  return range.kind === 'period' ? [from, addDays(to, -1)] : [from.slice(0, 10), today.value]
}

function Weeks({
  month,
  chosen,
  focus,
  pick,
}: {
  month: string
  chosen: readonly [string, string]
  focus: string
  pick: (day: string) => void
}): VNode {
  const [first, last] = chosen
  return (
    <>
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, n) => (
            <th key={n} scope="col">
              {weekdayName(n)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day key={day} day={day} month={month} inside={day >= first && day <= last} reachable={day === focus} pick={pick} />
            ))}
          </tr>
        ))}
      </tbody>
    </>
  )
}

export function DayCalendar({ range, single, pick }: { range: Range; single: boolean; pick: (period: string) => void }): VNode {
  const [start, end] = endsOf(range)
  const first = useSignal<string | null>(null)
  const focus = useSignal(end > today.value ? today.value : end)
  const month = useSignal(focus.value.slice(0, 7))
  const table = useRef<HTMLTableElement>(null)
  const choose = (day: string): void => {
    if (single) pick(day)
    else if (first.value === null) first.value = day
    else {
      const [from = day, to = day] = [first.value, day].sort()
      pick(formatRange({ kind: 'days', first: from, last: to }))
    }
  }
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const from = event.target instanceof HTMLElement ? event.target.dataset['day'] : undefined
    if (step === undefined || from === undefined) return
    event.preventDefault()
    const next = addDays(from, step)
    if (next > today.value) return
    focus.value = next
    month.value = next.slice(0, 7)
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus())
  }
  const turn = (by: -1 | 1): void => {
    month.value = addMonths(month.value, by)
    focus.value = `${month.value}-01`
  }
  return (
    <div class="calendar">
      <Stepper name={monthName(month.value)} earlier={t('month.earlier')} later={t('month.later')} move={turn} />
      <table ref={table} onKeyDown={move}>
        <Weeks
          month={month.value}
          chosen={first.value === null ? [start, end] : [first.value, first.value]}
          focus={focus.value}
          pick={choose}
        />
      </table>
      {!single && <p class="sub">{first.value === null ? t('range.first-day') : t('range.last-day')}</p>}
    </div>
  )
}
