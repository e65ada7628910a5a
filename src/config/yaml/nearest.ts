/** The word that was probably meant. */

/** Edits between two words: insert, drop, change, swap neighbours (optimal string alignment). */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** Beyond this, comparing is slow and pointless. */
const LONGEST = 200

/** The nearest of the words, or null when none is near enough to be meant: a third of its letters may be wrong, one always. */
export function findNearest(word: string, words: Iterable<string>): string | null {
  if (word.length > LONGEST) return null
  const typed = word.toLowerCase()
  let best: string | null = null
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= least) continue
    const away = distance(typed, candidate.toLowerCase())
    if (away < least) {
      least = away
      best = candidate
    }
  }
  return best
}

/** `did you mean "counter"?`, or null. */
export function didYouMean(word: string, words: Iterable<string>): string | null {
  const found = findNearest(word, words)
  return found === null ? null : `did you mean "${found}"?`
}

const LISTED = 12

/** `a, b, c, ...`: enough of the choices to find the right one. */
export function listChoices(choices: readonly string[]): string {
  return choices.length <= LISTED ? choices.join(', ') : `${choices.slice(0, LISTED).join(', ')}, ... (${choices.length} in all)`
}
