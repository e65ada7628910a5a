/** Texts in the language of the reader. */

import { rounded } from '../../domain/index.ts'
import { decimalText } from '../../kernel/index.ts'
import { type Language, LANGUAGES, type Texts } from './languages.ts'

export { isLanguage, type Language, LANGUAGES, type Texts } from './languages.ts'

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
    if (typeof value !== 'number') return value ?? whole
    return format === undefined ? decimalText(value) : formatNumber(value, format, values)
  })
}
