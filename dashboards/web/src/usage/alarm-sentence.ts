/** An alarm as a sentence, in the language of the reader where there is a message for it. */

import { periodName } from '../address/periods.ts'
import type { Alarm } from '../api/types.ts'
import { percent } from '../text/format.ts'
import { findTerm } from '../text/language.ts'

const SHARES = new Set(['coverage', 'limit'])

export function alarmSentence({ code, evidence, sentence }: Pick<Alarm, 'code' | 'evidence' | 'sentence'>): string {
  const words: Record<string, string> = {}
  for (const [key, value] of Object.entries(evidence)) {
    if (key === 'period') words[key] = periodName(String(value))
    // Cut, not rounded: 94.96 % is not the limit of 95 %.
    else words[key] = SHARES.has(key) ? percent(Math.floor(1000 * Number(value) + 1e-9) / 1000) : String(value)
  }
  return findTerm('cause', code, words) ?? sentence
}
