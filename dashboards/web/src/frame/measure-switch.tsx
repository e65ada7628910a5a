/** Amounts, money or CO2: one choice for every screen that shows amounts. */

import type { VNode } from 'preact'
import { hrefHere } from '../address/route.ts'
import { t } from '../text/language.ts'
import { MEASURES, measure } from '../usage/measure.ts'

export function MeasureSwitch(): VNode {
  return (
    <div class="switch" role="group" aria-label={t('measure.choose')}>
      {MEASURES.map((m) => (
        <a key={m} href={hrefHere({ measure: m === 'amount' ? null : m })} aria-current={measure.value === m ? 'true' : undefined}>
          {t(`measure.${m}`)}
        </a>
      ))}
    </div>
  )
}
