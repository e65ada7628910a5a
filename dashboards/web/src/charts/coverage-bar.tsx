import type { VNode } from 'preact'
import type { Coverage } from '../api/types.ts'
import { percent } from '../text/format.ts'
import { t } from '../text/language.ts'

const KINDS = ['measured', 'bridged', 'estimated', 'missing'] as const

export function CoverageBar({ coverage }: { coverage: Coverage }): VNode {
  return (
    <div class="coverage">
      <div class="coverage-track" aria-hidden="true">
        {KINDS.map((kind) => (
          <span key={kind} class={`share-${kind}`} style={{ width: `${100 * coverage[kind]}%` }} />
        ))}
      </div>
      <ul class="legend">
        {KINDS.map((kind) => (
          <li key={kind}>
            <i class={`swatch share-${kind}`} aria-hidden="true" /> {t(`coverage.${kind}`)} {percent(coverage[kind])}
          </li>
        ))}
      </ul>
    </div>
  )
}
