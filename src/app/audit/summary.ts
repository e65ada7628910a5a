/** What an event of the audit keeps of the arguments and the result of a use case: short, and without secrets. */

const DEPTH = 4
const ITEMS = 20
const CHARS = 200
/** Of a key. A token that a list names by its id is no secret: only texts are hidden. */
const SECRET = /password|secret|token|passphrase|^code$|^link$|^uri$|_codes$/i
const HIDDEN = '(hidden)'

/** A copy that JSON can express. Longer texts and lists say how much was left out; bytes are counted. */
export function summaryOf(value: unknown, depth = DEPTH): unknown {
  if (typeof value === 'string') return value.length <= CHARS ? value : `${value.slice(0, CHARS)} (${value.length} characters)`
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  if (value === null || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (typeof value !== 'object') return undefined
  if (Array.isArray(value)) return listSummary(value, depth)
  return depth === 0 ? '...' : Object.fromEntries(Object.entries(value).flatMap(([key, item]) => memberSummary(key, item, depth)))
}

function listSummary(list: readonly unknown[], depth: number): unknown {
  if (depth === 0) return `${list.length} items`
  const items = list.slice(0, ITEMS).map((item) => summaryOf(item, depth - 1) ?? null)
  return list.length > ITEMS ? [...items, `${list.length - ITEMS} more`] : items
}

function memberSummary(key: string, item: unknown, depth: number): readonly (readonly [string, unknown])[] {
  if (SECRET.test(key) && (typeof item === 'string' || isTexts(item))) return [[key, HIDDEN]]
  const summary = summaryOf(item, depth - 1)
  return summary === undefined ? [] : [[key, summary]]
}

const isTexts = (item: unknown): boolean => Array.isArray(item) && item.length > 0 && item.every((one) => typeof one === 'string')
