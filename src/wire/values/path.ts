/** Paths into a decoded message: `a.b`, `a[0].b`, `"key.with.dots"`, keys with blanks as they are, an optional leading `$.`. */

const TOKEN = /"((?:[^"\\]|\\.)*)"|\[(\d+|\*|"(?:[^"\\]|\\.)*")\]|([^.["\]]+)/g

/** Segments of a path; an array index is its digits. A trailing `[*]` is dropped: it only says that there are many. */
export function parsePath(text: string): readonly string[] {
  const segments: string[] = []
  for (const [, quotedKey, bracket, plain] of text.replace(/^\$\.?/, '').matchAll(TOKEN)) {
    if (bracket === '*') continue
    segments.push(plain ?? unquote(quotedKey ?? bracket ?? ''))
  }
  return segments
}

function unquote(text: string): string {
  return text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1')
}

/** The path of a child, written so that parsePath reads it back. */
export function joinPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`
  const name = key === '' || /[.["\]\\]/.test(key) ? `"${key.replace(/["\\]/g, '\\$&')}"` : key
  return parent === '' ? name : `${parent}.${name}`
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own members only: a key named `constructor` is a key like any other. What a message holds is data, so a function is a member that it inherits. */
export function child(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const member = (value as Record<string, unknown>)[key]
  return typeof member === 'function' || key === '__proto__' ? undefined : member
}

/** The value at a path, or undefined. A key that holds the rest of the path literally (`a.b` as one key) is found too. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let here = value
  for (let i = 0; i < path.length; i++) {
    const next = child(here, path[i] as string)
    if (next === undefined) return i < path.length - 1 ? child(here, path.slice(i).join('.')) : undefined
    here = next
  }
  return here
}

/** A plain value as text; what is no plain value as JSON. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || typeof value === 'boolean') return String(value)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : (JSON.stringify(value) ?? '')
}
