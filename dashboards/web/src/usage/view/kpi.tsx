/** A row of figures: one number each, with its unit, what it stands for and how much of it is measured. */

import type { ComponentChildren, VNode } from 'preact'
import { percent } from '../../text/format.ts'
import { t } from '../../text/language.ts'
import { MissingValue } from '../../ui/states.tsx'

export interface KpiProps {
  readonly title: string
  readonly value: number | null
  /** Number and unit as they are read. */
  readonly text: readonly [number: string, unit: string] | null
  readonly coverage?: number | null
  /** The answer is not here yet: nothing is called missing before. */
  readonly loading?: boolean
  readonly children?: ComponentChildren
}

/** Below this share of measured time a number is hatched. */
export const ENOUGH_MEASURED = 0.95

/** A ring that is as full as the number is measured. */
export function CoverageDot({ share }: { share: number | null }): VNode {
  const text = share === null ? t('coverage.unknown') : t('coverage.share', { share: percent(share) })
  const turn = 2 * Math.PI * 5
  return (
    <span class="coverage-dot" title={text}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="5" class="ring" />
        <circle cx="7" cy="7" r="5" class="full" stroke-dasharray={`${turn * (share ?? 0)} ${turn}`} transform="rotate(-90 7 7)" />
      </svg>
      <span class="unseen">{text}</span>
    </span>
  )
}

export function Kpi({ title, value, text, coverage, loading = false, children }: KpiProps): VNode {
  const partly = coverage !== undefined && coverage !== null && coverage < ENOUGH_MEASURED
  return (
    <div class={partly ? 'kpi partly' : 'kpi'}>
      <h3>
        {title} {coverage !== undefined && !loading && <CoverageDot share={coverage} />}
      </h3>
      <p class="kpi-value">
        {loading ? (
          <span class="kpi-loading" role="status" aria-label={t('loading')} />
        ) : value === null || text === null ? (
          <MissingValue />
        ) : (
          <>
            {text[0]} <small class="unit">{text[1]}</small>
          </>
        )}
      </p>
      <p class="kpi-note">{children}</p>
    </div>
  )
}
