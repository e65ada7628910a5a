/** Patterns of Unicode date tokens (UTS 35, Date Field Symbol Table), as `--time-format` takes them. */

import type { TimeLayout } from './form.ts'

export type PatternResult = { readonly ok: true; readonly form: TimeLayout } | { readonly ok: false; readonly reason: string }

export const HALF_DAY = String.raw`[AaPp]\.?\s?[Mm]?\.?|上午|下午`
export const ZONE = String.raw`(?:[Uu][Tt][Cc]|[Gg][Mm][Tt])?[+−-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,5}`

/** Times written as a number since 1970, or by the day count of a workbook. */
const NUMBERS: Readonly<Record<string, true>> = { s: true, ms: true, us: true, ns: true, excel: true }

interface Token {
  readonly letter: string
  readonly length: number
  readonly literal: string
}

const NUMERIC = 'yuMLdHhKkmsS'
const HINTS: Readonly<Record<string, string>> = {
  D: 'D is the day of the year; the day of the month is dd',
  Y: 'Y is the year of the week; the calendar year is yyyy',
}

function tokensOf(pattern: string): Token[] {
  return [...pattern.matchAll(/''|'((?:[^']|'')*)'|([A-Za-z])\2*|./gsu)].map(([all, quoted, letter]) => {
    if (all === "''") return { letter: '', length: 0, literal: "'" }
    if (quoted !== undefined) return { letter: '', length: 0, literal: quoted.replaceAll("''", "'") }
    // A bare T stands between date and clock in ISO 8601; it is no token.
    if (letter === undefined || all === 'T') return { letter: '', length: 0, literal: all }
    return { letter, length: all.length, literal: '' }
  })
}

const isNumeric = (token: Token | undefined): boolean =>
  token !== undefined && token.letter !== '' && NUMERIC.includes(token.letter) && !(/[ML]/.test(token.letter) && token.length > 2)

/** Digits of a token: exact where digits stand beside it, else with or without a leading 0. */
function digits(token: Token, tight: boolean): string {
  return tight ? String.raw`\d{${token.length}}` : String.raw`\d{1,2}`
}

/** Name and expression of a token's part, or null for a letter that is none. */
function partOf(token: Token, tight: boolean): { readonly name: string; readonly form: string } | null {
  const two = digits(token, tight)
  switch (token.letter) {
    case 'y':
    case 'u':
      return token.length === 2 ? { name: 'yy', form: String.raw`\d{2}` } : { name: 'y', form: String.raw`\d{4}` }
    case 'M':
    case 'L':
      return token.length > 2 ? { name: 'L', form: String.raw`\p{L}+\.?` } : { name: 'M', form: two }
    case 'd':
    case 'm':
    case 's':
      return { name: token.letter, form: two }
    case 'H':
    case 'h':
    case 'K':
    case 'k':
      return { name: 'H', form: two }
    case 'S':
      return { name: 'f', form: tight ? String.raw`\d{${token.length}}` : String.raw`\d{1,9}` }
    case 'a':
      return { name: 'a', form: HALF_DAY }
    case 'z':
    case 'Z':
    case 'X':
    case 'x':
    case 'O':
      return { name: 'z', form: ZONE }
    case 'E':
      return { name: '', form: String.raw`\p{L}+\.?` }
    default:
      return null
  }
}

function literalForm(text: string): string {
  return text.replace(/\s+|[.*+?^${}()|[\]\\/]/gu, (c) => (c.trim() === '' ? String.raw`[\s\u00a0\u202f]+` : `\\${c}`))
}

/** Compiles a pattern, or says which letter of it is wrong. */
export function compilePattern(pattern: string): PatternResult {
  if (Object.hasOwn(NUMBERS, pattern)) return { ok: true, form: { label: pattern, regex: /^(?<n>[+-]?\d+(?:\.\d+)?)$/ } }
  const tokens = tokensOf(pattern)
  const seen = new Set<string>()
  let source = ''
  for (const [i, token] of tokens.entries()) {
    if (token.letter === '') {
      source += literalForm(token.literal)
      continue
    }
    const part = partOf(token, isNumeric(token) && (isNumeric(tokens[i - 1]) || isNumeric(tokens[i + 1])))
    if (part === null)
      return refuse(pattern, HINTS[token.letter] ?? `"${token.letter}" is no token; letters that stand for themselves are quoted`)
    if (part.name !== '' && seen.has(part.name)) return refuse(pattern, twice(token))
    seen.add(part.name)
    source += part.name === '' ? `(?:${part.form})` : `(?<${part.name}>${part.form})`
  }
  const fault = incomplete(tokens, seen)
  return fault === null ? { ok: true, form: { label: pattern, regex: new RegExp(`^${source}$`, 'u') } } : refuse(pattern, fault)
}

function twice(token: Token): string {
  if (token.letter === 'M') return 'MM is the month and stands twice; minutes are mm'
  if (token.letter === 'm') return 'mm is the minute and stands twice; the month is MM'
  return `"${token.letter}" stands twice`
}

function incomplete(tokens: readonly Token[], seen: ReadonlySet<string>): string | null {
  if (!seen.has('y') && !seen.has('yy')) return seen.has('m') && !seen.has('H') ? 'it has minutes and no year' : 'it has no year (yyyy)'
  if (!seen.has('M') && !seen.has('L')) return seen.has('d') ? 'it has no month (MM; mm are minutes)' : null
  if (tokens.some((t) => t.letter === 'h' || t.letter === 'K') && !seen.has('a'))
    return 'h counts to 12 and needs a (AM or PM); hours to 24 are HH'
  return null
}

function refuse(pattern: string, reason: string): PatternResult {
  return { ok: false, reason: `the pattern "${pattern}" cannot be used: ${reason}` }
}
