/** The range of time of a screen and what it is compared with: chosen here, kept in the address, followed by every screen. */

import { CalendarDays } from 'lucide'
import type { VNode } from 'preact'
import { comparison, rangeFor, today } from '../address/context.ts'
import { periodName } from '../address/periods.ts'
import { DEFAULT_COMPARISON, formatRange, NO_COMPARISON, type Range, type Scope } from '../address/range.ts'
import { t } from '../text/language.ts'
import { dayName, daysName } from '../text/report-format.ts'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { useModule } from '../ui/use-module.ts'
import type { RangeSheetProps } from './sheets/range-sheet.tsx'

export function rangeName(range: Range): string {
  if (range.kind === 'rolling') return t(`range.${range.length}`)
  if (range.kind === 'period') return periodName(formatRange(range))
  if (range.first === range.last)
    return range.first === today.value ? t('range.today', { day: dayName(range.first) }) : dayName(range.first)
  return daysName(range.first, range.last)
}

function Sheet(props: RangeSheetProps): VNode | null {
  const module = useModule(() => import('./sheets/range-sheet.tsx'))
  return module === null ? null : <module.RangeSheet {...props} />
}

export interface RangePickerProps {
  readonly scope: Scope
  readonly compares: boolean
  /** On which side of the button its sheet is aligned. */
  readonly align?: 'start' | 'end'
}

export function RangePicker({ scope, compares, align = 'start' }: RangePickerProps): VNode {
  const range = rangeFor(scope)
  const name = rangeName(range)
  const choice = comparison.value ?? NO_COMPARISON
  const compared = compares && choice !== DEFAULT_COMPARISON ? t('compare.short', { what: t(`compare.${choice}`) }) : null
  return (
    <Popover
      label={t('range.choose')}
      class="range"
      align={align}
      button={
        <>
          <Icon node={CalendarDays} size={16} />
          <span>{name}</span>
          {compared !== null && <small class="wide-only">{compared}</small>}
        </>
      }
    >
      {(close) => <Sheet scope={scope} range={range} compares={compares} close={close} />}
    </Popover>
  )
}
