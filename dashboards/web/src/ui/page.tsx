/** The first rows of a long list, and a button for more: on a phone a row is a card, and hundreds of them are no page. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { t } from '../text/language.ts'

const ROWS = 20

export interface Page<Row> {
  readonly shown: readonly Row[]
  /** Null when all rows are shown. */
  readonly more: VNode | null
}

export function usePage<Row>(rows: readonly Row[]): Page<Row> {
  const most = useSignal(ROWS)
  const left = rows.length - most.value
  const more =
    left <= 0 ? null : (
      <button type="button" onClick={() => (most.value += ROWS)}>
        {t('rows.more', { rows: String(left) })}
      </button>
    )
  return { shown: rows.slice(0, most.value), more }
}
