/** How a figure comes about, as a tree that can be computed again. */

import type { VNode } from 'preact'
import { everyDigit } from '../../text/report-format.ts'
import { withUnit } from '../../text/units.ts'
import type { Leaf, Step } from './explanation.ts'
import { t } from './text.ts'

function leafText(step: Leaf): string {
  const value = everyDigit(step.value)
  switch (step.op) {
    case 'meter':
      return `${step.point} ${step.span}: ${withUnit(value, step.unit)}`
    case 'load':
      return `${step.energy} ${step.span}: ${withUnit(value, 'kWh')}`
    case 'entry':
      return `${step.entry}: ${value} × ${everyDigit(step.share)}`
    case 'factor':
      return `${step.factor}: ${value}`
    case 'price':
      return `${step.tariff} ${step.name}${step.about === undefined ? '' : ` ${step.about}`}: ${withUnit(value, step.unit)}`
    case 'constant':
    case 'given':
      return `${step.what}: ${value}`
  }
}

function Node({ step }: { step: Step }): VNode {
  if (step.op === 'quotient')
    return (
      <li>
        {t('calc.quotient')}
        <ul>
          <Node step={step.over} />
          <Node step={step.under} />
        </ul>
      </li>
    )
  if (step.op !== 'sum' && step.op !== 'product') return <li>{leafText(step)}</li>
  const name = step.op === 'sum' ? t('calc.sum') : t('calc.product')
  return (
    <li>
      {name}
      <ul>
        {step.of.map((part, i) => (
          // Parts have no id of their own and keep their order.
          <Node key={i} step={part} />
        ))}
      </ul>
    </li>
  )
}

export function Calculation({ of }: { of: Step }): VNode {
  return (
    <details class="calculation">
      <summary>{t('calc')}</summary>
      <ul>
        <Node step={of} />
      </ul>
    </details>
  )
}
