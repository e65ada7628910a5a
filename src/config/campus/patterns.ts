/** Patterns of ids: `*` stands for any text within one part between slashes, `**` for any text. */

/**
 * What each `*` of the pattern stands for in a whole id, as long a text as the rest permits; null where the id does not match. Takes at most length of
 * pattern x length of id steps, unlike the regular expression of the pattern.
 */
export function matchPattern(glob: string, id: string): readonly string[] | null {
  const pieces = glob.split(/(\*+)/)
  const crosses = (at: number, piece: string): boolean => at < id.length && (piece !== '*' || id[at] !== '/')
  /** By piece: where in the id it and all behind it match up to the end; behind the last one only the end does. */
  const ends = Array.from({ length: id.length + 1 }, (_, at) => at === id.length)
  const matches = [ends]
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i] ?? ''
    const behind = matches[0] ?? ends
    const own: boolean[] = Array.from(behind, () => false)
    for (let at = id.length; at >= 0; at--)
      own[at] =
        i % 2 === 0
          ? id.startsWith(piece, at) && behind[at + piece.length] === true
          : behind[at] === true || (crosses(at, piece) && own[at + 1] === true)
    matches.unshift(own)
  }
  if (matches[0]?.[0] !== true) return null
  const texts: string[] = []
  let at = 0
  for (const [i, piece] of pieces.entries()) {
    if (i % 2 === 0) {
      at += piece.length
      continue
    }
    let end = at
    for (let next = at; ; next++) {
      if (matches[i + 1]?.[next] === true) end = next
      if (!crosses(next, piece)) break
    }
    texts.push(id.slice(at, end))
    at = end
  }
  return texts
}

/** The id that a pattern gives when its `*` stand for these texts in order; the last text stands for what is left. */
export function fillPattern(glob: string, texts: readonly string[]): string {
  return glob
    .split(/\*+/)
    .map((piece, i) => (i === 0 ? piece : `${texts[Math.min(i, texts.length) - 1] ?? ''}${piece}`))
    .join('')
}
