/** Patterns in which `*` stands for any text. */

export interface GlobOptions {
  /** What `*` does not match, as `/` in ids; default: it matches anything. */
  readonly separator?: string
  readonly ignoreCase?: boolean
}

/** Whether the whole text matches. Takes at most length of pattern x length of text steps, unlike the regular expression of the pattern. */
export function matchesGlob(pattern: string, text: string, { separator = '', ignoreCase = false }: GlobOptions = {}): boolean {
  const [p, t] = ignoreCase ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text]
  /** The last `*`, and where the text that it stands for ends by now. */
  let star = -1
  let covered = 0
  let i = 0
  for (let at = 0; at < t.length; ) {
    if (p[i] === '*') {
      star = i++
      covered = at
    } else if (p[i] === t[at]) {
      i++
      at++
    } else {
      // One character more for the last `*`; an earlier one need not be tried again.
      if (star < 0 || t[covered] === separator) return false
      at = ++covered
      i = star + 1
    }
  }
  while (p[i] === '*') i++
  return i === p.length
}
