/** How a point is doing, in words: never by colour alone. */

import type { VNode } from 'preact'
import type { Point } from '../api.ts'
import { age } from '../format.ts'
import { t, word } from '../i18n.ts'
import { ageOf, isStale } from '../state.ts'
import { whyOf } from './why.ts'

/** Counts up by itself, so that a table of many does not have to. */
export function Age({ time }: { time: string }): VNode {
  return <>{age(ageOf(time))}</>
}

export function Tag({ kind, children, title }: { kind: string; children: string; title?: string }): VNode {
  return (
    <span class={`tag tag-${kind}`} title={title}>
      {children}
    </span>
  )
}

export function PointState({ point }: { point: Point }): VNode {
  const { last } = point
  return (
    <span class="tags">
      {last === null && <Tag kind="silent">{t('state.silent')}</Tag>}
      {last !== null && (isStale(point) ? <Tag kind="stale">{t('state.stale')}</Tag> : <Tag kind="live">{t('state.live')}</Tag>)}
      {last !== null && last.quality !== 'good' && <Tag kind="warn">{word('quality', last.quality)}</Tag>}
      {point.status === 'commissioning' && <Tag kind="info">{t('state.commissioning')}</Tag>}
      {point.findings.map((f) => (
        <Tag key={f.code} kind={f.severity === 'info' ? 'info' : 'warn'} title={whyOf(f)}>
          {word('finding', f.code)}
        </Tag>
      ))}
    </span>
  )
}
