/** Long lists in pages: a phone scrolls a few screens, not hundreds. */

import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { numbers } from '../text/format.ts'
import { t } from '../text/language.ts'

export interface Paging {
  readonly page: Signal<number>
  readonly size: number
}

export function usePaging(size: number): Paging {
  return { page: useSignal(0), size }
}

/** The rows of the current page; the last page where the list has become shorter. */
export function pageOf<T>(rows: readonly T[], { page, size }: Paging): readonly T[] {
  const last = Math.max(0, Math.ceil(rows.length / size) - 1)
  const at = Math.min(page.value, last)
  return rows.slice(at * size, (at + 1) * size)
}

export function Pager({ paging: { page, size }, count }: { paging: Paging; count: number }): VNode | null {
  const last = Math.max(0, Math.ceil(count / size) - 1)
  if (last === 0) return null
  const at = Math.min(page.value, last)
  const values = {
    from: numbers({}).format(at * size + 1),
    to: numbers({}).format(Math.min(count, (at + 1) * size)),
    n: numbers({}).format(count),
  }
  return (
    <div class="pager" role="group" aria-label={t('pages')}>
      <button type="button" disabled={at === 0} onClick={() => (page.value = at - 1)}>
        {t('page.before')}
      </button>
      <span>{t('page.rows', values)}</span>
      <button type="button" disabled={at === last} onClick={() => (page.value = at + 1)}>
        {t('page.after')}
      </button>
    </div>
  )
}
