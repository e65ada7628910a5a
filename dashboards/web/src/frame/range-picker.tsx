/** The range of time of a screen and what it is compared with: chosen here, kept in the address, followed by every screen. */

import { CalendarDays } from 'lucide'
import type { VNode } from 'preact'
import { comparison, rangeFor, today } from '../address/context.ts'
import { addDays } from '../address/days.ts'
import { periodName } from '../address/periods.ts'
import { COMPARISONS, formatRange, type Range, ROLLING, type Scope } from '../address/range.ts'
import { goTo, hrefHere } from '../address/route.ts'
import { t } from '../text/language.ts'
import { dayName, daysName } from '../text/report-format.ts'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { DayCalendar } from './day-calendar.tsx'
import { PeriodCalendar } from './period-calendar.tsx'

export function rangeName(range: Range): string {
  if (range.kind === 'rolling') return t(`range.${range.length}`)
  if (range.kind === 'period') return periodName(formatRange(range))
  if (range.first === range.last)
    return range.first === today.value ? t('range.today', { day: dayName(range.first) }) : dayName(range.first)
  return daysName(range.first, range.last)
}

const choose = (period: string | null): void => goTo(hrefHere({ period }))

function Presets({ scope, close }: { scope: Scope; close: () => void }): VNode | null {
  const presets: readonly (readonly [value: string | null, name: string])[] =
    scope === 'any'
      ? Object.keys(ROLLING).map((length) => [length, t(`range.${length as keyof typeof ROLLING}`)])
      : [
          [null, t('range.now')],
          [addDays(today.value, -1), t('range.yesterday')],
        ]
  if (scope === 'period') return null
  return (
    <div class="presets">
      {presets.map(([value, name]) => (
        <button
          key={name}
          type="button"
          onClick={() => {
            choose(value)
            close()
          }}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

function Comparisons(): VNode {
  const options = [[null, t('compare.none')] as const, ...COMPARISONS.map((c) => [c, t(`compare.${c}`)] as const)]
  return (
    <fieldset class="segments">
      <legend>{t('compare')}</legend>
      {options.map(([value, name]) => (
        <button key={name} type="button" aria-pressed={comparison.value === value} onClick={() => goTo(hrefHere({ compare: value }))}>
          {name}
        </button>
      ))}
    </fieldset>
  )
}

export function RangePicker({ scope, compares }: { scope: Scope; compares: boolean }): VNode {
  const range = rangeFor(scope)
  const name = rangeName(range)
  const compared = compares && comparison.value !== null ? t('compare.short', { what: t(`compare.${comparison.value}`) }) : null
  return (
    <Popover
      label={t('range.choose')}
      class="range"
      button={
        <>
          <Icon node={CalendarDays} size={16} />
          <span>{name}</span>
          {compared !== null && <small class="wide-only">{compared}</small>}
        </>
      }
    >
      {(close) => {
        const pick = (period: string): void => {
          choose(period)
          close()
        }
        return (
          <div class="range-sheet">
            <Presets scope={scope} close={close} />
            {scope !== 'period' && <DayCalendar range={range} single={scope === 'day'} pick={pick} />}
            {scope !== 'day' && <PeriodCalendar range={range} pick={pick} />}
            {compares && <Comparisons />}
          </div>
        )
      }}
    </Popover>
  )
}
