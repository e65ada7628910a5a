/** Values as devices write them. Nothing becomes 0 by being unreadable; "12,5" is refused, not guessed, unless its rule declares the decimal comma. */

import { canonicalUnit } from '../../domain/index.ts'
import type { Notation } from './notation.ts'

/** A number, `null` for "no value", `bad` for something that cannot be read. `unit` when it stood in the text. */
export type Value = { readonly number: number; readonly unit?: string } | 'null' | 'bad'

const NO_VALUE = new Set([
  '',
  'null',
  'nan',
  'none',
  'nil',
  'unknown',
  'unavailable',
  'undefined',
  'n/a',
  'na',
  '?',
  '-',
  '--',
  '---',
  'inf',
  '+inf',
  '-inf',
  'infinity',
  '+infinity',
  '-infinity',
])
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const WITH_UNIT = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([^\d\s.,].*)$/
const YES = new Set(['true', 'on', 'open', 'opened', 'occupied', 'yes', 'active', 'detected'])
const NO = new Set(['false', 'off', 'closed', 'unoccupied', 'no', 'inactive', 'clear', 'vacant'])

/** Whether a text is a number with a decimal point and nothing else. */
export function isDecimal(text: string): boolean {
  return isShortDecimal(text) || DECIMAL.test(text)
}

/** Digits with at most one point among them: the form of nearly all numbers, without a regular expression. */
function isShortDecimal(text: string): boolean {
  const n = text.length
  let points = 0
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i)
    if (c === 46) points++
    else if (c < 48 || c > 57) return false
  }
  return n > points && points <= 1
}

/** Whether a text means that there is no value. */
export function isNullText(text: string): boolean {
  return NO_VALUE.has(text.trim().toLowerCase())
}

/** Reads a raw value. `bool`: the quantity is a yes or no, so words and booleans count. `notation`: of numbers in texts, where the rule declares one. */
export function readValue(raw: unknown, bool: boolean, notation: Notation | null = null): Value {
  if (typeof raw === 'number') return Number.isFinite(raw) ? { number: raw } : 'bad'
  if (raw === null || raw === undefined) return 'null'
  if (typeof raw === 'boolean') return bool ? { number: raw ? 1 : 0 } : 'bad'
  return typeof raw === 'string' ? readText(raw.trim(), bool, notation) : 'bad'
}

function readText(text: string, bool: boolean, notation: Notation | null): Value {
  if (notation === null && DECIMAL.test(text)) return finiteValue(Number(text))
  const word = text.toLowerCase()
  if (NO_VALUE.has(word)) return 'null'
  if (bool && YES.has(word)) return { number: 1 }
  if (bool && NO.has(word)) return { number: 0 }
  const found = notation === null ? splitUnit(text) : notation.read(text)
  if (found === null) return 'bad'
  const { number, rest } = found
  if (rest === '') return finiteValue(number)
  // What follows must be a unit: 0x1F is no "0" of anything.
  return Number.isFinite(number) && canonicalUnit(rest) !== null ? { number, unit: rest } : 'bad'
}

function splitUnit(text: string): ReturnType<Notation['read']> {
  const found = WITH_UNIT.exec(text)
  return found === null ? null : { number: Number(found[1]), rest: (found[2] ?? '').trim() }
}

function finiteValue(number: number): Value {
  return Number.isFinite(number) ? { number } : 'bad'
}
