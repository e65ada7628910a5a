/**
 * Value templates of Home Assistant, as far as they are met in practice: a path into the JSON, filters that convert, a factor. They are parsed, never
 * executed; anything else is refused by name.
 */

import { parsePath } from '../../values/path.ts'

export interface ValueTemplate {
  /** Path into the JSON payload; null: the payload as it stands. */
  readonly path: readonly string[] | null
  readonly scale: number
}

const WHOLE = /^\s*\{\{-?\s*(.*?)\s*-?\}\}\s*$/s
const ROOT = /^value(_json)?((?:\.[A-Za-z_]\w*|\[\s*(?:'[^']*'|"[^"]*"|\d+)\s*\])*)/
const NUMBER = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/
const FILTER = /^\|\s*(float|int|round|default|is_defined|string|abs)\b\s*(?:\(\s*[^()|]*\s*\))?/

/** Filters that change a number beyond its form: not supported. */
const CHANGES: ReadonlySet<string> = new Set(['abs'])

function pathOf(text: string): readonly string[] {
  return parsePath(text.replace(/\[\s*'([^']*)'\s*\]/g, '["$1"]').replace(/^\./, ''))
}

/** The factor of what follows the path; null where it is not of the supported forms. */
function scaleOf(text: string): number | null {
  let rest = text.trim()
  let scale = 1
  while (rest !== '') {
    const filter = FILTER.exec(rest)
    const factor = /^[*/]\s*/.exec(rest)
    if (filter !== null && !CHANGES.has(filter[1] ?? '')) rest = rest.slice(filter[0].length).trim()
    else if (factor !== null) {
      const number = NUMBER.exec(rest.slice(factor[0].length))?.[0]
      if (number === undefined || Number(number) === 0) return null
      scale = factor[0].startsWith('*') ? scale * Number(number) : scale / Number(number)
      rest = rest.slice(factor[0].length + number.length).trim()
    } else return null
  }
  return scale
}

/** Parentheses round a whole term say nothing new: `(value_json.a | float) / 10`. */
function unwrap(text: string): string {
  const inner = /^\(([^()]*(?:\([^()]*\)[^()]*)*)\)(.*)$/s.exec(text)
  return inner === null ? text : unwrap(`${(inner[1] ?? '').trim()} ${(inner[2] ?? '').trim()}`.trim())
}

/** Null: the template is not of the supported forms. Without one the payload is the value. */
export function parseTemplate(template: unknown): ValueTemplate | null {
  if (template === undefined || template === null || template === '') return { path: null, scale: 1 }
  const body = typeof template === 'string' && template.length <= 1000 ? WHOLE.exec(template)?.[1] : undefined
  if (body === undefined) return null
  const text = unwrap(body)
  const root = ROOT.exec(text)
  if (root === null) return null
  const [whole, json, path = ''] = root
  const scale = scaleOf(text.slice(whole.length))
  if (scale === null || (json === undefined && path !== '')) return null
  return { path: json === undefined ? null : pathOf(path), scale }
}
