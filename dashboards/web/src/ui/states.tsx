/** What stands where data is not: loading, failed, nothing there. */

import type { ComponentChildren, VNode } from 'preact'
import type { Failure } from '../api/client.ts'
import { jobs } from '../state/campus.ts'
import { link } from '../state/stream.ts'
import { percent } from '../text/format.ts'
import { t, term } from '../text/language.ts'

/** What the service works on before it can answer. */
function busyText(): string {
  const job = jobs.value.find(({ name, state }) => name === 'rollup' && state === 'running')
  if (job === undefined) return ''
  const share = job.total === null || job.total === 0 ? '' : percent(job.done / job.total)
  return t('loading.behind', { job: term('job', job.name), share })
}

/** Bars in the place of what comes, after 150 ms; what takes longer than a second names its reason. */
export function Loading({ reason = t('loading') }: { reason?: string | undefined }): VNode {
  return (
    <div class="skeleton" role="status">
      <span class="slow">
        {reason} {busyText()}
      </span>
      <i />
      <i />
      <i />
    </div>
  )
}

export function Empty({ children }: { children: ComponentChildren }): VNode {
  return <p class="state">{children}</p>
}

export interface FailureNoteProps {
  readonly why: Failure | null
  readonly retry: () => void
  /** The last value shows beside: a lost connection is then reported once, at the top of the page. */
  readonly hasValue?: boolean
}

export function FailureNote({ why, retry, hasValue = false }: FailureNoteProps): VNode | null {
  if (why === null || (hasValue && why.reason === null && link.value === 'off')) return null
  return (
    <p class="state failed" role="alert">
      {t('failed', { why: why.reason ?? t('failed.network') })}{' '}
      <button type="button" onClick={retry}>
        {t('retry')}
      </button>
    </p>
  )
}

/** The outcome of a form that was refused. */
export function RefusalNote({ why }: { why: Failure | null }): VNode | null {
  return why === null ? null : <p role="alert">{why.reason ?? t('failed.network')}</p>
}

/** A missing number is a dash with its reason, never 0. */
export function MissingValue(): VNode {
  return (
    <span class="missing" title={t('missing.why')}>
      – <small>{t('missing')}</small>
    </span>
  )
}
