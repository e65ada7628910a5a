/** When a place uses its energy: an average week by the hour, a year by the day. A click opens that time. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { goTo, hrefHere } from '../../address/route.ts'
import { Drawing } from '../../graphs/drawing.tsx'
import { weekOptions, yearOptions } from '../../graphs/options/heatmaps.ts'
import { percent } from '../../text/format.ts'
import { language } from '../../text/language.ts'
import { dayName, monthOfYear, weekdayName } from '../../text/report-format.ts'
import { amountText, rateUnit } from '../../usage/amounts.ts'
import { ENOUGH_MEASURED } from '../../usage/view/kpi.tsx'
import type { Shape } from '../../usage/shape.ts'
import type { Usage } from '../../usage/usage-api.ts'
import { t } from './text.ts'

interface HeatProps {
  readonly year: Usage
  readonly shape: Shape
}

const HOURS = Array.from({ length: 24 }, (_, h) => `${String(h).padStart(2, '0')}:00`)

function Week({ year, shape }: HeatProps): VNode {
  const cell = useSignal<readonly (string | number)[] | null>(null)
  const weekdays = [0, 1, 2, 3, 4, 5, 6].map(weekdayName)
  const [hour, day, value] = (cell.value ?? []).map(Number)
  return (
    <section class="panel">
      <h2>{t('building.week')}</h2>
      <p class="readout">
        {value === undefined || hour === undefined || day === undefined ? (
          t('building.week.explain')
        ) : (
          <>
            {weekdays[day]} {HOURS[hour]} <strong>{amountText(value, rateUnit(year.unit))}</strong>
          </>
        )}
      </p>
      <Drawing
        build={(palette) => weekOptions({ cells: shape.week, weekdays, hours: HOURS }, palette)}
        of={[shape]}
        tone="electricity"
        label={t('building.week')}
        height={250}
        onCell={(data) => (cell.value = data)}
      />
    </section>
  )
}

function Calendar({ year, shape }: HeatProps): VNode {
  const cell = useSignal<readonly (string | number)[] | null>(null)
  const [day, value] = cell.value ?? []
  const days = useMemo(() => shape.days.map((d): [string, number] => [d.day, d.value]), [shape])
  const measured = new Map(shape.days.map((d) => [d.day, d.measured]))
  return (
    <section class="panel">
      <h2>{t('building.calendar')}</h2>
      <p class="readout">
        {typeof day === 'string' && typeof value === 'number' ? (
          <>
            {dayName(day)} <strong>{amountText(value, year.unit)}</strong>{' '}
            {t('building.measured', { share: percent(measured.get(day) ?? 0) })}
          </>
        ) : (
          t('building.calendar.explain')
        )}
      </p>
      <div class="scroll calendar" role="region" aria-label={t('building.calendar')} tabIndex={0}>
        <Drawing
          build={(palette) =>
            yearOptions(
              {
                days,
                partial: new Set(shape.days.filter((d) => d.measured < ENOUGH_MEASURED).map((d) => d.day)),
                from: days[0]?.[0] ?? '',
                to: days.at(-1)?.[0] ?? '',
                weekdays: [6, 0, 1, 2, 3, 4, 5].map((n) => narrow(n)),
                months: Array.from({ length: 12 }, (_, m) => monthOfYear(m + 1)),
              },
              palette,
            )
          }
          of={[days]}
          tone="electricity"
          label={t('building.calendar')}
          height={236}
          onCell={(data) => (cell.value = data)}
          onPick={([picked]) => goTo(hrefHere({ period: String(picked), zoom: null }))}
        />
      </div>
    </section>
  )
}

/** A letter a day: the rows are as high as they are narrow. */
function narrow(n: number): string {
  const name = new Intl.DateTimeFormat(language.value, { timeZone: 'UTC', weekday: 'narrow' })
  return name.format(new Date(Date.UTC(2024, 0, 1 + n)))
}

export function Heatmaps({ year, shape }: HeatProps & { place: string }): VNode | null {
  if (shape.days.length === 0) return null
  return (
    <div class="two">
      <Week year={year} shape={shape} />
      <Calendar year={year} shape={shape} />
    </div>
  )
}
