/** A saving with its half-width in words. */

import { number } from '../text/format.ts'
import { t } from '../text/language.ts'
import { withUnit } from '../text/units.ts'

/** kWh; null where nothing is claimed. */
export interface SavingAmounts {
  readonly saving: number | null
  readonly counterfactual: number | null
  readonly metered: number | null
  readonly interval90: number | null
  readonly meter_only: number | null
}

/** A half-width that leaves the baseline out is no interval of 90 %, and says so. */
export function savingText({ saving, interval90, meter_only: meterOnly }: SavingAmounts, unit: string): string {
  if (saving === null) return t('missing')
  const half = interval90 ?? meterOnly
  if (half === null) return withUnit(number(saving, 0), unit)
  const text = `${number(saving, 0)} ± ${withUnit(number(half, 0), unit)}`
  return interval90 === null ? `${text} (${t('saving.meter-only')})` : text
}
