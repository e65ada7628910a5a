/** What each measure saved: a bar from 0, a whisker for the 90 % interval, and the number beside. */

import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import type { Answer } from '../../api/types.ts'
import { percent } from '../../text/format.ts'
import { nameOf } from '../../text/language.ts'
import { type SavingAmounts, savingText } from '../../reporting/saving-text.ts'
import { t } from './text.ts'

export type Savings = Answer<'GET /api/v1/savings'>
export type Measure = Savings['measures'][number]

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
            <a href={hrefOf(['savings', m.id])}>{nameOf(m.name, m.id)}</a>{' '}
            <small>{t('saving.covered', { share: percent(m.coverage) })}</small>
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
