/** The value under the pointer; before that, the unit and what the lines mean. */

import type { VNode } from 'preact'
import { number } from '../text/format.ts'
import { t } from '../text/language.ts'
import { withUnit } from '../text/units.ts'
import { alignedTo, isPartial, spanName } from './chart-data.ts'
import type { ChartProps } from './plot.ts'

function Legend({ props: { values, scale, names, before, bars } }: { props: ChartProps }): VNode {
  return (
    <ul class="legend">
      <li>{scale.unit}</li>
      <li>
        <i class={`swatch key-whole${bars ? ' key-bar' : ''}`} /> {names.whole}
      </li>
      {before && names.before && (
        <li>
          <i class="swatch key-before" /> {names.before}
        </li>
      )}
      {values.some(isPartial) && (
        <li>
          <i class={`swatch key-partial${bars ? ' key-bar' : ''}`} /> {names.partial}
        </li>
      )}
    </ul>
  )
}

export function Readout({ props, at }: { props: ChartProps; at: number | null }): VNode {
  const { values, scale, zone, names, before } = props
  const value = at === null ? undefined : values[at]
  if (value === undefined) return <Legend props={props} />
  const text = value.value === null ? t('missing') : withUnit(number(value.value * scale.factor), scale.unit)
  const other = before && at !== null ? alignedTo(values, before, zone)[at] : null
  return (
    <p class="legend">
      <span>{spanName(value, zone)}</span>
      <strong>{text}</strong>
      {isPartial(value) && <span>{names.partial}</span>}
      {typeof other === 'number' && <span>{`${names.before ?? ''} ${withUnit(number(other * scale.factor), scale.unit)}`}</span>}
    </p>
  )
}
