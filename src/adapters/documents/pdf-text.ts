/** Widths of text and lines of a width. Helvetica by its metrics (Adobe Core 14 AFM), everything beyond Latin-1 as wide as it is high. */

/** Thousandths of the size, from the blank (32) to the tilde (126). */
const HELVETICA = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
  278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
  667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
] as const
const OTHER_LATIN = 600
const WIDE = 1000
const FIRST = 32

export const isLatin = (character: string): boolean => (character.codePointAt(0) ?? 0) < 256

function characterWidth(character: string): number {
  if (!isLatin(character)) return WIDE
  return HELVETICA[(character.codePointAt(0) ?? FIRST) - FIRST] ?? OTHER_LATIN
}

/** In points. */
export function textWidth(text: string, size: number): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return (width * size) / 1000
}

/** Words, each Chinese character by itself: lines break between them. */
const piecesOf = (text: string): readonly string[] => text.match(/[\u0020-\u00ff]+?(?: +|(?=[^\u0020-\u00ff])|$)|[^\u0020-\u00ff]/gu) ?? []

/** Lines of at most `width` points; a longer word is cut. */
export function wrapText(text: string, width: number, size: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  const add = (piece: string): void => {
    if (line === '' || textWidth(line + piece.trimEnd(), size) <= width) line += piece
    else {
      lines.push(line.trimEnd())
      line = piece
    }
  }
  for (const piece of piecesOf(text.replace(/\s+/g, ' '))) {
    if (textWidth(piece.trimEnd(), size) <= width) add(piece)
    else for (const character of piece) add(character)
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()]
}
