/** Sentences of reasons. */

import { HOUR, MINUTE, type Names, SECOND } from '../../domain/index.ts'
import type { ControlReason, ReasonValue } from './reason.ts'
import { CONJUNCTIONS, DURATION_UNITS, REASON_TEXTS } from './reason-texts.ts'

type Language = keyof Names

const LANGUAGES: readonly Language[] = ['en', 'zh-Hans', 'zh-Hant']

/** 90 s, 10 min, 2 h. */
function durationText(ms: number, language: number): string {
  const [seconds, minutes, hours] = DURATION_UNITS[language] ?? DURATION_UNITS[0]
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} ${seconds}`
  return ms < 2 * HOUR ? `${Math.round(ms / MINUTE)} ${minutes}` : `${Math.round(ms / HOUR)} ${hours}`
}

function valueText(value: ReasonValue, form: string | undefined, language: number): string {
  if (typeof value === 'number') return form === 'ms' ? durationText(value, language) : String(value)
  if (typeof value === 'string') return value
  if ('code' in value) return sentenceOf(value, language)
  const conjunction = CONJUNCTIONS[form === 'or' || form === 'and' ? form : 'list'][language] ?? ', '
  return value.map((one) => sentenceOf(one, language)).join(conjunction)
}

function sentenceOf({ code, values }: ControlReason, language: number): string {
  // A log of another version may have codes that this one does not know.
  const template: string = (REASON_TEXTS as Partial<typeof REASON_TEXTS>)[code]?.[language] ?? code
  return template.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, name: string, form?: string) => {
    const value = values[name]
    return value === undefined ? whole : valueText(value, form, language)
  })
}

/** Placeholders: `{name}`, `{name:ms}` a duration, `{name:or}`, `{name:and}` and `{name:list}` a list with its conjunction. */
export function renderReason(reason: ControlReason, language: Language = 'en'): string {
  return sentenceOf(reason, Math.max(0, LANGUAGES.indexOf(language)))
}
