/** A figure as it is published, with its interval. */

import type { VNode } from 'preact'
import type { Figure } from '../api/types.ts'
import { number } from '../text/format.ts'
import { t } from '../text/language.ts'
import { published } from '../text/report-format.ts'
import { withUnit } from '../text/units.ts'

/** Digits in which a figure is published, for the numbers beside it. */
export const digitsOf = (figure: Figure): number | undefined =>
  figure.published === null ? undefined : (figure.published.split('.')[1]?.length ?? 0)

export function FigureValue({ figure }: { figure: Figure }): VNode {
  if (figure.value === null || figure.published === null) return <span class="missing">{t('missing')}</span>
  return (
    <span title={String(figure.value)}>
      {withUnit(published(figure.published), figure.unit)}
      {figure.interval90 !== null && <small> ± {number(figure.interval90, digitsOf(figure))}</small>}
    </span>
  )
}
