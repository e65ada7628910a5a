/** Languages of reports. Every text stands in all of them on one line, so that none can be left out. */

import { rounded } from '../../domain/index.ts'

export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const
export type Language = (typeof LANGUAGES)[number]

/** English, simplified Chinese, traditional Chinese. */
export type Texts = readonly [en: string, hans: string, hant: string]

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((l) => l === text)
}

export function textIn(texts: Texts, language: Language): string {
  return texts[LANGUAGES.indexOf(language)] ?? texts[0]
}

export type MessageValues = Readonly<Record<string, string | number>>

/** A number as the placeholder wants it: `2` decimal places, `digits` as many as the value of that name says, `+1` with its sign, `~4` significant digits. */
function formatNumber(value: number, format: string, values: MessageValues): string {
  const [, prefix = '', width = ''] = /^([+~]?)(\w+)$/.exec(format) ?? []
  const digits = Number(/^\d+$/.test(width) ? width : values[width])
  if (prefix === '~') return String(Number(value.toPrecision(digits)))
  return `${prefix === '+' && value > 0 ? '+' : ''}${rounded(value, digits)}`
}

/** `{name}` becomes its value, `{name:2}` a number rounded half up at two decimal places. */
export function fillTemplate(template: string, values: MessageValues): string {
  return template.replace(/\{(\w+)(?::([+~]?\w+))?\}/g, (whole, name: string, format?: string) => {
    const value = values[name]
    return format === undefined || typeof value !== 'number' ? String(value ?? whole) : formatNumber(value, format, values)
  })
}
