/** What stands where data is not: loading, failed, nothing there. */

import type { ComponentChildren, VNode } from 'preact'
import { t } from '../i18n.ts'

export function Loading(): VNode {
  return <p class="state">{t('loading')}</p>
}

export function Empty({ children }: { children: ComponentChildren }): VNode {
  return <p class="state">{children}</p>
}

export function Failed({ why, retry }: { why: string; retry: () => void }): VNode {
  return (
    <p class="state failed" role="alert">
      {t('failed', { why })}{' '}
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
