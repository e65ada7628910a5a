/** Patterns of ids: `*` stands for any text within one part between slashes, `**` for any text. */

const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')

/** Matches whole ids; group i is what the i-th `*` stands for. */
export function idPattern(glob: string): RegExp {
  const pieces = glob.split(/(\*+)/).map((piece, i) => (i % 2 === 0 ? literal(piece) : piece === '*' ? '([^/]*)' : '(.*)'))
  return new RegExp(`^${pieces.join('')}$`, 'u')
}

/** As `idPattern`, but `*` crosses slashes: for lists that rather match too much than too little. */
export function widePattern(glob: string): RegExp {
  return new RegExp(`^${glob.split(/\*+/).map(literal).join('.*')}$`, 'u')
}

/** The id that a pattern gives when its `*` stand for these texts in order; the last text stands for what is left. */
export function fillPattern(glob: string, texts: readonly string[]): string {
  return glob
    .split(/\*+/)
    .map((piece, i) => (i === 0 ? piece : `${texts[Math.min(i, texts.length) - 1] ?? ''}${piece}`))
    .join('')
}
