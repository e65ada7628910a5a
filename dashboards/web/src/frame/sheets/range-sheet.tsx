/** The choice of a range: usual ones, days of a calendar, months, quarters and years, and what to compare with. */

import type { VNode } from 'preact'
import { comparison, today } from '../../address/context.ts'
import { addDays } from '../../address/days.ts'
import { COMPARISONS, NO_COMPARISON, type Range, ROLLING, type Scope } from '../../address/range.ts'
import { goTo, hrefHere } from '../../address/route.ts'
import { t } from '../../text/language.ts'
import { DayCalendar } from './day-calendar.tsx'
import { PeriodCalendar } from './period-calendar.tsx'

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
  const current = comparison.value ?? NO_COMPARISON
  return (
    <fieldset class="segments">
      <legend>{t('compare')}</legend>
      {([NO_COMPARISON, ...COMPARISONS] as const).map((choice) => (
        <button key={choice} type="button" aria-pressed={current === choice} onClick={() => goTo(hrefHere({ compare: choice }))}>
          {t(`compare.${choice}`)}
        </button>
      ))}
    </fieldset>
  )
}

export interface RangeSheetProps {
  readonly scope: Scope
  readonly range: Range
  readonly compares: boolean
  readonly close: () => void
}

export function RangeSheet({ scope, range, compares, close }: RangeSheetProps): VNode {
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
}
