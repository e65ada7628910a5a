/** The cause of an alarm in the language of the reader. */

import { periodName } from '../address/periods.ts'
import type { Alarm } from '../api/types.ts'
import { percent } from '../text/format.ts'
import { findTerm } from '../text/language.ts'
import { unit } from '../text/units.ts'

const SHARES = new Set(['coverage', 'share'])
const PERIODS = new Set(['period', 'month'])

/** Where there is a message for it, else as the service words it. */
export function alarmSentence({ code, evidence, sentence }: Pick<Alarm, 'code' | 'evidence' | 'sentence'>): string {
  const values = Object.entries(evidence).map(([key, value]) => {
    if (PERIODS.has(key)) return [key, periodName(String(value))]
    if (key === 'unit') return [key, unit(String(value))]
    const isShare = SHARES.has(key) || (key === 'limit' && code.startsWith('coverage'))
    // Cut, not rounded: 94.96 % is not the limit of 95 %.
    return [key, isShare ? percent(Math.floor(1000 * Number(value) + 1e-9) / 1000) : String(value)]
  })
  return findTerm('cause', code, Object.fromEntries(values) as Record<string, string>) ?? sentence
}
