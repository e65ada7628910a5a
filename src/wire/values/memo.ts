/** Remembers what a function gave for a text. Texts come from outside: at the limit all is forgotten, and found again when it is asked for. */
export function memoize<T, C = void>(limit: number, find: (text: string, context: C) => T): (text: string, context: C) => T {
  const found = new Map<string, T>()
  return (text, context) => {
    const known = found.get(text)
    if (known !== undefined) return known
    const value = find(text, context)
    if (found.size >= limit) found.clear()
    found.set(text, value)
    return value
  }
}
