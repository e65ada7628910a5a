import type { VNode } from 'preact'
import type { Sum } from '../api.ts'
import { t } from '../i18n.ts'
import { amount } from '../units.ts'
import { Empty, Missing } from './states.tsx'

export interface BarsProps {
  readonly title: string
  readonly sums: readonly Sum[]
  /** Shown name of a key. */
  readonly name: (key: string) => string
}

/** How many of the meters behind a sum spoke lately; nothing when all of them did. */
function Partly({ sum }: { sum: Sum }): VNode | null {
  if (sum.fresh === sum.points) return null
  return <small class="warn">{t('now.of', { fresh: sum.fresh, points: sum.points })}</small>
}

function Bar({ sum, most, name }: { sum: Sum; most: number; name: string }): VNode {
  const rest = sum.key === 'unmetered'
  return (
    <li class={rest ? 'residual' : undefined} title={rest ? t('unmetered.explain') : undefined}>
      <span class="bar-name">{name}</span>
      <span class="bar-value">
        <Partly sum={sum} /> {sum.value === null ? <Missing /> : amount(sum.value, sum.unit)}
      </span>
      <span class="bar-track" aria-hidden="true">
        <span class="bar-fill" style={{ width: `${(100 * Math.max(0, sum.value ?? 0)) / most}%` }} />
      </span>
    </li>
  )
}

/** Horizontal bars, largest first, what no meter explains last; each with its number and unit. */
export function Bars({ title, sums, name }: BarsProps): VNode {
  const most = Math.max(...sums.map((s) => s.value ?? 0), 1e-9)
  const rank = (s: Sum): number => (s.key === 'unmetered' ? -2 : (s.value ?? -1))
  const sorted = [...sums].sort((a, b) => rank(b) - rank(a))
  return (
    <div class="bar-group">
      <h3>{title}</h3>
      {sums.length === 0 ? (
        <Empty>{t('by.none')}</Empty>
      ) : (
        <ul class="bars">
          {sorted.map((s) => (
            <Bar key={s.key} sum={s} most={most} name={name(s.key)} />
          ))}
        </ul>
      )}
    </div>
  )
}
