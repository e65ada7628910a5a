import type { VNode } from 'preact'
import type { Sum } from '../api/types.ts'
import { t } from '../text/language.ts'
import { amount } from '../text/units.ts'
import { Empty, MissingValue } from '../ui/states.tsx'

export interface BarsProps {
  readonly title: string
  readonly sums: readonly Sum[]
  /** The name to show for a key. */
  readonly name: (key: string) => string
  /** Where a key leads; null: nowhere. */
  readonly hrefOf?: (key: string) => string | null
}

/** How many of the meters behind a sum report; nothing when all of them do. */
function Partly({ sum }: { sum: Sum }): VNode | null {
  if (sum.fresh === sum.points) return null
  return <small class="warn">{t('meters.of', { fresh: sum.fresh, points: sum.points })}</small>
}

function Bar({ sum, most, name, href }: { sum: Sum; most: number; name: string; href: string | null }): VNode {
  const isResidual = sum.key === 'unmetered'
  return (
    <li class={isResidual ? 'residual' : undefined} title={isResidual ? t('unmetered.explain') : undefined}>
      <span class="bar-name">{href === null ? name : <a href={href}>{name}</a>}</span>
      <span class="bar-value">
        <Partly sum={sum} /> {sum.value === null ? <MissingValue /> : amount(sum.value, sum.unit)}
      </span>
      <span class="bar-track" aria-hidden="true">
        <span class="bar-fill" style={{ width: `${(100 * Math.max(0, sum.value ?? 0)) / most}%` }} />
      </span>
    </li>
  )
}

/** Horizontal bars, largest first, what no meter explains last; each with its number and unit. */
export function Bars({ title, sums, name, hrefOf = () => null }: BarsProps): VNode {
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
            <Bar key={s.key} sum={s} most={most} name={name(s.key)} href={hrefOf(s.key)} />
          ))}
        </ul>
      )}
    </div>
  )
}
