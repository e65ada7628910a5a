import type { VNode } from 'preact'
import type { Sum } from '../api.ts'
import { number, t, unit, word } from '../i18n.ts'
import { Missing } from './states.tsx'

export interface BarsProps {
  readonly title: string
  readonly sums: readonly Sum[]
  /** Shown name of a key. */
  readonly name: (key: string) => string
}

/** Horizontal bars, largest first; each with its number, unit, and how many of its meters spoke lately. */
export function Bars({ title, sums, name }: BarsProps): VNode | null {
  if (sums.length === 0) return null
  const most = Math.max(...sums.map((s) => s.value ?? 0), 1e-9)
  const sorted = [...sums].sort((a, b) => (b.value ?? -1) - (a.value ?? -1))
  return (
    <section class="panel">
      <h2>{title}</h2>
      <ul class="bars">
        {sorted.map((s) => (
          <li
            key={s.key}
            class={s.key === 'unmetered' ? 'residual' : undefined}
            title={s.key === 'unmetered' ? t('unmetered.explain') : undefined}
          >
            <span class="bar-name">{name(s.key)}</span>
            <span class="bar-value">
              {s.value === null ? <Missing /> : `${number(s.value)} ${unit(s.unit)}`}{' '}
              <small>{s.key === 'unmetered' ? '' : t('now.of', { fresh: s.fresh, points: s.points })}</small>
            </span>
            <span class="bar-track" aria-hidden="true">
              <span class="bar-fill" style={{ width: `${(100 * Math.max(0, s.value ?? 0)) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export const useName = (key: string): string => word('use', key)
