/** What stands where data is not: loading, failed, nothing there. */

import type { ComponentChildren, VNode } from 'preact'
import type { Failure } from '../api.ts'
import { t } from '../i18n.ts'
import { link } from '../live.ts'

export function Loading(): VNode {
  return <p class="state">{t('loading')}</p>
}

export function Empty({ children }: { children: ComponentChildren }): VNode {
  return <p class="state">{children}</p>
}

export interface FailedProps {
  readonly why: Failure | null
  readonly retry: () => void
  /** The last known value is shown beside: a lost connection is then said once, at the top of the page. */
  readonly known?: boolean
}

export function Failed({ why, retry, known = false }: FailedProps): VNode | null {
  if (why === null || (known && why.said === null && link.value === 'off')) return null
  return (
    <p class="state failed" role="alert">
      {t('failed', { why: why.said ?? t('failed.network') })}{' '}
      <button type="button" onClick={retry}>
        {t('retry')}
      </button>
    </p>
  )
}

/** A number that is not known is a dash with its reason, never 0. */
export function Missing(): VNode {
  return (
    <span class="missing" title={t('missing.why')}>
      – <small>{t('missing')}</small>
    </span>
  )
}
