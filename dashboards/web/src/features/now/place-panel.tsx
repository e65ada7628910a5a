/** The place that is chosen: what flows there now, and how its points do. */

import type { VNode } from 'preact'
import { isInPlace, place } from '../../address/context.ts'
import { hrefOf } from '../../address/route.ts'
import type { Now, Sum } from '../../api/types.ts'
import { campus } from '../../state/campus.ts'
import { isStale, points } from '../../state/points.ts'
import { placeName } from '../../text/places.ts'
import { amount } from '../../text/units.ts'
import { MediumChip, toneOf } from '../../ui/medium.tsx'
import { mediumName } from '../../text/places.ts'
import { t } from './text.ts'
import { metersText } from './pulse.tsx'

/** Of a site the sum of its buildings; null when none of them has a value. */
export function sumIn(sums: readonly Sum[], key: string): Sum | null {
  const parts = sums.filter((s) => s.key === key || s.key.startsWith(`${key}/`))
  const [first] = parts
  if (first === undefined) return null
  const values = parts.flatMap((s) => (s.value === null ? [] : [s.value]))
  return {
    key,
    unit: first.unit,
    value: values.length === 0 ? null : values.reduce((a, b) => a + b, 0),
    fresh: parts.reduce((n, s) => n + s.fresh, 0),
    points: parts.reduce((n, s) => n + s.points, 0),
  }
}

function Flow({ medium, sum }: { medium: string; sum: Sum }): VNode {
  return (
    <li>
      <MediumChip tone={toneOf(medium)} />
      <span>
        {mediumName(medium)}
        <small>{metersText(sum)}</small>
      </span>
      <strong>{sum.value === null ? t('missing') : amount(sum.value, sum.unit)}</strong>
    </li>
  )
}

export function PlacePanel({ state }: { state: Now }): VNode | null {
  const key = place.value
  if (key === null) return null
  const flows = state.media.flatMap(({ medium, by_building }) => {
    const sum = sumIn(by_building, key)
    return sum === null ? [] : [{ medium, sum }]
  })
  const members = (points.value.value ?? []).filter((p) => isInPlace(p.place))
  const silent = members.filter((p) => p.last === null || isStale(p)).length
  return (
    <section class="panel wide place">
      <h2>{placeName(key, campus.value.value)}</h2>
      <ul class="flows">
        {flows.map(({ medium, sum }) => (
          <Flow key={medium} medium={medium} sum={sum} />
        ))}
      </ul>
      <p class="sub">
        {flows.length === 0 && `${t('place.no-meter')} `}
        <a href={hrefOf('points')}>{t('place.points', { n: members.length })}</a>
        {silent > 0 && <span class="warn"> {t('place.silent', { n: silent })}</span>}
      </p>
    </section>
  )
}
