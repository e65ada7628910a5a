/** Times in a declared pattern: letters as in Java (yyyy MM dd HH mm ss SSS XXX), literals in quotes. */

import { assemble, type LocalClock, partsOf } from './time-text.ts'

const PATTERNS = new Map<string, { readonly form: RegExp; readonly fields: readonly string[] }>()
const TOKENS = /'([^']*)'|yyyy|yy|MM|dd|HH|mm|ss|S{1,9}|XXX|X|Z|./g
const FIELD: Readonly<Record<string, string>> = {
  yyyy: '(\\d{4})',
  yy: '(\\d{2})',
  MM: '(\\d{2})',
  dd: '(\\d{2})',
  HH: '(\\d{2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  X: '(Z|[+-]\\d{2}(?::?\\d{2})?)',
  XXX: '(Z|[+-]\\d{2}(?::?\\d{2})?)',
}

function compilePattern(pattern: string): { readonly form: RegExp; readonly fields: readonly string[] } {
  const fields: string[] = []
  let form = ''
  for (const [token, literal] of pattern.matchAll(TOKENS)) {
    const field = FIELD[token] ?? (/^S+$/.test(token) ? `(\\d{${token.length}})` : undefined)
    if (field !== undefined && literal === undefined) {
      fields.push(token.startsWith('S') ? 'S' : token.startsWith('X') ? 'X' : token)
      form += field
    } else form += (literal ?? token).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  }
  // A quoted or bare Z at the end of a pattern means UTC.
  if (/'Z'$|Z$/.test(pattern)) fields.push('UTC')
  return { form: new RegExp(`^${form}$`), fields }
}

/** Epoch ms, or null: another form, or a local time that does not exist. */
export function parsePattern(text: string, pattern: string, clock: LocalClock): number | null {
  const compiled = PATTERNS.get(pattern) ?? compilePattern(pattern)
  PATTERNS.set(pattern, compiled)
  const found = compiled.form.exec(text)
  if (found === null) return null
  const value = (name: string): string | undefined => {
    const i = compiled.fields.indexOf(name)
    return i < 0 ? undefined : found[i + 1]
  }
  const yy = value('yy')
  const year = value('yyyy') ?? (yy === undefined ? '1970' : `20${yy}`)
  const parts = partsOf([year, value('MM') ?? '1', value('dd') ?? '1', value('HH'), value('mm'), value('ss'), value('S')])
  return assemble(parts, value('X') ?? (compiled.fields.includes('UTC') ? 'Z' : undefined), clock)
}
