/** What each measure saved: a bar from 0, a whisker for the 90 % interval, and the number beside. */

import type { VNode } from 'preact'
import type { Answer } from '../../api/types.ts'
import { number, percent } from '../../text/format.ts'
import { nameOf } from '../../text/language.ts'
import { withUnit } from '../../text/units.ts'
import { t } from './text.ts'

export type Savings = Answer<'GET /api/v1/savings'>
export type Measure = Savings['measures'][number]
export type SavingAmounts = Pick<Measure, 'saving' | 'counterfactual' | 'metered' | 'interval90' | 'meter_only'>

/** A half-width that leaves the baseline out is no interval of 90 %, and says so. */
export function savingText({ saving, interval90, meter_only: meterOnly }: SavingAmounts, unit: string): string {
  if (saving === null) return t('missing')
  const half = interval90 ?? meterOnly
  if (half === null) return withUnit(number(saving, 0), unit)
  const text = `${number(saving, 0)} ± ${withUnit(number(half, 0), unit)}`
  return interval90 === null ? `${text} (${t('saving.meter-only')})` : text
}

interface Scale {
  /** Per cent of the width at which a value stands. */
  readonly at: (value: number) => number
}

/** From the lowest to the highest end of all bars and whiskers, 0 always among them. */
export function scaleOf(all: readonly SavingAmounts[]): Scale {
  const ends = all.flatMap(({ saving, interval90 }) => (saving === null ? [] : [saving - (interval90 ?? 0), saving + (interval90 ?? 0)]))
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const width = high - low || 1
  return { at: (value) => (100 * (value - low)) / width }
}

function Bar({ amounts: { saving, interval90 }, scale: { at } }: { amounts: SavingAmounts; scale: Scale }): VNode {
  if (saving === null) return <span class="bar-track" aria-hidden="true" />
  const [from, to] = [Math.min(at(0), at(saving)), Math.max(at(0), at(saving))]
  const half = interval90 ?? 0
  return (
    <span class="bar-track saving-track" aria-hidden="true">
      <span class="bar-fill" style={{ marginLeft: `${from}%`, width: `${to - from}%` }} />
      {half > 0 && <span class="whisker" style={{ left: `${at(saving - half)}%`, width: `${at(saving + half) - at(saving - half)}%` }} />}
    </span>
  )
}

export function SavingBars({ measures }: { measures: readonly Measure[] }): VNode {
  const scale = scaleOf(measures)
  return (
    <ul class="bars">
      {measures.map((m) => (
        <li key={m.id} data-measure={m.id}>
          <span class="bar-name">
            {nameOf(m.name, m.id)} <small>{t('saving.covered', { share: percent(m.coverage) })}</small>
          </span>
          <span class="bar-value">{savingText(m, m.unit)}</span>
          <Bar amounts={m} scale={scale} />
          {[...m.missing, ...m.findings.map((f) => f.sentence)].map((sentence) => (
            <small key={sentence} class="bar-note">
              {sentence}
            </small>
          ))}
        </li>
      ))}
    </ul>
  )
}
