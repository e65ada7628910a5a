/** How a figure comes about, as a tree that can be computed again. */

import type { VNode } from 'preact'
import { t } from '../i18n.ts'
import type { How, HowLeaf } from '../office-api.ts'
import { everyDigit } from '../office-format.ts'
import { withUnit } from '../units.ts'

function leaf(how: HowLeaf): string {
  const value = everyDigit(how.value)
  switch (how.op) {
    case 'meter':
      return `${how.point} ${how.span}: ${withUnit(value, how.unit)}`
    case 'load':
      return `${how.energy} ${how.span}: ${withUnit(value, 'kWh')}`
    case 'entry':
      return `${how.entry}: ${value} × ${everyDigit(how.share)}`
    case 'factor':
      return `${how.factor}: ${value}`
    case 'price':
      return `${how.tariff} ${how.name}${how.about === undefined ? '' : ` ${how.about}`}: ${withUnit(value, how.unit)}`
    case 'constant':
    case 'given':
      return `${how.what}: ${value}`
  }
}

function Node({ how }: { how: How }): VNode {
  if (how.op === 'quotient')
    return (
      <li>
        {t('calc.quotient')}
        <ul>
          <Node how={how.over} />
          <Node how={how.under} />
        </ul>
      </li>
    )
  if (how.op !== 'sum' && how.op !== 'product') return <li>{leaf(how)}</li>
  const name = how.op === 'sum' ? t('calc.sum') : t('calc.product')
  return (
    <li>
      {name}
      <ul>
        {how.of.map((part, i) => (
          // Parts have no id of their own and keep their order.
          <Node key={i} how={part} />
        ))}
      </ul>
    </li>
  )
}

export function Calculation({ how }: { how: How }): VNode {
  return (
    <details class="calculation">
      <summary>{t('calc')}</summary>
      <ul>
        <Node how={how} />
      </ul>
    </details>
  )
}
