/** Forms of time that are read without an option: those of messages, and those people's exports have. */

import type { TimeLayout } from './form.ts'
import { HALF_DAY, ZONE } from './pattern.ts'

const OFFSET = String.raw`Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?`
const CLOCK = String.raw`(?<H>\d{1,2})[:.h](?<m>\d{2})(?:[:.](?<s>\d{2})(?:[.,](?<f>\d{1,9}))?)?`
/** Clock, half day and zone after a date; nothing of it is needed. */
const TAIL = String.raw`(?:(?:T|t|,?[\s\u00a0\u202f]+|\s+-\s+)${CLOCK}(?:[\s\u00a0\u202f]*(?<a>${HALF_DAY}))?(?:\s*(?<z>${ZONE}))?)?`
const DAY_NAME = String.raw`(?:\p{L}{2,}\.?,?\s+)?`

const form = (label: string, source: string): TimeLayout => ({ label, regex: new RegExp(`^${source}$`, 'u') })

/** A group of numbers in a given order, parted by the same sign. */
function numeric(order: readonly [string, string, string], signs: string, label: string): TimeLayout {
  const digits: Readonly<Record<string, string>> = {
    y: String.raw`\d{4}`,
    yy: String.raw`\d{2}`,
    M: String.raw`\d{1,2}`,
    d: String.raw`\d{1,2}`,
  }
  const [a, b, c] = order.map((name) => `(?<${name}>${digits[name] ?? ''})`)
  return form(label, `${a ?? ''}(?<p>[${signs}])${b ?? ''}\\k<p>${c ?? ''}${TAIL}`)
}

/** Order of preference where two forms read the same instants. */
export const TIME_FORMS: readonly TimeLayout[] = [
  numeric(['y', 'M', 'd'], './-', 'yyyy-MM-dd HH:mm'),
  numeric(['d', 'M', 'y'], './ -', 'dd.MM.yyyy HH:mm'),
  numeric(['M', 'd', 'y'], './ -', 'MM/dd/yyyy HH:mm'),
  numeric(['d', 'M', 'yy'], './-', 'dd.MM.yy HH:mm'),
  numeric(['M', 'd', 'yy'], '/-', 'MM/dd/yy HH:mm'),
  numeric(['yy', 'M', 'd'], './-', 'yy-MM-dd HH:mm'),
  form('d MMM yyyy HH:mm', String.raw`${DAY_NAME}(?<d>\d{1,2})\.?[\s/.-]*(?<L>\p{L}{3,}\.?)[\s/.,-]*(?:(?<y>\d{4})|(?<yy>\d{2}))${TAIL}`),
  form('MMM d, yyyy HH:mm', String.raw`${DAY_NAME}(?<L>\p{L}{3,}\.?)\s+(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y>\d{4})${TAIL}`),
  form('yyyy-MMM-dd HH:mm', String.raw`(?<y>\d{4})[\s/.-](?<L>\p{L}{3,}\.?)[\s/.-](?<d>\d{1,2})${TAIL}`),
  form(
    'yyyy年M月d日',
    String.raw`(?<y>\d{4})年(?<M>\d{1,2})月(?<d>\d{1,2})日(?:\s*(?<H>\d{1,2})[:时](?<m>\d{2})(?:[:分](?<s>\d{2}))?[分秒]?)?`,
  ),
  form('yyyyMMdd HH:mm', String.raw`(?<y>\d{4})(?<M>\d{2})(?<d>\d{2})${TAIL}`),
  form(
    'yyyyMMddHHmm',
    String.raw`(?<y>\d{4})(?<M>\d{2})(?<d>\d{2})[T ]?(?<H>\d{2})(?<m>\d{2})(?:(?<s>\d{2})(?:[.,]?(?<f>\d{1,9}))?)?(?<z>${OFFSET})?`,
  ),
  form('yyyyMMddHH', String.raw`(?<y>\d{4})(?<M>\d{2})(?<d>\d{2})(?<H>\d{2})`),
  form('yyMMddHHmmss', String.raw`(?<yy>\d{2})(?<M>\d{2})(?<d>\d{2})(?<H>\d{2})(?<m>\d{2})(?<s>\d{2})(?<w>[SW])`),
  form('yyyy-MM', String.raw`(?<y>\d{4})-(?<M>\d{2})`),
  form('s', String.raw`(?<n>\d{9,10}(?:\.\d+)?)`),
  form('ms', String.raw`(?<n>\d{12,13}(?:\.\d+)?)`),
  form('us', String.raw`(?<n>\d{15,16}(?:\.\d+)?)`),
  form('ns', String.raw`(?<n>\d{18,19})`),
]

// Without a date 0.25 is a number, not a quarter past twelve.
const SHORT_CLOCK = new RegExp(`^${CLOCK.replace('[:.h]', '[:h]')}(?:\\s*(?:${HALF_DAY}))?$`, 'u')

/** Whether the text is a clock without a date. */
export function isClock(text: string): boolean {
  return SHORT_CLOCK.test(text)
}

/** Whether dots part the numbers: day, month, year in every country that writes so. */
export function isDotted(text: string): boolean {
  return /^\d{1,2}\.\d{1,2}\.\d{4}/.test(text)
}
