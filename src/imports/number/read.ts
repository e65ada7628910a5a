/** Numbers as exports write them: decimal sign, grouping, a unit behind. */

import { canonicalUnit } from '../../domain/index.ts'
import { isNullText } from '../../wire/values/value.ts'

export interface NumberFormat {
  readonly decimal: '.' | ','
  /** What groups thousands, or null: digits are not grouped. A blank stands for every kind of blank. */
  readonly thousands: '.' | ',' | ' ' | "'" | null
}

export type NumberRead = { readonly number: number; readonly unit: string | null } | 'none' | 'bad'

/** Reads cells of one format. */
export type NumberReader = (text: string) => NumberRead

const NO_VALUE = new Set(['n.a.', 'n. a.', '#n/a', '#na', 'n/v', 'k.a.', 'k. a.', '–', '—', '...', 'no data', 'missing'])
const GROUPS: Readonly<Record<string, string>> = {
  '.': String.raw`\.`,
  ',': ',',
  ' ': String.raw`[ \u00a0\u2009\u202f]`,
  "'": "['’]",
}

/** Whether a cell says that there is no value. */
export function isNoValue(text: string): boolean {
  return isNullText(text) || NO_VALUE.has(text.toLowerCase())
}

export function numberReader({ decimal, thousands }: NumberFormat): NumberReader {
  const group = thousands === null ? null : (GROUPS[thousands] ?? '')
  const point = GROUPS[decimal] ?? ''
  const whole = group === null ? String.raw`\d+` : String.raw`[1-9]\d{0,2}(?:${group}\d{2,3})*${group}\d{3}|\d+`
  const form = new RegExp(String.raw`^([+−-]?)((?:${whole})(?:${point}\d*)?|${point}\d+)([eE][+-]?\d+)?(-?)(?:\s*([^\d\s.,].*))?$`, 'u')
  const groups = group === null ? null : new RegExp(group, 'gu')
  return (text) => {
    if (isNoValue(text)) return 'none'
    const found = form.exec(text)
    if (found === null) return 'bad'
    const [, sign = '', digits = '', exponent = '', trailing = '', unit] = found
    if (unit !== undefined && canonicalUnit(unit) === null) return 'bad'
    if (sign !== '' && trailing !== '') return 'bad'
    const plain = (groups === null ? digits : digits.replace(groups, '')).replace(decimal, '.')
    const number = Number(plain + exponent)
    if (!Number.isFinite(number)) return 'bad'
    return { number: (sign !== '' && sign !== '+') || trailing !== '' ? -number : number, unit: unit ?? null }
  }
}
