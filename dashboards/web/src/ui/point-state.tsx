/** How a point is doing, in words. */

import type { VNode } from 'preact'
import type { Point } from '../api/types.ts'
import { ageOf } from '../state/clock.ts'
import { isStale } from '../state/points.ts'
import { age } from '../text/format.ts'
import { t, term } from '../text/language.ts'
import { Tag } from './tag.tsx'
import { explainFinding } from './why.ts'

/** Counts up by itself, so that a table of many rows does not have to. */
export function Age({ time }: { time: string }): VNode {
  return <>{age(ageOf(time))}</>
}

function Freshness({ point }: { point: Point }): VNode {
  if (point.last === null) return <Tag state="unknown">{t('state.silent')}</Tag>
  return isStale(point) ? <Tag state="attention">{t('state.stale')}</Tag> : <Tag state="good">{t('state.live')}</Tag>
}

export function PointState({ point }: { point: Point }): VNode {
  const { last } = point
  return (
    <span class="tags">
      <Freshness point={point} />
      {last !== null && last.quality !== 'good' && <Tag state="attention">{term('quality', last.quality)}</Tag>}
      {point.status === 'commissioning' && <Tag state="plain">{t('state.commissioning')}</Tag>}
      {point.findings.map((f) => (
        <Tag
          key={f.code}
          state={f.severity === 'info' ? 'plain' : f.severity === 'alarm' ? 'fault' : 'attention'}
          title={explainFinding(f)}
        >
          {term('finding', f.code)}
        </Tag>
      ))}
    </span>
  )
}
